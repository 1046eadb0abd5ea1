import type {Diagnostic} from '../../base/diagnostic.ts';
import type {UnitId} from '../../base/ids.ts';
import {diagnosticToJson} from '../../base/render-diagnostic.ts';
import type {ResourceRecord, ResourceState} from '../../expressions/environment.ts';
import {type ExplainNode, maxListed} from '../../expressions/explain.ts';

/** A record that satisfies a line, by its number from 0. */
export interface MatchingRecord {
  readonly record: number;
  readonly values: ResourceRecord;
}

/** A resource as the expression names it. */
export interface EvaluatedResource {
  readonly name: string;
  readonly id: UnitId;
  readonly state: ResourceState;
  /** Those that make a line true, alone or together with others; at most `maxListed`. */
  readonly matching: readonly MatchingRecord[];
}

export interface Evaluated {
  readonly tree: ExplainNode;
  readonly resources: readonly EvaluatedResource[];
  readonly findings: readonly Diagnostic[];
}

/** Numbers of the records of `name` that satisfy a line. */
function numbersOf(name: string, {parts}: ExplainNode): readonly number[] {
  const numbers = parts.flatMap(({value, records, together}) => {
    if (value !== true) return [];
    if (records !== undefined) return records.resource === name ? records.numbers : [];
    return together?.[name] ?? [];
  });
  return [...new Set(numbers)].sort((a, b) => a - b).slice(0, maxListed);
}

export function evaluatedResource(
  tree: ExplainNode,
  name: string,
  id: UnitId,
  state: ResourceState,
): EvaluatedResource {
  const records = state.state === 'known' ? state.records : [];
  const matching = numbersOf(name, tree).flatMap((record): readonly MatchingRecord[] => {
    const values = records[record];
    return values === undefined ? [] : [{record, values}];
  });
  return {name, id, state, matching};
}

type Json = Readonly<Record<string, unknown>>;

function resourceToJson({id, state, matching}: EvaluatedResource): Json {
  if (state.state === 'unknown') return {resource: id, state: 'unknown', reason: state.reason, count: 0, matching};
  const partial = state.partial === undefined ? {} : {reason: state.partial};
  return {resource: id, state: 'known', ...partial, count: state.records.length, matching};
}

/** As `eval --json` prints it. */
export function evaluatedToJson({tree, resources, findings}: Evaluated): Json {
  const {value, reason} = tree;
  return {
    value,
    ...(reason === undefined ? {} : {reason}),
    tree,
    records: Object.fromEntries(resources.map((resource) => [resource.name, resourceToJson(resource)])),
    diagnostics: findings.map(diagnosticToJson),
  };
}
