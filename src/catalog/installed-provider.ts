import {dirname, isAbsolute, join} from 'node:path';
import type {Diagnostic} from '../base/diagnostic.ts';
import type {Host} from '../base/host.ts';
import type {SourceText, Span} from '../base/source.ts';
import {readIniSection} from './ini.ts';
import {existing, implicitPlaces, isDirectory, present, providerName, type ReadProvider} from './provider-folder.ts';
import {readSource, startOf} from './read-source.ts';

export const installedSuffix = '.provider';
const section = 'PlainBox Provider';

type Values = ReadonlyMap<string, SourceText>;

function failed(message: string, span: Span): ReadProvider {
  return {provider: undefined, diagnostics: [{code: 'provider/definition', severity: 'error', message, span}]};
}

interface Places {
  /** Where everything is unless it says otherwise; undefined where each directory is named. */
  readonly location: string | undefined;
  readonly directory: (key: string) => string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

function isTrue(value: SourceText | undefined): boolean {
  return ['1', 'yes', 'true', 'on'].includes(value?.text.toLowerCase() ?? '');
}

/** A relocatable provider is where its definition is; every directory it names is then left out of account. */
function placesOf(host: Host, values: Values, path: string): Places {
  if (isTrue(values.get('relocatable'))) {
    return {location: dirname(path), directory: () => undefined, diagnostics: []};
  }
  const diagnostics: Diagnostic[] = [];
  const checked = (key: string): string | undefined => {
    const value = values.get(key);
    if (value === undefined) return undefined;
    if (isAbsolute(value.text) && isDirectory(host, value.text)) return value.text;
    const message = `${key} must be the absolute path of a directory that is there.`;
    diagnostics.push({code: 'provider/definition', severity: 'error', message, span: value.span});
    return undefined;
  };
  return {location: checked('location'), directory: checked, diagnostics};
}

/** An installed Checkbox provider: an INI file that says where the parts are. */
export function readInstalledProvider(host: Host, path: string): ReadProvider {
  const source = readSource(host, path, {shownAs: path});
  if (source.file === undefined) return {provider: undefined, diagnostics: source.diagnostics};
  const values = readIniSection(source.file, section);
  if (values === undefined) return failed(`A provider definition has a section [${section}].`, startOf(source.file));
  const name = values.get('name');
  if (name === undefined) return failed('The definition gives no name.', startOf(source.file));
  const called = providerName(name.text, values.get('namespace')?.text, name.span);
  const places = placesOf(host, values, path);
  const unitDirectories = unitDirectoriesOf(host, places);
  const own = ownDirectories(places);
  const diagnostics = [...source.diagnostics, ...called.diagnostics, ...places.diagnostics];
  if (called.value === undefined) return {provider: undefined, diagnostics};
  const optional = {
    description: values.get('description')?.text,
    gettextDomain: values.get('gettext_domain')?.text,
  };
  const provider = {
    ...called.value,
    version: values.get('version')?.text ?? '0',
    directory: places.location ?? dirname(unitDirectories[0] ?? path),
    unitDirectories,
    ...(places.location === undefined ? {} : implicitPlaces(host, places.location)),
    ...own,
    ...present(optional),
    builtIn: false,
    shell: 'bash' as const,
  };
  return {provider, diagnostics};
}

function unitDirectoriesOf(host: Host, {location, directory}: Places): readonly string[] {
  return ['units', 'jobs'].flatMap((kind) => {
    const named = directory(`${kind}_dir`);
    if (named !== undefined) return [named];
    return location === undefined ? [] : existing(host, [join(location, kind)]);
  });
}

function ownDirectories({directory}: Places) {
  return present({
    binDirectory: directory('bin_dir'),
    dataDirectory: directory('data_dir'),
    localeDirectory: directory('locale_dir'),
  });
}
