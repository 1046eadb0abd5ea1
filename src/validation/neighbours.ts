import {dirname, join} from 'node:path';
import type {Host} from '../base/host.ts';
import {findProviders} from '../catalog/find-providers.ts';
import type {Provider} from '../catalog/unit-set.ts';

/** More folders than this are no collection of providers. */
const mostFolders = 200;

function namesIn({files}: Host, folder: string): readonly string[] {
  try {
    return files.list(folder);
  } catch {
    return [];
  }
}

/** Providers that stand beside those that are loaded and are not loaded themselves. */
export function neighboursOf(loaded: readonly Provider[], host: Host): readonly Provider[] {
  const own = loaded.filter(({builtIn}) => !builtIn).map(({directory}) => directory);
  const folders = [...new Set(own.map((directory) => dirname(directory)))];
  const beside = folders.flatMap((folder) => {
    const names = namesIn(host, folder);
    return names.length > mostFolders ? [] : names.map((name) => join(folder, name));
  });
  const directories = beside.filter(
    (path) =>
      !own.includes(path) &&
      ['provider.yaml', 'manage.py'].some((name) => host.files.stat(join(path, name))?.kind === 'file'),
  );
  if (directories.length === 0) return [];
  return findProviders(host, {directories, providerPath: '', builtIn: false}).value;
}

/** The folders of the providers by their namespace. */
export function byNamespace(providers: readonly Provider[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const {namespace, directory} of providers) {
    const known = found.get(namespace);
    if (known === undefined) found.set(namespace, [directory]);
    else known.push(directory);
  }
  return found;
}
