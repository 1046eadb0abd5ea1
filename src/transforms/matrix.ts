import type {UnitRecord} from '../units/record.ts';
import {withValue} from '../units/record-access.ts';
import type {MapEntry, MapValue, Value} from '../units/value.ts';
import {idFieldOf, plainValue, withoutFields} from './edit.ts';
import type {Transform, TransformConfig} from './transform.ts';
import {fillVariables, variablesUsed} from './variables.ts';

interface Place {
  readonly config: TransformConfig;
  readonly record: UnitRecord;
}

interface Axis {
  readonly entry: MapEntry;
  readonly values: readonly string[];
}

type Combination = ReadonlyMap<string, string>;

/** A matrix that makes more units than this is a mistake. */
const maxUnits = 1000;

function problem({config, record}: Place, message: string, value: Value): void {
  config.report({code: 'transform/matrix', message, record, field: 'matrix', span: value.span});
}

function axisOf(entry: MapEntry, place: Place): Axis | undefined {
  const items = entry.value.type === 'list' ? entry.value.items : [entry.value];
  const values = items.flatMap((item) => plainValue(item) ?? []);
  if (values.length === items.length && values.length > 0) return {entry, values};
  problem(place, `${entry.key} must be a list of words or numbers, at least one`, entry.value);
  return undefined;
}

/** All combinations, the last axis turning fastest. */
function product(axes: readonly Axis[]): readonly Combination[] {
  let combinations: readonly Combination[] = [new Map()];
  for (const {entry, values} of axes) {
    combinations = combinations.flatMap((left) => values.map((value) => new Map(left).set(entry.key, value)));
  }
  return combinations;
}

/** The words of a map in an `exclude` or `include` list. */
function wordsOfMap(value: Value, place: Place): Combination | undefined {
  const entries =
    value.type === 'map' ? value.entries.map(({key, value: inner}) => [key, plainValue(inner)] as const) : [];
  if (entries.length > 0 && entries.every(([, word]) => word !== undefined)) {
    return new Map(entries.map(([key, word]) => [key, word ?? '']));
  }
  problem(place, 'each item must be a map of words', value);
  return undefined;
}

function listed(
  matrix: MapValue,
  key: string,
  place: Place,
): readonly {readonly words: Combination; readonly value: Value}[] {
  const found = matrix.entries.find((entry) => entry.key === key)?.value;
  if (found === undefined) return [];
  const items = found.type === 'list' ? found.items : [found];
  return items.flatMap((value) => {
    const words = wordsOfMap(value, place);
    return words === undefined ? [] : [{words, value}];
  });
}

function isPartOf(part: Combination, whole: Combination): boolean {
  return [...part].every(([key, word]) => whole.get(key) === word);
}

/** Undefined where the matrix is wrong. */
function combinationsOf(matrix: MapValue, place: Place): readonly Combination[] | undefined {
  const written = matrix.entries.filter(({key}) => key !== 'exclude' && key !== 'include');
  const axes = written.flatMap((entry) => axisOf(entry, place) ?? []);
  if (axes.length < written.length) return undefined;
  const size = axes.reduce((count, {values}) => count * values.length, 1);
  if (size > maxUnits) {
    problem(place, `the matrix would make ${size} units; ${maxUnits} is the most`, matrix);
    return undefined;
  }
  let combinations = axes.length === 0 ? [] : product(axes);
  for (const {words, value} of listed(matrix, 'exclude', place)) {
    const left = combinations.filter((combination) => !isPartOf(words, combination));
    if (left.length === combinations.length) problem(place, 'this excludes nothing', value);
    combinations = left;
  }
  const more = listed(matrix, 'include', place).map(({words}) => words);
  return [...combinations, ...more];
}

/** Two units would have one id if the id did not name every variable that turns. */
function checkId(combinations: readonly Combination[], place: Place): void {
  const id = idFieldOf(place.record);
  if (id === undefined) return;
  const only = {...place.record, fields: new Map([[id.name, id]])};
  const named = variablesUsed(only, 'matrix');
  const turning = new Set<string>();
  for (const combination of combinations) {
    for (const [key, word] of combination) if (combinations[0]?.get(key) !== word) turning.add(key);
  }
  const missing = [...turning].filter((key) => !named.has(key));
  if (missing.length === 0) return;
  const message = `the id must name each variable that differs; it lacks \${{ matrix.${missing[0]} }}`;
  place.config.report({code: 'transform/matrix-id', message, record: place.record, field: id.name});
}

function filled(record: UnitRecord, words: Combination, config: TransformConfig): UnitRecord {
  const matrix = record.fields.get('matrix')?.value;
  const unit = fillVariables(withoutFields(record, 'matrix'), {family: 'matrix', values: words}, config);
  if (matrix?.type !== 'map') return unit;
  const entries = [...words].map(([key, word]): MapEntry => {
    const {keySpan, value} = matrix.entries.find((entry) => entry.key === key) ?? {keySpan: matrix.span, value: matrix};
    return {key, keySpan, value: {type: 'text', text: {text: word, span: value.span, pieces: []}, span: value.span}};
  });
  return withValue(unit, 'matrix', {type: 'map', entries, span: matrix.span});
}

/**
 * `matrix: {port: [1, 2], speed: [high, low], exclude: […], include: […]}`: one unit for each combination, with
 * `${{ matrix.port }}` filled in anywhere. Its words stay in `matrix`, where keyed-by values can ask for them.
 */
export const matrix: Transform = function* (config, records) {
  for (const record of records) {
    const value = record.fields.get('matrix')?.value;
    if (value === undefined) {
      yield record;
      continue;
    }
    const place = {config, record};
    if (value.type !== 'map') {
      problem(place, 'must be a map from a name to a list of words', value);
      yield withoutFields(record, 'matrix');
      continue;
    }
    const combinations = combinationsOf(value, place);
    if (combinations === undefined) continue;
    if (combinations.length === 0) problem(place, 'no combination is left, so there is no unit', value);
    checkId(combinations, place);
    for (const words of combinations) yield filled(record, words, config);
  }
};
