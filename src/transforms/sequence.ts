import type {Diagnostic} from '../base/diagnostic.ts';
import {messageOf} from '../base/message-of.ts';
import type {SourceFile} from '../base/source.ts';
import type {UnitRecord} from '../units/record.ts';
import {titleOf} from './edit.ts';
import {recordEdit} from './record-edit.ts';
import {saidOnce} from './said-once.ts';
import {checkRecord, type RecordSchema} from './schema.ts';
import type {Transform, TransformConfig, TransformProblem} from './transform.ts';

/** What a layer that looks at each record by itself does more with than pass it on. */
export interface Scope {
  concerns(record: UnitRecord, config: SequenceConfig): boolean;
  /** Such a record concerns those after it in its file too. */
  readonly isLasting?: true;
}

interface Layer {
  readonly name: string;
  readonly transform: Transform;
  /** Undefined where any record may be of any importance to it. */
  readonly scope: Scope | undefined;
}

/** What the caller gives; the sequence itself does the reporting. */
export type SequenceConfig = Omit<TransformConfig, 'report' | 'edit'>;

/** Told of every record a layer yields and of the record the layer had read last. */
export type Watch = (made: UnitRecord, from: UnitRecord | undefined) => void;

function diagnosticOf(layer: string, problem: TransformProblem): Diagnostic {
  const {code, severity = 'error', message, record, field, suggestion} = problem;
  const place = field === undefined ? '' : `, field ${field}`;
  return {
    code,
    severity,
    message: `Layer ${layer}, ${titleOf(record)}${place}: ${message}.`,
    span: problem.span ?? (field === undefined ? undefined : record.fields.get(field)?.value.span) ?? record.span,
    ...(suggestion === undefined ? {} : {suggestion}),
  };
}

interface LayerOptions {
  readonly config: TransformConfig;
  readonly watch: Watch | undefined;
}

const done: IteratorResult<UnitRecord> = {done: true, value: undefined};

/** Reads records for a layer that may fail: remembers the last one, and goes on where a failed layer stopped. */
class Tap implements Iterable<UnitRecord>, Iterator<UnitRecord> {
  readonly #input: Iterator<UnitRecord>;
  last: UnitRecord | undefined;
  count = 0;

  constructor(records: Iterable<UnitRecord>) {
    this.#input = records[Symbol.iterator]();
  }

  /** It has no `return`: a layer that ends early leaves the rest for the next attempt. */
  [Symbol.iterator](): Iterator<UnitRecord> {
    return this;
  }

  next(): IteratorResult<UnitRecord> {
    const next = this.#input.next();
    if (next.done !== true) {
      this.last = next.value;
      this.count++;
    }
    return next;
  }
}

/**
 * One layer over its input. A layer that throws is reported with the unit it was at, which passes unchanged, and is
 * started again on what is left; one that throws before it reads anything lets everything pass.
 */
class LayerRun implements Iterable<UnitRecord>, Iterator<UnitRecord> {
  readonly #layer: Layer;
  readonly #tap: Tap;
  readonly #options: LayerOptions;
  #output: Iterator<UnitRecord> | undefined;
  #startedAt = 0;
  #yieldedAt = -1;

  constructor(layer: Layer, tap: Tap, options: LayerOptions) {
    this.#layer = layer;
    this.#tap = tap;
    this.#options = options;
  }

  [Symbol.iterator](): Iterator<UnitRecord> {
    return this;
  }

  next(): IteratorResult<UnitRecord> {
    const tap = this.#tap;
    let next: IteratorResult<UnitRecord>;
    try {
      this.#output ??= this.#start();
      next = this.#output.next();
    } catch (error) {
      return this.#failed(error);
    }
    if (next.done === true) return next;
    this.#yieldedAt = tap.count;
    this.#options.watch?.(next.value, tap.last);
    return next;
  }

  #start(): Iterator<UnitRecord> {
    this.#startedAt = this.#tap.count;
    return this.#layer.transform(this.#options.config, this.#tap)[Symbol.iterator]();
  }

  #failed(error: unknown): IteratorResult<UnitRecord> {
    const tap = this.#tap;
    const isStuck = tap.count === this.#startedAt;
    if (isStuck) tap.next();
    if (tap.last === undefined) return done;
    const reason = messageOf(error).split('\n')[0] ?? '';
    const message = `the transform failed: ${reason}`;
    this.#options.config.report({code: 'transform/failed', message, record: tap.last});
    this.#output = isStuck ? tap : undefined;
    return isStuck || this.#yieldedAt !== tap.count ? {done: false, value: tap.last} : this.next();
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

/** A schema that asks for nothing to be there concerns only records with a field that it names. */
function scopeOf({fields, check}: RecordSchema): Scope | undefined {
  const asks = [...fields.values()].some((shape) => shape.rule !== 'absent' && shape.required === true);
  if (asks || check !== undefined) return undefined;
  const names = [...fields.keys()];
  return {concerns: (record) => names.some((name) => record.fields.has(name))};
}

interface Detour {
  readonly config: SequenceConfig;
  readonly scopes: readonly Scope[];
  readonly layers: (records: Iterable<UnitRecord>) => Iterable<UnitRecord>;
}

/** In their order, the records that no layer is concerned with as they are and the others through the layers. */
function* detour(records: Iterable<UnitRecord>, {config, scopes, layers}: Detour): Iterable<UnitRecord> {
  let waiting: UnitRecord[] = [];
  let lasting: SourceFile | undefined;
  for (const record of records) {
    const scope = scopes.find((one) => one.concerns(record, config));
    if (scope?.isLasting === true) lasting = record.span.file;
    if (scope !== undefined || record.span.file === lasting) {
      waiting.push(record);
      continue;
    }
    if (waiting.length > 0) yield* layers(waiting);
    waiting = [];
    yield record;
  }
  yield* layers(waiting);
}

/**
 * Layers of generator functions over unit records, run one after the other as the caller asks for records. Records in,
 * any number out, in the order of the input.
 */
export class TransformSequence {
  readonly #layers: Layer[] = [];

  /** With a scope, records that are outside the scopes of all layers are spared the way through them. */
  add(name: string, transform: Transform, scope?: Scope): this {
    this.#layers.push({name, transform, scope});
    return this;
  }

  /** Checks every record that passes here; what is wrong is reported, and the record goes on. */
  addValidate(name: string, schema: RecordSchema): this {
    return this.add(name, validator(schema), scopeOf(schema));
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
    const isNew = saidOnce();
    const layers = (input: Iterable<UnitRecord>): Iterable<UnitRecord> => {
      let current = input;
      for (const [index, layer] of this.#layers.entries()) {
        const report = (problem: TransformProblem): void => {
          const diagnostic = diagnosticOf(layer.name, problem);
          const words = `${layer.name} ${problem.code} ${problem.message}`;
          if (isNew(diagnostic.span, words)) diagnostics.push(diagnostic);
        };
        const options = {config: {...config, report, edit: recordEdit}, watch: watch?.(index)};
        current = new LayerRun(layer, new Tap(current), options);
      }
      return current;
    };
    const scopes = this.#layers.flatMap(({scope}) => scope ?? []);
    const isSparing = watch === undefined && scopes.length === this.#layers.length;
    return {records: isSparing ? detour(records, {config, scopes, layers}) : layers(records), diagnostics};
  }
}
