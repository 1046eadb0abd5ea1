import type {SourceText} from '../../base/source.ts';
import {parseProgram} from '../../expressions/parse.ts';
import {transformsFor} from '../../transforms/built-in.ts';
import {buildUnit} from '../../units/build-unit.ts';
import type {FieldSpec} from '../../units/fields/field.ts';
import type {UnitRecord} from '../../units/record.ts';
import {valueAsText, valueToJson} from '../../units/record-access.ts';
import type {Template, Unit} from '../../units/unit.ts';
import type {Value} from '../../units/value.ts';
import {joinLines, wordsOf} from '../../units/words.ts';
import {entryLines} from './entries.ts';
import {fieldTypes} from './field-types.ts';

/** What two forms of one unit make different. */
export interface UnitDifference {
  /** Its place among the units that both give, from 0. */
  readonly index: number;
  readonly id: string | undefined;
  /** As the program calls them; empty where only one of the two is a unit at all. */
  readonly properties: readonly string[];
}

type Described = ReadonlyMap<string, string>;

/** Where the units of two lists of records differ, spans and comments aside; an empty list where they do not. */
export function compareUnits(before: readonly UnitRecord[], after: readonly UnitRecord[]): readonly UnitDifference[] {
  // Side by side, because a file may hold more units than there is room for twice.
  const [first, second] = [unitsOf(before), unitsOf(after)];
  const differences: UnitDifference[] = [];
  for (let index = 0; ; index++) {
    const [left, right] = [first.next(), second.next()];
    if (left.done && right.done) return differences;
    const [one, other] = [left.value, right.value];
    const properties = one && other && propertiesThatDiffer(one, other);
    if (properties === undefined ? one !== other : properties.length > 0) {
      differences.push({index, id: one?.id ?? other?.id, properties: properties ?? []});
    }
  }
}

function propertiesThatDiffer(one: Unit, other: Unit): readonly string[] {
  const [left, right] = [describe(one), describe(other)];
  return [...new Set([...left.keys(), ...right.keys()])].filter((key) => left.get(key) !== right.get(key));
}

function* unitsOf(records: readonly UnitRecord[]): Iterator<Unit | undefined, undefined> {
  const provider = {provider: '', namespace: ''};
  const matches = (pattern: string, text: string): boolean => pattern === text;
  const run = transformsFor().run({provider, keys: new Map(), matches}, records);
  for (const record of run.records) yield buildUnit(record).value;
  return undefined;
}

/** Every property of a unit as text that is the same wherever it was written. */
function describe(unit: Unit): Described {
  const described = new Map<string, string>();
  for (const [name, value] of Object.entries(unit)) {
    if (name === 'record' || name === 'span' || name === 'body') continue;
    // The id of packaging meta-data is made from its place.
    if (name === 'id' && unit.kind === 'packaging meta-data') continue;
    if (name === 'requires' || name === 'filter') described.set(name, programText(value));
    else described.set(name, plainText(value));
  }
  if (unit.kind === 'template') describeBody(unit, described);
  return described;
}

/** The fields that a template fills in are text until it has. */
function describeBody({record, body}: Template, described: Map<string, string>): void {
  const types = fieldTypes(record);
  for (const {name, value} of body.fields.values()) {
    described.set(name, JSON.stringify(entriesOf(value, types.specOf(name))));
  }
}

function entriesOf(value: Value, spec: FieldSpec | undefined): unknown {
  const text = valueAsText(value);
  switch (spec?.type) {
    case 'references':
    case 'words':
      // A placeholder may hold spaces, and is one word all the same once it is filled in.
      return wordsOf(joinLines(partsOf(value), value.span)).map((word) => word.text);
    case 'program':
    case 'imports':
    case 'selectors':
    case 'overrides':
    case 'manifest-requirements': {
      if (text === undefined) return valueToJson(value);
      const rule = spec.type === 'program' ? 'outside-strings' : spec.type === 'overrides' ? 'after-space' : 'anywhere';
      return entryLines(text, rule).flatMap((line) => (line.text.text === '' ? [] : [line.text.text]));
    }
    case 'duration':
      return text === undefined ? null : Number.isNaN(Number(text.text)) ? text.text : Number(text.text);
    default:
      return text === undefined ? valueToJson(value) : text.text;
  }
}

function partsOf(value: Value): readonly SourceText[] {
  return (value.type === 'list' ? value.items : [value]).flatMap((item) => valueAsText(item) ?? []);
}

const places = new Set(['span', 'keySpan', 'nameSpan', 'pieces', 'record']);

function plainText(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => {
    if (places.has(key)) return undefined;
    return inner instanceof Map ? [...inner] : inner;
  });
}

function programText(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string') return '';
  const {text} = value;
  const span = {file: {path: '', text}, start: 0, end: text.length};
  const {lines} = parseProgram({text, span, pieces: []}).value;
  return JSON.stringify(lines.map(({expr, text: line}) => (expr === undefined ? line.text : plainText(expr))));
}
