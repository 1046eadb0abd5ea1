import {nearest} from '../base/nearest.ts';
import type {Field, UnitRecord} from '../units/record.ts';
import {copyFields, type FieldsCopy, isAllText} from '../units/record-access.ts';
import type {MapEntry, MapValue, Value} from '../units/value.ts';
import {plainText, plainValue, withoutFields} from './edit.ts';
import type {Transform, TransformConfig} from './transform.ts';

const prefix = 'by-';
const maxDepth = 16;

interface Place {
  readonly config: TransformConfig;
  readonly record: UnitRecord;
  readonly field: Field;
}

type Answer = {readonly state: 'chosen'; readonly value: Value} | {readonly state: 'refused'};
const refused: Answer = {state: 'refused'};

function isKeyed(value: Value): value is MapValue {
  return value.type === 'map' && value.entries.length === 1 && value.entries[0]?.key.startsWith(prefix) === true;
}

/** Where something stands beside a `by-KEY`, it is no keyed value, and hardly anything else. */
function besideKey(value: Value): MapEntry | undefined {
  if (value.type !== 'map' || value.entries.length < 2) return undefined;
  const keyed = value.entries.find((entry) => entry.key.startsWith(prefix) && entry.value.type === 'map');
  return keyed && value.entries.find((entry) => entry !== keyed);
}

export function hasKeyedValue(record: UnitRecord): boolean {
  return [...record.fields.values()].some(({value}) => isKeyed(value) || besideKey(value) !== undefined);
}

function matrixWord(record: UnitRecord, key: string): string | undefined {
  const matrix = record.fields.get('matrix')?.value;
  if (matrix?.type !== 'map') return undefined;
  const entry = matrix.entries.find((one) => one.key === key);
  return entry && plainValue(entry.value);
}

/** A word of the unit's matrix, then a field of the unit, then a key of the provider or the machine. */
function keyValue(key: string, {config, record}: Place): string | undefined {
  return matrixWord(record, key) ?? plainText(record, key) ?? config.keys.get(key);
}

function unknownKey(key: string, entry: MapEntry, {config, record, field}: Place): Answer {
  const candidates = [...config.keys.keys(), ...record.fields.keys()];
  const near = nearest(key, candidates);
  config.report({
    code: 'transform/unknown-key',
    message: `nothing is known of ${key}: it is no key of the provider, no word of a matrix and no field of the unit`,
    record,
    field: field.name,
    span: entry.keySpan,
    ...(near === undefined ? {} : {suggestion: `${prefix}${near}`}),
  });
  return refused;
}

/**
 * The alternatives that fit: the one that is spelled like the word, else every expression that matches all of it.
 * Undefined where one is no expression.
 */
function fitting(
  alternatives: MapValue,
  word: string,
  {config, record, field}: Place,
): readonly MapEntry[] | undefined {
  const named = alternatives.entries.filter(({key}) => key !== 'default');
  const exact = named.filter(({key}) => key === word);
  if (exact.length > 0) return exact;
  const matched = named.map((entry) => ({entry, fits: config.matches(entry.key, word)}));
  const bad = matched.filter(({fits}) => fits === undefined);
  for (const {entry} of bad) {
    const message = `${entry.key} is no regular expression`;
    config.report({code: 'transform/bad-pattern', message, record, field: field.name, span: entry.keySpan});
  }
  return bad.length > 0 ? undefined : matched.flatMap(({entry, fits}) => (fits === true ? [entry] : []));
}

function choose(alternatives: MapValue, key: string, place: Place): Answer {
  const {config, record, field} = place;
  const word = keyValue(key, place);
  const owner = alternatives.entries[0];
  if (word === undefined) return unknownKey(key, {key, keySpan: alternatives.span, value: alternatives}, place);
  const all = fitting(alternatives, word, place);
  if (all === undefined) return refused;
  const [first, second] = all;
  const problem = (message: string, span = alternatives.span): Answer => {
    config.report({code: 'transform/keyed-by', message, record, field: field.name, span});
    return refused;
  };
  if (owner === undefined) return problem(`${prefix}${key} has no alternatives`);
  if (first !== undefined && second !== undefined) {
    return problem(`both ${first.key} and ${second.key} fit ${key} ${word}; exactly one must`, second.keySpan);
  }
  const chosen = first ?? alternatives.entries.find((entry) => entry.key === 'default');
  if (chosen === undefined) return problem(`no alternative fits ${key} ${word}, and there is no default`);
  return {state: 'chosen', value: chosen.value};
}

/** The value itself, or the one that its `by-KEY` chooses; alternatives may be keyed again. */
function resolve(value: Value, place: Place, depth: number): Answer {
  const beside = besideKey(value);
  if (beside !== undefined) {
    const {config, record, field} = place;
    const message = `${beside.key} stands beside a by-KEY, which must be the only key here`;
    config.report({code: 'transform/keyed-by', message, record, field: field.name, span: beside.keySpan});
    return refused;
  }
  if (!isKeyed(value)) return {state: 'chosen', value};
  const entry = value.entries[0];
  const key = entry?.key.slice(prefix.length) ?? '';
  if (entry === undefined || depth > maxDepth) return refused;
  if (entry.value.type !== 'map') {
    const {config, record, field} = place;
    const message = `${entry.key} must be a map from a word to a value`;
    config.report({code: 'transform/keyed-by', message, record, field: field.name, span: entry.value.span});
    return refused;
  }
  const answer = choose(entry.value, key, place);
  return answer.state === 'refused' ? answer : resolve(answer.value, place, depth + 1);
}

function withoutNull(record: UnitRecord, name: string, value: Value, resolved: FieldsCopy): void {
  const field = record.fields.get(name);
  if (value.type === 'scalar' && value.value === null) resolved.delete(name);
  else if (field !== undefined) resolved.set(name, {...field, value});
}

/**
 * `timeout: {by-arch: {aarch64: 60, 'arm.*': 40, default: 20}}`: a value that depends on a word. A null alternative means
 * no such field; where nothing can be chosen the field is left out, after a message.
 */
export const keyedBy: Transform = function* (config, records) {
  for (const record of records) {
    let resolved: FieldsCopy | undefined;
    for (const field of isAllText(record) ? [] : record.fields.values()) {
      if (!isKeyed(field.value) && besideKey(field.value) === undefined) continue;
      const {name} = field;
      resolved ??= copyFields(record);
      const answer = resolve(field.value, {config, record, field}, 0);
      if (answer.state === 'refused') resolved.delete(name);
      else withoutNull(record, name, answer.value, resolved);
    }
    const unit = resolved === undefined ? record : {...record, fields: resolved};
    yield unit.fields.has('matrix') ? withoutFields(unit, 'matrix') : unit;
  }
};
