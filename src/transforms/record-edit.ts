import {nearest} from '../base/nearest.ts';
import type {UnitRecord} from '../units/record.ts';
import {makeField, recordToJson, valueFromJson, withField, withoutField, withValue} from '../units/record-access.ts';
import type {JsonValue} from '../units/value.ts';

/** For transforms of providers, which need not know how values and their places are kept. */
export interface RecordEdit {
  /** All fields as plain data, their names without the underscore of translatable ones. */
  read(record: UnitRecord): Readonly<Record<string, JsonValue>>;
  /** The record with a field set; messages about it point at the field `from`, else at what was in the field, else at the unit. */
  set(record: UnitRecord, name: string, value: JsonValue, from?: string): UnitRecord;
  remove(record: UnitRecord, name: string): UnitRecord;
  nearest(word: string, candidates: Iterable<string>): string | undefined;
}

export const recordEdit: RecordEdit = {
  read: recordToJson,
  set(record, name, value, from = name) {
    const span = record.fields.get(from)?.value.span ?? record.span;
    const made = valueFromJson(value, span);
    return record.fields.has(name) ? withValue(record, name, made) : withField(record, makeField(name, made));
  },
  remove: withoutField,
  nearest,
};
