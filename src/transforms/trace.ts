import type {Diagnostic} from '../base/diagnostic.ts';
import type {Field, UnitRecord} from '../units/record.ts';
import type {SequenceConfig, TransformSequence} from './sequence.ts';

export type FieldChange =
  | {readonly change: 'added'; readonly field: Field}
  | {readonly change: 'removed'; readonly field: Field}
  | {readonly change: 'changed'; readonly field: Field; readonly before: Field};

/** One unit as one layer left it. */
export interface TraceStep {
  readonly layer: string;
  readonly record: UnitRecord;
  /** Against the record the layer made it from. */
  readonly changes: readonly FieldChange[];
}

export interface TracedUnit {
  /** As the last layer left it. */
  readonly record: UnitRecord;
  /** The record of the file that it comes from. */
  readonly source: UnitRecord;
  /** Every layer, in order, those that changed nothing included. */
  readonly steps: readonly TraceStep[];
}

export function fieldChanges(before: UnitRecord, after: UnitRecord): readonly FieldChange[] {
  if (before === after) return [];
  const changes: FieldChange[] = [];
  for (const [name, field] of before.fields) {
    const now = after.fields.get(name);
    if (now === undefined) changes.push({change: 'removed', field});
    else if (now !== field) changes.push({change: 'changed', field: now, before: field});
  }
  for (const [name, field] of after.fields) {
    if (!before.fields.has(name)) changes.push({change: 'added', field});
  }
  return changes;
}

export interface Trace {
  /** Lazy: `diagnostics` grows as they are taken. */
  readonly records: Iterable<UnitRecord>;
  readonly diagnostics: readonly Diagnostic[];
  /** What each layer did to one of the records, once it was taken. */
  unitOf(record: UnitRecord): TracedUnit;
}

/** What comes out of the sequence, and how it came to be. */
export function trace(sequence: TransformSequence, config: SequenceConfig, records: Iterable<UnitRecord>): Trace {
  const parents = sequence.layerNames.map(() => new Map<UnitRecord, UnitRecord>());
  const run = sequence.run(config, records, (layer) => {
    const made = parents[layer];
    return (record, from) => made?.set(record, from ?? record);
  });
  return {...run, unitOf: (record) => traceBack(record, sequence.layerNames, parents)};
}

function traceBack(
  record: UnitRecord,
  layers: readonly string[],
  parents: readonly ReadonlyMap<UnitRecord, UnitRecord>[],
): TracedUnit {
  const steps: TraceStep[] = [];
  let current = record;
  for (const [index, layer] of [...layers.entries()].toReversed()) {
    const before = parents[index]?.get(current) ?? current;
    steps.unshift({layer, record: current, changes: fieldChanges(before, current)});
    current = before;
  }
  return {record, source: current, steps};
}
