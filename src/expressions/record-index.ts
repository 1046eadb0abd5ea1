import type {Expr} from './ast.ts';
import type {Buckets, Env, RecordIndex, ValueOf} from './env.ts';
import type {ResourceRecord} from './environment.ts';
import {isPresent, ownValue} from './presence.ts';
import {type Fault, hashKey, isFault, type Value} from './value.ts';

const none: readonly number[] = [];
type Records = readonly ResourceRecord[];

const indexesOfKeys = new WeakMap<Records, Map<string, RecordIndex>>();
const indexesOfValues = new WeakMap<Records, WeakMap<Expr, RecordIndex>>();

/** Leaves out the records whose value is `no-match` or not there: they equal nothing. */
function makeIndex(count: number, valueAt: (record: number) => Value | Fault | undefined): Buckets {
  const buckets = new Map<string | number | bigint, number[]>();
  const always: number[] = [];
  for (let record = 0; record < count; record++) {
    const value = valueAt(record);
    if (value === undefined || (isFault(value) && value.fault === 'no-match')) continue;
    const key = isFault(value) ? undefined : hashKey(value);
    if (key === undefined) {
      always.push(record);
      continue;
    }
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [record]);
    else bucket.push(record);
  }
  return {buckets, always};
}

function indexOfKey(records: Records, key: string): RecordIndex {
  let indexes = indexesOfKeys.get(records);
  if (indexes === undefined) {
    indexes = new Map();
    indexesOfKeys.set(records, indexes);
  }
  if (!indexes.has(key)) {
    const index = makeIndex(records.length, (record) => {
      const owner = records[record];
      return owner === undefined ? undefined : ownValue(owner, key);
    });
    indexes.set(key, isPresent(records, key) ? index : undefined);
  }
  return indexes.get(key);
}

/** An expression whose value depends on the record in one slot and on nothing else; that slot's records are found by it. */
export interface Indexed {
  readonly expr: Expr;
  readonly slot: number;
  readonly value: ValueOf;
}

function indexOfValue(env: Env, records: Records, {slot, value}: Indexed): RecordIndex {
  const before = env.bound[slot];
  const index = makeIndex(records.length, (record) => {
    env.bound[slot] = records[record];
    return value(env);
  });
  env.bound[slot] = before;
  return index;
}

/** Made once for each list of records and expression. */
export function indexFor(env: Env, indexed: Indexed): RecordIndex {
  const {expr, slot} = indexed;
  const records = env.domains[slot]?.records ?? [];
  if (expr.kind === 'attribute') return indexOfKey(records, expr.key);
  let indexes = indexesOfValues.get(records);
  if (indexes === undefined) {
    indexes = new WeakMap();
    indexesOfValues.set(records, indexes);
  }
  const known = indexes.get(expr);
  if (known !== undefined) return known;
  const index = indexOfValue(env, records, indexed);
  indexes.set(expr, index);
  return index;
}

/** The records whose value may equal `wanted`; undefined where the index cannot say. */
export function lookUp(index: RecordIndex, wanted: Value): readonly number[] | undefined {
  const key = hashKey(wanted);
  if (index === undefined || key === undefined) return undefined;
  const found = index.buckets.get(key) ?? none;
  return index.always.length === 0 ? found : [...found, ...index.always];
}
