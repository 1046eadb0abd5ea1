import type {Diagnostic} from '../base/diagnostic.ts';
import type {UnitRecord} from '../units/record.ts';
import {titleOf} from './edit.ts';
import {checkRecord, type RecordSchema} from './schema.ts';
import type {Transform, TransformConfig, TransformProblem} from './transform.ts';

interface Layer {
  readonly name: string;
  readonly transform: Transform;
}

/** What the caller gives; the sequence itself does the reporting. */
export type SequenceConfig = Omit<TransformConfig, 'report'>;

/** Told of every record a layer yields and of the record the layer had read last. */
export type Watch = (made: UnitRecord, from: UnitRecord | undefined) => void;

function diagnosticOf(layer: string, problem: TransformProblem): Diagnostic {
  const {code, severity = 'error', message, record, field, suggestion} = problem;
  const place = field === undefined ? '' : `, field ${field}`;
  return {
    code,
    severity,
    message: `layer ${layer}, unit ${titleOf(record)}${place}: ${message}`,
    span: problem.span ?? (field === undefined ? undefined : record.fields.get(field)?.value.span) ?? record.span,
    ...(suggestion === undefined ? {} : {suggestion}),
  };
}

interface LayerOptions {
  readonly config: TransformConfig;
  readonly watch: Watch | undefined;
}

type Attempt =
  | {readonly state: 'done'}
  /** `lost`: the record it had read last has come out in no form. */
  | {readonly state: 'failed'; readonly reason: string; readonly lost: boolean};

/** Reads records for a layer that may fail: remembers the last one, and goes on where a failed layer stopped. */
class Tap implements Iterable<UnitRecord> {
  #input: Iterator<UnitRecord>;
  last: UnitRecord | undefined;
  count = 0;

  constructor(records: Iterable<UnitRecord>) {
    this.#input = records[Symbol.iterator]();
  }

  /** No `return`: a layer that ends early leaves the rest for the next attempt. */
  [Symbol.iterator](): Iterator<UnitRecord> {
    return {next: () => this.#next()};
  }

  take(): UnitRecord | undefined {
    const next = this.#next();
    return next.done === true ? undefined : next.value;
  }

  #next(): IteratorResult<UnitRecord> {
    const next = this.#input.next();
    if (next.done !== true) {
      this.last = next.value;
      this.count++;
    }
    return next;
  }
}

/** One try of a layer over what is left of its input; says how it ended. */
function* attempt(layer: Layer, tap: Tap, {config, watch}: LayerOptions): Generator<UnitRecord, Attempt> {
  let yieldedAt = -1;
  try {
    for (const record of layer.transform(config, tap)) {
      yieldedAt = tap.count;
      watch?.(record, tap.last);
      yield record;
    }
    return {state: 'done'};
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {state: 'failed', reason: reason.split('\n')[0] ?? '', lost: yieldedAt !== tap.count};
  }
}

/**
 * One layer over its input. A layer that throws is reported with the unit it was at, which passes unchanged, and is
 * started again on what is left; one that throws before it reads anything lets everything pass.
 */
function* runLayer(layer: Layer, tap: Tap, options: LayerOptions): Iterable<UnitRecord> {
  for (;;) {
    const before = tap.count;
    const end = yield* attempt(layer, tap, options);
    if (end.state === 'done') return;
    const stuck = tap.count === before;
    const record = stuck ? tap.take() : tap.last;
    if (record === undefined) return;
    options.config.report({code: 'transform/failed', message: `the transform failed: ${end.reason}`, record});
    if (stuck || end.lost) yield record;
    if (stuck) return yield* tap;
  }
}

function validator(schema: RecordSchema): Transform {
  return function* validate(config, records) {
    for (const record of records) {
      for (const problem of checkRecord(schema, record)) config.report(problem);
      yield record;
    }
  };
}

/**
 * Layers of generator functions over unit records, run one after the other as the caller asks for records. Records in,
 * any number out, in the order of the input.
 */
export class TransformSequence {
  readonly #layers: Layer[] = [];

  add(name: string, transform: Transform): this {
    this.#layers.push({name, transform});
    return this;
  }

  /** Checks every record that passes here; what is wrong is reported, and the record goes on. */
  addValidate(name: string, schema: RecordSchema): this {
    return this.add(name, validator(schema));
  }

  get layerNames(): readonly string[] {
    return this.#layers.map(({name}) => name);
  }

  /** Lazy: `diagnostics` grows as records are taken. `watch` sees what each layer, counted from 0, made of what. */
  run(
    config: SequenceConfig,
    records: Iterable<UnitRecord>,
    watch?: (layer: number) => Watch,
  ): {readonly records: Iterable<UnitRecord>; readonly diagnostics: readonly Diagnostic[]} {
    const diagnostics: Diagnostic[] = [];
    let current = records;
    for (const [index, layer] of this.#layers.entries()) {
      const report = (problem: TransformProblem): void => {
        diagnostics.push(diagnosticOf(layer.name, problem));
      };
      const options = {config: {...config, report}, watch: watch?.(index)};
      current = runLayer(layer, new Tap(current), options);
    }
    return {records: current, diagnostics};
  }
}
