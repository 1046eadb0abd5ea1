import {join} from 'node:path';
import type {Diagnostic, Parsed} from '../base/diagnostic.ts';
import type {Host} from '../base/host.ts';
import {partialId, qualify} from '../base/ids.ts';
import type {SourceFile, Span} from '../base/source.ts';
import {findProviders} from '../catalog/find-providers.ts';
import {type LookupKind, lookup} from '../catalog/lookup.ts';
import type {LoadOptions} from '../catalog/prepare.ts';
import type {BrokenUnits, ReadUnits} from '../catalog/read-units.ts';
import type {Provider, UnitSet} from '../catalog/unit-set.ts';
import {compileGlob, matchesGlob} from '../expressions/glob.ts';
import type {CliContext} from './context.ts';
import type {GlobalOptions} from './options.ts';
import {UsageError, usageError} from './usage-error.ts';

export interface Loaded {
  readonly set: UnitSet;
  readonly diagnostics: readonly Diagnostic[];
  readonly broken: BrokenUnits;
  readonly unmade: ReadUnits<UnitSet>['unmade'];
  /** What was asked for, so that a resumed session loads the same. */
  readonly directories: readonly string[];
  readonly keys: LoadKeys;
}

type LoadKeys = ReadonlyMap<string, string>;

/** The stock suite and what ships beside it, unless `--provider` names others. */
function stockDirectories({home, host}: CliContext): readonly string[] {
  const others = join(home, 'providers');
  const shipped = host.files.stat(others)?.kind === 'directory' ? host.files.list(others) : [];
  return [join(home, 'jobs'), ...shipped.map((name) => join(others, name))];
}

/** What makes a named provider a mistake of the command line. */
const notThere: ReadonlySet<string> = new Set(['provider/not-found', 'provider/none-here']);

/** Which of the providers that are found count, and where somebody said so. */
export interface ProviderChoice {
  /** Globs of names; `::` stands for the colon of a name, as Checkbox's documentation has it. */
  readonly globs: readonly string[];
  readonly at?: Span | undefined;
}

function chosenProviders(context: CliContext, found: readonly Provider[], choice: ProviderChoice): readonly Provider[] {
  const globs = choice.globs.map((glob) => compileGlob(glob.replace('::', ':')));
  const chosen = found.filter(({name, builtIn}) => builtIn || globs.some((glob) => matchesGlob(name, glob)));
  if (chosen.some(({builtIn}) => !builtIn)) return chosen;
  const names = found.filter(({builtIn}) => !builtIn).map(({name}) => name);
  const message = `no provider is called ${choice.globs.join(' or ')}; there are ${names.join(', ')}`;
  throw usageError(context.words, {code: 'usage/unknown-provider', message, word: '', at: choice.at});
}

type Wanted = Pick<GlobalOptions, 'provider' | 'transforms' | 'key'> & {readonly use?: ProviderChoice | undefined};

export interface WantedProviders extends Parsed<readonly Provider[]> {
  readonly directories: readonly string[];
  readonly load: LoadOptions & {readonly keys: LoadKeys};
}

function keysOf({words}: CliContext, given: readonly string[]): LoadKeys {
  return new Map(
    given.map((word) => {
      const [, name, value] = /^([\w-]+)=(.*)$/.exec(word) ?? [];
      if (name !== undefined && value !== undefined) return [name, value];
      const message = 'a key is written NAME=VALUE, for instance arch=aarch64';
      throw usageError(words, {code: 'usage/bad-key', message, word});
    }),
  );
}

/** A provider that was named and is not there is a wrong command line; what is wrong inside one is a diagnostic. */
export function wantedProviders(context: CliContext, options: Wanted): WantedProviders {
  const directories = options.provider.length > 0 ? options.provider : stockDirectories(context);
  const found = findProviders(context.host, {directories});
  const mistaken = found.diagnostics.filter(({code}) => notThere.has(code));
  if (mistaken.length > 0) throw new UsageError(mistaken);
  const value = options.use === undefined ? found.value : chosenProviders(context, found.value, options.use);
  const load = {ownTransforms: options.transforms, keys: keysOf(context, options.key ?? [])};
  return {value, diagnostics: found.diagnostics, directories, load};
}

type Load = (host: Host, providers: readonly Provider[], options: LoadOptions) => Promise<ReadUnits<UnitSet>>;

async function loadBy(load: Load, context: CliContext, options: Wanted): Promise<Loaded> {
  const wanted = wantedProviders(context, options);
  const {value: set, broken, unmade, diagnostics} = await load(context.host, wanted.value, wanted.load);
  const {directories} = wanted;
  return {
    set,
    broken,
    unmade,
    diagnostics: [...wanted.diagnostics, ...diagnostics],
    directories,
    keys: wanted.load.keys,
  };
}

/** Units are built as they are asked for: for commands that look at some of them, and at what is wrong only if it is an error. */
export async function loadCatalog(context: CliContext, options: Wanted): Promise<Loaded> {
  // Not every command that looks for providers reads their units.
  const {loadLate} = await import('../catalog/load-late.ts');
  return loadBy(loadLate, context, options);
}

/** Every unit is built, and all that is wrong with any is found. */
export async function loadWhole(context: CliContext, options: Wanted): Promise<Loaded> {
  const {loadUnits} = await import('../catalog/load-units.ts');
  return loadBy(loadUnits, context, options);
}

export interface UnitWanted<K extends LookupKind> {
  readonly kind: K;
  readonly word: string;
  /** Where the word stands, if not on the command line. */
  readonly at?: Span;
  /** What the word may be, where that is more than a unit of the kind. */
  readonly noun?: string;
}

/** The unit that is meant by a word of the command line, or a usage error that names the nearest. */
export function unitNamed<K extends LookupKind>(
  context: CliContext,
  loaded: Loaded,
  {kind, word, at, noun = kind}: UnitWanted<K>,
) {
  const found = lookup(loaded.set, kind, word);
  if (found.type === 'found') return found.unit;
  if (found.type === 'ambiguous') {
    const ids = found.units.map(({id}) => id).join(', ');
    throw usageError(context.words, {
      code: 'usage/ambiguous-id',
      message: `more than one ${noun} is called ${word}: ${ids}`,
      word,
      at,
    });
  }
  const meant = brokenUnits(loaded, word);
  if (meant.length > 0) {
    const message = `there is no ${noun} ${word} that can be used: what is wrong with it stands above`;
    const problem = usageError(context.words, {code: 'usage/unknown-id', message, word, at});
    throw new UsageError([...meant, ...problem.diagnostics]);
  }
  const [suggestion, ...others] = found.nearest;
  const more = others.length === 0 ? '' : `; also near: ${others.join(', ')}`;
  const problem = usageError(context.words, {
    code: 'usage/unknown-id',
    message: `there is no ${noun} ${word === '' ? "''" : word}${more}`,
    word,
    suggestion,
    at,
  });
  throw new UsageError([...hidingErrors(loaded, word), ...problem.diagnostics]);
}

/** Said of a file of which nothing was read, and of units that were not made. */
const unread: ReadonlySet<string> = new Set([
  'catalog/binary',
  'catalog/not-a-file',
  'catalog/too-large',
  'catalog/unreadable',
  'transform/too-long',
  'transform/too-many-units',
]);

/** What is wrong with the units of this name. */
function brokenUnits({broken}: Loaded, word: string): readonly Diagnostic[] {
  return [...broken].filter(([id]) => id === word || partialId(id) === word).flatMap(([, errors]) => errors);
}

/** Whether a line of the file gives some unit this id. */
function definesId({text}: SourceFile, id: string): boolean {
  for (let at = text.indexOf(id); id !== '' && at !== -1; at = text.indexOf(id, at + 1)) {
    const before = text.slice(text.lastIndexOf('\n', at) + 1, at);
    const [after = ''] = text.slice(at + id.length, at + id.length + 20).split('\n');
    if (/^(?:template-)?id\s*:\s*["']?$/.test(before) && /^["']?\s*$/.test(after)) return true;
  }
  return false;
}

/** Why a unit may not be there: its provider or file was not read, or a mistake of syntax hides it. */
export function hidingErrors({diagnostics}: Pick<Loaded, 'diagnostics'>, word: string): readonly Diagnostic[] {
  return diagnostics.filter(({severity, code, span}) => {
    if (severity !== 'error') return false;
    if (code.startsWith('syntax/')) return definesId(span.file, partialId(qualify(word, '')));
    return code.startsWith('provider/') || unread.has(code);
  });
}
