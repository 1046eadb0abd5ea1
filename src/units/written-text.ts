import type {SourceFile} from '../base/source.ts';
import {type FieldPlace, PxuFields} from './pxu-fields.ts';
import {startsPlainly, trimExtent, valueText} from './pxu-text.ts';
import type {UnitRecord} from './record.ts';
import {fieldText, valueAsText} from './record-access.ts';
import type {Value} from './value.ts';

interface Written {
  readonly file: SourceFile;
  readonly place: FieldPlace;
}

/** A field that is as it stands in its file, and so need not be made to be looked at. */
function written({fields}: UnitRecord, name: string): Written | undefined {
  if (!(fields instanceof PxuFields)) return undefined;
  const place = fields.placeOf(name);
  return place && {file: fields.file, place};
}

/** The text that `fieldText` gives. */
export function plainFieldText(record: UnitRecord, name: string): string | undefined {
  const found = written(record, name);
  if (found === undefined) return fieldText(record, name)?.text;
  const {file, place} = found;
  const newline = file.text.indexOf('\n', place.start);
  if (newline !== -1 && newline < place.end) return valueText(file, place).text || undefined;
  const {start, end} = trimExtent(file.text, place);
  return start === end ? undefined : file.text.slice(start, end);
}

export function hasFieldText(record: UnitRecord, name: string): boolean {
  const found = written(record, name);
  if (found !== undefined && startsPlainly(found.file.text, found.place)) return true;
  return plainFieldText(record, name) !== undefined;
}

/** Whether the field's value is seen to be on one line. */
export function isOnOneLine(record: UnitRecord, name: string): boolean {
  const found = written(record, name);
  if (found === undefined) return false;
  const newline = found.file.text.indexOf('\n', found.place.start);
  return newline === -1 || newline >= found.place.end;
}

/** Longer texts are for the builder: an engine that goes back keeps a place for every line. */
const longest = 50_000;

function matchesWhole(
  text: string,
  pattern: RegExp,
  {start, end}: {readonly start: number; readonly end: number},
): boolean {
  if (end - start > longest) return false;
  pattern.lastIndex = start;
  return pattern.test(text) && pattern.lastIndex === end;
}

function valueMatches(value: Value, pattern: RegExp): boolean {
  if (value.type === 'list') return value.items.every((item) => item.type !== 'list' && valueMatches(item, pattern));
  // As it would be written: with a space before each line below the first.
  const text = valueAsText(value)?.text.replaceAll('\n', '\n ');
  return text !== undefined && matchesWhole(text, pattern, {start: 0, end: text.length});
}

/**
 * Whether the sticky pattern matches all of the field as it is written: from behind its colon, with the space, comments
 * and indentation that are not part of the value. Of a list, each item must match.
 */
export function fieldMatches(record: UnitRecord, name: string, pattern: RegExp): boolean {
  const found = written(record, name);
  if (found !== undefined) return matchesWhole(found.file.text, pattern, found.place);
  const value = record.fields.get(name)?.value;
  return value !== undefined && valueMatches(value, pattern);
}

/** Whether the field's value is a text or, where `orList` says so, a list of texts. */
export function isFieldText(record: UnitRecord, name: string, orList: boolean): boolean {
  if (written(record, name) !== undefined) return true;
  const value = record.fields.get(name)?.value;
  if (value === undefined) return false;
  if (value.type !== 'list') return value.type !== 'map';
  return orList && value.items.every((item) => valueAsText(item) !== undefined);
}
