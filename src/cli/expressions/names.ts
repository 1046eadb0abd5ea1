import type {Diagnostic} from '../../base/diagnostic.ts';
import {partialId, qualify, type UnitId} from '../../base/ids.ts';
import {nearest} from '../../base/nearest.ts';
import type {ResourceName} from '../../expressions/ast.ts';
import {importedAs} from '../../planner/body-requirement.ts';
import {UsageError} from '../usage-error.ts';

/** Resources that a message lists where none is near. */
const mostListed = 12;

interface NameOptions {
  /** Every resource there is. */
  readonly known: readonly UnitId[];
  readonly namespace: string | undefined;
  /** `from NAMESPACE import ID as NAME`. */
  readonly imports: string | undefined;
}

/**
 * The resource that each name of an expression stands for: the imported one, that of the namespace, or the only one that
 * bears the name. A usage error that points into the expression where there is none, or more than one.
 */
export function resourcesNamed(names: readonly ResourceName[], options: NameOptions): ReadonlyMap<string, UnitId> {
  const found = new Map<string, UnitId>();
  const problems: Diagnostic[] = [];
  const byPartial = Map.groupBy(new Set(options.known), partialId);
  for (const use of names) {
    const candidates = candidatesFor(use.name, byPartial, options);
    const [first, ...others] = candidates;
    if (first !== undefined && others.length === 0) found.set(use.name, first);
    else problems.push(first === undefined ? unknownName(use, byPartial, options) : ambiguousName(use, candidates));
  }
  if (problems.length > 0) throw new UsageError(problems);
  return found;
}

type ByPartial = ReadonlyMap<string, readonly UnitId[]>;

function candidatesFor(
  name: string,
  byPartial: ByPartial,
  {namespace, imports, known}: NameOptions,
): readonly UnitId[] {
  const imported = imports === undefined ? undefined : importedAs(imports, name);
  if (imported !== undefined) return known.includes(imported) ? [imported] : [];
  const all = byPartial.get(name) ?? [];
  if (namespace === undefined) return all;
  const own = all.filter((id) => id === qualify(name, namespace));
  // A recording made by hand may name its resources without a namespace.
  return own.length > 0 ? own : all.filter((id) => id === qualify(name, ''));
}

function unknownName({name, span}: ResourceName, byPartial: ByPartial, options: NameOptions): Diagnostic {
  const {namespace} = options;
  const base = {code: 'expression/unknown-resource', severity: 'error', span} as const;
  const [elsewhere] = byPartial.get(name) ?? [];
  if (elsewhere !== undefined && namespace !== undefined) {
    const message = `there is no resource \`${name}\` in the namespace ${namespace}`;
    return {...base, message, suggestion: elsewhere};
  }
  const near = nearest(name, byPartial.keys());
  const none = `there is no resource \`${name}\``;
  if (near !== undefined) return {...base, message: none, suggestion: near};
  const all = [...byPartial.keys()];
  const shown = all.length > mostListed ? [...all.slice(0, mostListed), '…'] : all;
  return {...base, message: `${none}; there are ${shown.join(', ')}`};
}

function ambiguousName({name, span}: ResourceName, ids: readonly UnitId[]): Diagnostic {
  const message = `more than one resource is called ${name}: ${ids.join(', ')}; say which with --namespace`;
  return {code: 'usage/ambiguous-id', severity: 'error', message, span};
}
