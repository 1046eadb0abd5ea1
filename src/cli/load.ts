import {join} from 'node:path';
import {type Diagnostic, hasErrors} from '../base/diagnostic.ts';
import {findProviders} from '../catalog/find-providers.ts';
import {loadUnits} from '../catalog/load-units.ts';
import {type LookupKind, lookup} from '../catalog/lookup.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import type {CliContext} from './context.ts';
import type {GlobalOptions} from './options.ts';
import {UsageError, usageError} from './usage-error.ts';

export interface Loaded {
  readonly set: UnitSet;
  readonly diagnostics: readonly Diagnostic[];
  /** What was asked for, so that a resumed session loads the same. */
  readonly directories: readonly string[];
}

/** The stock suite and what ships beside it, unless `--provider` names others. */
function stockDirectories({home, host}: CliContext): readonly string[] {
  const others = join(home, 'providers');
  const shipped = host.files.stat(others)?.kind === 'directory' ? host.files.list(others) : [];
  return [join(home, 'jobs'), ...shipped.map((name) => join(others, name))];
}

/** A provider that was named and is not there is a wrong command line; what is wrong inside one is a diagnostic. */
export async function loadCatalog(
  context: CliContext,
  options: Pick<GlobalOptions, 'provider' | 'transforms'>,
): Promise<Loaded> {
  const directories = options.provider.length > 0 ? options.provider : stockDirectories(context);
  const found = findProviders(context.host, {directories});
  if (hasErrors(found.diagnostics)) {
    throw new UsageError(found.diagnostics.filter(({severity}) => severity === 'error'));
  }
  const loaded = await loadUnits(context.host, found.value);
  return {set: loaded.value, diagnostics: [...found.diagnostics, ...loaded.diagnostics], directories};
}

/** The unit that is meant by a word of the command line, or a usage error that names the nearest. */
export function unitNamed<K extends LookupKind>(
  context: CliContext,
  {set, diagnostics}: Loaded,
  {kind, word}: {readonly kind: K; readonly word: string},
) {
  const found = lookup(set, kind, word);
  const noun = kind === 'unit' ? 'unit' : kind;
  if (found.type === 'found') return found.unit;
  if (found.type === 'ambiguous') {
    const ids = found.units.map(({id}) => id).join(', ');
    throw usageError(context.words, {
      code: 'usage/ambiguous-id',
      message: `more than one ${noun} is called ${word}: ${ids}`,
      word,
    });
  }
  const [suggestion, ...others] = found.nearest;
  const more = others.length === 0 ? '' : `; also near: ${others.join(', ')}`;
  const problem = usageError(context.words, {
    code: 'usage/unknown-id',
    message: `there is no ${noun} ${word}${more}`,
    word,
    suggestion,
  });
  // A unit whose file is broken is not there; then that is what the user wants to see.
  const broken = diagnostics.filter(({severity, span}) => severity === 'error' && span.file.text.includes(word));
  throw new UsageError([...broken, ...problem.diagnostics]);
}
