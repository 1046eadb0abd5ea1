import {basename, dirname, isAbsolute, join, normalize} from 'node:path';
import type {Diagnostic, Parsed} from '../base/diagnostic.ts';
import type {Host} from '../base/host.ts';
import {nearest} from '../base/nearest.ts';
import {plainboxProvider} from './built-in/plainbox.ts';
import {readCheckboxFolder} from './checkbox-folder.ts';
import {installedSuffix, readInstalledProvider} from './installed-provider.ts';
import {type Folder, isDirectory, isFile, type ReadProvider} from './provider-folder.ts';
import {descriptionFile, readProviderYaml} from './provider-yaml.ts';
import {errorCode, placeOf} from './read-source.ts';
import type {Provider} from './unit-set.ts';

export interface FindOptions {
  /** As they were given on the command line; each is a provider or holds some. */
  readonly directories: readonly string[];
  /** Folders with installed providers, separated by colons; PROVIDERPATH of the environment where absent. */
  readonly providerPath?: string;
  /** Whether the namespace `com.canonical.plainbox`, which every public provider leans on, is there; yes where absent. */
  readonly builtIn?: boolean;
}

/** How deep below a folder that is no provider itself providers are looked for: `providers/base`, `contrib/x/provider-x`. */
const depthOfSearch = 2;
const lookedFor = `${descriptionFile}, a manage.py with setup(), or *${installedSuffix} files`;

function problem(code: Diagnostic['code'], message: string, path: string, suggestion?: string): Diagnostic {
  const place = {code, severity: 'error', message, span: placeOf(path)} as const;
  return suggestion === undefined ? place : {...place, suggestion};
}

function names(host: Host, path: string): readonly string[] {
  try {
    return host.files.list(path);
  } catch {
    return [];
  }
}

function whyUnreadable(host: Host, path: string): string | undefined {
  try {
    host.files.list(path);
    return undefined;
  } catch (error) {
    return errorCode(error);
  }
}

/** The providers that this very folder is or defines, in the first form that fits. */
function readFolder(host: Host, folder: Folder): readonly ReadProvider[] {
  if (isFile(host, join(folder.path, descriptionFile))) return [readProviderYaml(host, folder)];
  if (isFile(host, join(folder.path, 'manage.py'))) {
    const read = readCheckboxFolder(host, folder);
    if (read !== undefined) return [read];
  }
  return names(host, folder.path)
    .filter((name) => name.endsWith(installedSuffix) && isFile(host, join(folder.path, name)))
    .map((name) => readInstalledProvider(host, join(folder.path, name)));
}

function readBelow(host: Host, folder: Folder, depth: number): readonly ReadProvider[] {
  const found = readFolder(host, folder);
  if (found.length > 0 || depth === 0) return found;
  return names(host, folder.path)
    .filter((name) => !name.startsWith('.') && isDirectory(host, join(folder.path, name)))
    .flatMap((name) =>
      readBelow(host, {path: join(folder.path, name), shownAs: join(folder.shownAs, name)}, depth - 1),
    );
}

function missing(host: Host, directory: string): ReadProvider {
  const near = nearest(basename(directory), names(host, dirname(directory)));
  const suggestion = near === undefined ? undefined : join(dirname(directory), near);
  const named = directory === '' ? "''" : directory;
  const message = `There is no folder ${named} to look for a provider in.`;
  return {provider: undefined, diagnostics: [problem('provider/not-found', message, named, suggestion)]};
}

function realFolder(host: Host, directory: string): Folder {
  const path = isAbsolute(directory) ? normalize(directory) : host.files.realPath(directory);
  return {
    path: path.length > 1 ? path.replace(/\/$/, '') : path,
    shownAs: normalize(directory).replace(/(.)\/$/, '$1'),
  };
}

function readDirectory(host: Host, directory: string): readonly ReadProvider[] {
  const stat = host.files.stat(directory);
  if (stat === undefined) return [missing(host, directory)];
  if (stat.kind !== 'directory') return readNamedFile(host, directory);
  const found = readBelow(host, realFolder(host, directory), depthOfSearch);
  if (found.length > 0) return found;
  const why = whyUnreadable(host, directory);
  if (why !== undefined) {
    const message = `The folder ${directory} cannot be read: ${why}.`;
    return [{provider: undefined, diagnostics: [problem('provider/none-here', message, directory)]}];
  }
  const message = `${directory} holds no provider: looked for ${lookedFor}, in it and in the folders below it.`;
  return [{provider: undefined, diagnostics: [problem('provider/none-here', message, directory)]}];
}

/** Somebody who names the describing file itself means its folder. */
function readNamedFile(host: Host, path: string): readonly ReadProvider[] {
  if (path.endsWith(installedSuffix)) return [readInstalledProvider(host, path)];
  if ([descriptionFile, 'manage.py'].includes(basename(path))) return readDirectory(host, dirname(path));
  const message = `${path} is no folder and describes no provider: expected a folder with ${lookedFor}.`;
  return [{provider: undefined, diagnostics: [problem('provider/none-here', message, path)]}];
}

/** The folders of PROVIDERPATH, or those that Checkbox looks in where it is not set. */
function installedFolders(host: Host, providerPath: string | undefined): readonly string[] {
  const given = providerPath ?? host.env['PROVIDERPATH'];
  if (given !== undefined) return given.split(':').filter((path) => path !== '');
  const home = host.env['HOME'];
  const dataHome = host.env['XDG_DATA_HOME'] ?? (home === undefined ? undefined : join(home, '.local', 'share'));
  const dataFolders = (host.env['XDG_DATA_DIRS'] || '/usr/local/share:/usr/share').split(':');
  const folders = [...dataFolders, ...(dataHome === undefined ? [] : [dataHome])];
  return [
    ...folders.filter(isAbsolute).map((folder) => join(folder, 'plainbox-providers-1')),
    '/var/tmp/checkbox-providers-develop',
  ];
}

function readInstalled(host: Host, providerPath: string | undefined): readonly ReadProvider[] {
  return installedFolders(host, providerPath)
    .filter((path) => isDirectory(host, path))
    .flatMap((path) => readFolder(host, realFolder(host, path)));
}

/** One provider a name, the first: what is named on the command line stands in for what is installed. */
function withoutTwins(given: readonly Provider[], installed: readonly Provider[]): Parsed<readonly Provider[]> {
  const byName = new Map<string, Provider>();
  const diagnostics: Diagnostic[] = [];
  for (const provider of given) {
    const first = byName.get(provider.name);
    if (first === undefined) byName.set(provider.name, provider);
    else if (first.directory !== provider.directory) {
      const message = `The provider ${provider.name} of ${provider.directory} is left out: ${first.directory} has the same name.`;
      diagnostics.push({...problem('provider/duplicate', message, provider.directory), severity: 'warning'});
    }
  }
  for (const provider of installed) if (!byName.has(provider.name)) byName.set(provider.name, provider);
  return {value: [...byName.values()], diagnostics};
}

/** Somebody who points at a provider expects units in it. */
function withoutUnits({provider, diagnostics}: ReadProvider): readonly Diagnostic[] {
  if (provider === undefined || provider.unitDirectories.length > 0 || diagnostics.length > 0) return [];
  const message = `The provider ${provider.name} has no units: there is neither a folder units nor a folder jobs in it.`;
  return [{...problem('provider/no-units', message, provider.shownAs ?? provider.directory), severity: 'warning'}];
}

function providersOf(read: readonly ReadProvider[]): readonly Provider[] {
  return read.flatMap(({provider}) => (provider === undefined ? [] : [provider]));
}

/** Every provider there is, in the order they were named: built in, given, installed. Nothing of theirs is run. */
export function findProviders(host: Host, options: FindOptions): Parsed<readonly Provider[]> {
  const given = options.directories.flatMap((directory) => readDirectory(host, directory));
  const installed = readInstalled(host, options.providerPath);
  const unique = withoutTwins(providersOf(given), providersOf(installed));
  const builtIn = options.builtIn === false ? [] : [plainboxProvider];
  const diagnostics = [...given, ...installed].flatMap((read) => [...read.diagnostics, ...withoutUnits(read)]);
  return {value: [...builtIn, ...unique.value], diagnostics: [...diagnostics, ...unique.diagnostics]};
}
