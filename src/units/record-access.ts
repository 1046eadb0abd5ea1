import {type SourceText, type Span, synthetic} from '../base/source.ts';
import {PxuFields} from './pxu-fields.ts';
import type {Field, Origin, UnitRecord} from './record.ts';
import type {JsonValue, TextValue, Value} from './value.ts';

/** A value as text: numbers and booleans as they were written; lists and maps have none. */
export function valueAsText(value: Value): SourceText | undefined {
  if (value.type === 'text') return value.text;
  if (value.type === 'scalar' && value.value !== null) {
    const {raw, span} = value;
    return {text: raw, span, pieces: [{at: 0, source: span.start, length: raw.length}]};
  }
  return undefined;
}

/** Whether no field can be but text, told without looking at the fields. */
export function isAllText({fields}: UnitRecord): boolean {
  return fields instanceof PxuFields && fields.isAsWritten;
}

/** Whether a mistake of syntax leaves it open which text belongs to which field: YAML hangs together, .pxu goes line by line. */
export function isGarbled({fields, damaged}: UnitRecord): boolean {
  return damaged === true && !(fields instanceof PxuFields);
}

/** The names of its fields, in their order. */
export function fieldNames({fields}: UnitRecord): readonly string[] {
  return fields instanceof PxuFields ? fields.names : [...fields.keys()];
}

/** A record's own copy of its fields, to be changed before the record has it. */
export interface FieldsCopy extends ReadonlyMap<string, Field> {
  set(name: string, field: Field): this;
  delete(name: string): boolean;
}

export function copyFields({fields}: UnitRecord): FieldsCopy {
  return fields instanceof PxuFields ? fields.copy() : new Map(fields);
}

/** The field's text; undefined where it is absent, empty, or no single text. */
export function fieldText(record: UnitRecord, name: string): SourceText | undefined {
  const field = record.fields.get(name);
  const text = field && valueAsText(field.value);
  return text?.text === '' ? undefined : text;
}

export function valueToJson(value: Value): JsonValue {
  switch (value.type) {
    case 'text':
      return value.text.text;
    case 'scalar':
      return value.value;
    case 'list':
      return value.items.map(valueToJson);
    case 'map':
      // fromEntries defines own properties, so `__proto__` is a key like any other.
      return Object.fromEntries(value.entries.map((entry) => [entry.key, valueToJson(entry.value)]));
  }
}

/** A field's name as it stands in a file. */
export function writtenName(field: Pick<Field, 'name' | 'translatable'>): string {
  return field.translatable ? `_${field.name}` : field.name;
}

/** Field names without the translation mark, values as plain data. */
export function recordToJson(record: UnitRecord): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries([...record.fields.values()].map((field) => [field.name, valueToJson(field.value)]));
}

/** A text that a transform made; messages about it point at `span`. */
export function textValue(text: string, span: Span): TextValue {
  return {type: 'text', text: synthetic(text, span), span};
}

/** Plain data as a value; every part of it stands for `span`. */
export function valueFromJson(json: JsonValue, span: Span): Value {
  if (typeof json === 'string') return textValue(json, span);
  if (typeof json !== 'object' || json === null) return {type: 'scalar', value: json, raw: String(json), span};
  if (isList(json)) return {type: 'list', items: json.map((item) => valueFromJson(item, span)), span};
  const entries = Object.entries(json).map(([key, value]) => ({key, keySpan: span, value: valueFromJson(value, span)}));
  return {type: 'map', entries, span};
}

/** `Array.isArray` does not narrow readonly arrays away. */
export function isList(json: object): json is readonly JsonValue[] {
  return Array.isArray(json);
}

export function makeField(name: string, value: Value): Field {
  const translatable = name.length > 1 && name.startsWith('_');
  return {name: translatable ? name.slice(1) : name, nameSpan: value.span, translatable, value};
}

/** The record with this field in the place of the one with its name, or at the end. */
export function withField(record: UnitRecord, field: Field): UnitRecord {
  return {...record, fields: copyFields(record).set(field.name, field)};
}

/** The record with another value in the field; name, place and translation mark stay. */
export function withValue(record: UnitRecord, name: string, value: Value): UnitRecord {
  const field = record.fields.get(name) ?? makeField(name, value);
  return withField(record, {...field, value});
}

export function withoutField(record: UnitRecord, name: string): UnitRecord {
  if (!record.fields.has(name)) return record;
  const fields = copyFields(record);
  fields.delete(name);
  return {...record, fields};
}

/** A record of fields, the last of each name; it spans `span`. */
export function recordOf(fields: Iterable<Field>, from: {readonly origin: Origin; readonly span: Span}): UnitRecord {
  const byName = new Map([...fields].map((field) => [field.name, field]));
  return {origin: from.origin, fields: byName, span: from.span, allowed: [], damaged: undefined, twin: undefined};
}
