import {type Piece, piecesOf, type SourceText, type Span, sliceText} from '../base/source.ts';
import type {Field, UnitRecord} from '../units/record.ts';
import {copyFields, valueAsText} from '../units/record-access.ts';
import type {ListValue, MapEntry, TextValue, Value} from '../units/value.ts';

export function asValue(text: SourceText): TextValue {
  return {type: 'text', text, span: text.span};
}

/** A field of a nested map, where the underscore of a translatable field is still part of the key. */
export function fieldOfEntry(entry: MapEntry): Field {
  const translatable = entry.key.length > 1 && entry.key.startsWith('_');
  const name = translatable ? entry.key.slice(1) : entry.key;
  return {name, nameSpan: entry.keySpan, translatable, value: entry.value};
}

/** The record with these fields in the place of those they replace, the new ones last. */
export function withFields(record: UnitRecord, fields: Iterable<Field>): UnitRecord {
  const all = copyFields(record);
  for (const field of fields) all.set(field.name, field);
  return {...record, fields: all};
}

export function withoutFields(record: UnitRecord, ...names: readonly string[]): UnitRecord {
  const left = copyFields(record);
  for (const name of names) left.delete(name);
  return {...record, fields: left};
}

/** The words of a value without the space around them; undefined where it is a list, a map or null. */
export function plainValue(value: Value): string | undefined {
  return valueAsText(value)?.text.trim();
}

export function plainText(record: UnitRecord, name: string): string | undefined {
  const value = record.fields.get(name)?.value;
  return value === undefined ? undefined : plainValue(value);
}

/** The unit's kind as its file spells it; a unit without `unit:` is a job. */
export function kindOf(record: UnitRecord): string {
  return plainText(record, 'unit') ?? 'job';
}

/** The kind whose fields the record holds: a template holds those of what it makes. */
export function madeKindOf(record: UnitRecord): string {
  const kind = kindOf(record);
  return kind === 'template' ? (plainText(record, 'template-unit') ?? 'job') : kind;
}

/** The field that holds the unit's id; `name` is the old word for it. */
export function idFieldOf(record: UnitRecord): Field | undefined {
  return record.fields.get('id') ?? (madeKindOf(record) === 'job' ? record.fields.get('name') : undefined);
}

/** What the record is called in messages. */
export function titleOf(record: UnitRecord): string {
  const id = idFieldOf(record);
  const name = plainText(record, 'template-id') ?? (id && plainValue(id.value));
  if (name !== undefined) return `unit ${name}`;
  return record.fields.has('defaults') ? 'a document of defaults' : `unit ${kindOf(record)} without an id`;
}

/** The words of a field that holds several, separated by white space or commas or, in a list, one an item. */
export function wordsOf(value: Value | undefined): readonly TextValue[] {
  if (value === undefined) return [];
  if (value.type === 'list') return value.items.flatMap(wordsOf);
  if (value.type !== 'text') return [];
  const words: TextValue[] = [];
  for (const match of value.text.text.matchAll(/[^\s,]+/g)) {
    words.push(asValue(sliceText(value.text, match.index, match.index + match[0].length)));
  }
  return words;
}

export function listOf(items: readonly Value[], span: Span): ListValue {
  return {type: 'list', items, span};
}

export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with parts of it replaced; what is kept still knows where it was written. Parts are in order and apart. */
export function replaceParts(source: SourceText, parts: readonly Replacement[]): SourceText {
  const pieces: Piece[] = [];
  let text = '';
  let from = 0;
  const keep = (to: number): void => {
    for (const piece of piecesOf(sliceText(source, from, to))) pieces.push({...piece, at: piece.at + text.length});
    text += source.text.slice(from, to);
  };
  for (const part of parts) {
    keep(part.start);
    text += part.text;
    from = part.end;
  }
  keep(source.text.length);
  return {text, span: source.span, pieces};
}

/** Words put before and after a text; messages about them point at its nearest end. */
export function surround(text: SourceText, before: string, after: string): SourceText {
  const pieces = piecesOf(text).map((piece) => ({...piece, at: piece.at + before.length}));
  return {text: before + text.text + after, span: text.span, pieces};
}
