import {join} from 'node:path';
import type {Diagnostic} from '../base/diagnostic.ts';
import type {FileStat, Host} from '../base/host.ts';
import {descriptionFile} from './provider-yaml.ts';
import {errorCode, placeOf} from './read-source.ts';
import type {Provider} from './unit-set.ts';

export interface UnitFile {
  readonly path: string;
  readonly shownAs: string;
  readonly syntax: 'pxu' | 'yaml';
  /** Undefined for a link that leads nowhere. */
  readonly stat: FileStat | undefined;
}

export interface UnitFiles {
  readonly files: readonly UnitFile[];
  readonly diagnostics: readonly Diagnostic[];
}

const maxDepth = 32;

/** Folders of a provider that hold no units, should a unit directory be the provider's own folder. */
const otherFolders = new Set([
  'bin',
  'build',
  'data',
  'lib',
  'locale',
  'node_modules',
  'po',
  'src',
  'tests',
  'transforms',
]);

/** Checkbox reads `.in` files in `jobs` too, and README.txt in neither. */
function syntaxOf(name: string, inJobs: boolean): UnitFile['syntax'] | undefined {
  if (name.startsWith('.') || name === 'README.txt') return undefined;
  if (name.endsWith('.pxu') || name.endsWith('.txt')) return 'pxu';
  if (name.endsWith('.yaml') || name.endsWith('.yml')) return name === descriptionFile ? undefined : 'yaml';
  return inJobs && name.endsWith('.in') ? 'pxu' : undefined;
}

interface Walk {
  readonly host: Host;
  readonly provider: Provider;
  readonly inJobs: boolean;
  /** Whether the unit directory is the provider's own folder. */
  readonly isWhole: boolean;
  /** Directories that were read, by device and inode: a link back up, or a second way in, is not followed again. */
  readonly seen: Set<string>;
  readonly files: UnitFile[];
  readonly diagnostics: Diagnostic[];
}

function shown(provider: Provider, path: string): string {
  const {shownAs, directory} = provider;
  if (shownAs === undefined || !path.startsWith(`${directory}/`)) return path;
  return shownAs === '.' ? path.slice(directory.length + 1) : shownAs + path.slice(directory.length);
}

function problem(walk: Walk, path: string, message: string): void {
  const span = placeOf(shown(walk.provider, path));
  walk.diagnostics.push({code: 'catalog/unreadable', severity: 'error', message, span});
}

function visit(
  walk: Walk,
  directory: string,
  {depth, stat}: {readonly depth: number; readonly stat: FileStat | undefined},
): void {
  const {host, provider} = walk;
  if (stat === undefined || walk.seen.has(stat.identity)) return;
  walk.seen.add(stat.identity);
  if (depth > maxDepth) {
    problem(walk, directory, `Folders are nested more than ${maxDepth} deep; what is below here was not read.`);
    return;
  }
  let names: readonly string[];
  try {
    names = host.files.list(directory);
  } catch (error) {
    problem(walk, directory, `The folder cannot be read: ${errorCode(error)}.`);
    return;
  }
  for (const name of names) {
    const path = join(directory, name);
    const syntax = syntaxOf(name, walk.inJobs);
    if (name.startsWith('.') || (walk.isWhole && depth === 0 && otherFolders.has(name))) continue;
    const inner = host.files.stat(path);
    if (inner?.kind === 'directory') visit(walk, path, {depth: depth + 1, stat: inner});
    else if (syntax !== undefined) walk.files.push({path, shownAs: shown(provider, path), syntax, stat: inner});
  }
}

/** The unit files of a provider, folder by folder, sorted by name within each. */
export function unitFiles(host: Host, provider: Provider): UnitFiles {
  const files: UnitFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  for (const directory of provider.unitDirectories) {
    const isWhole = directory === provider.directory;
    const inJobs = directory.endsWith('/jobs');
    const walk = {host, provider, inJobs, isWhole, seen, files, diagnostics};
    visit(walk, directory, {depth: 0, stat: host.files.stat(directory)});
  }
  return {files, diagnostics};
}
