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
  /** Directories that were read, by device and inode: a second way in is not taken. */
  readonly seen: Set<string>;
  /** Those of them that the walk is in, with their paths: what leads there is a loop. */
  readonly above: Map<string, string>;
  readonly files: UnitFile[];
  readonly diagnostics: Diagnostic[];
}

function shown(provider: Provider, path: string): string {
  const {shownAs, directory} = provider;
  if (shownAs === undefined || !path.startsWith(`${directory}/`)) return path;
  return shownAs === '.' ? path.slice(directory.length + 1) : shownAs + path.slice(directory.length);
}

type Problem = Pick<Diagnostic, 'code' | 'severity' | 'message'>;

function report({provider, diagnostics}: Walk, path: string, problem: Problem): void {
  diagnostics.push({...problem, span: placeOf(shown(provider, path))});
}

function unreadable(message: string): Problem {
  return {code: 'catalog/unreadable', severity: 'error', message};
}

function loop({provider}: Walk, back: string): Problem {
  const message = `This leads back up to ${shown(provider, back)}, which is not read once more.`;
  return {code: 'catalog/link-loop', severity: 'warning', message};
}

const nowhere: Problem = {
  code: 'catalog/link-nowhere',
  severity: 'warning',
  message: 'Nothing is here: this link leads nowhere, so a folder of units may be missing.',
};

function visit(
  walk: Walk,
  directory: string,
  {depth, stat}: {readonly depth: number; readonly stat: FileStat | undefined},
): void {
  const {host, seen, above} = walk;
  if (stat === undefined) return;
  const {identity} = stat;
  const back = above.get(identity);
  if (back !== undefined) report(walk, directory, loop(walk, back));
  if (seen.has(identity)) return;
  seen.add(identity);
  if (depth > maxDepth) {
    report(
      walk,
      directory,
      unreadable(`Folders are nested more than ${maxDepth} deep; what is below here was not read.`),
    );
    return;
  }
  let names: readonly string[];
  try {
    names = host.files.list(directory);
  } catch (error) {
    report(walk, directory, unreadable(`The folder cannot be read: ${errorCode(error)}.`));
    return;
  }
  above.set(identity, directory);
  for (const name of names) visitNamed(walk, {directory, name, depth});
  above.delete(identity);
}

function visitNamed(
  walk: Walk,
  {directory, name, depth}: {readonly directory: string; readonly name: string; readonly depth: number},
): void {
  const {host, provider, inJobs, isWhole, files} = walk;
  if (name.startsWith('.') || (isWhole && depth === 0 && otherFolders.has(name))) return;
  const path = join(directory, name);
  const syntax = syntaxOf(name, inJobs);
  const stat = host.files.stat(path);
  if (stat?.kind === 'directory') visit(walk, path, {depth: depth + 1, stat});
  else if (syntax !== undefined) files.push({path, shownAs: shown(provider, path), syntax, stat});
  else if (stat === undefined) report(walk, path, nowhere);
}

/** The unit files of a provider, folder by folder, sorted by name within each. */
export function unitFiles(host: Host, provider: Provider): UnitFiles {
  const files: UnitFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  for (const directory of provider.unitDirectories) {
    const isWhole = directory === provider.directory;
    const inJobs = directory.endsWith('/jobs');
    const walk = {host, provider, inJobs, isWhole, seen, above: new Map(), files, diagnostics};
    visit(walk, directory, {depth: 0, stat: host.files.stat(directory)});
  }
  return {files, diagnostics};
}
