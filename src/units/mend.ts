import type {Diagnostic} from '../base/diagnostic.ts';
import type {Field, UnitRecord} from './record.ts';
import {copyFields, textValue} from './record-access.ts';

export interface Mended {
  readonly record: UnitRecord;
  /** What was followed to make it. */
  readonly followed: ReadonlySet<Diagnostic>;
}

function mendField({fields}: UnitRecord, field: Field, {code, span, suggestion}: Diagnostic): Field | undefined {
  const {nameSpan, value} = field;
  if (suggestion === undefined) return undefined;
  if (code === 'unit/unknown-field') {
    return span.start === nameSpan.start && !fields.has(suggestion) ? {...field, name: suggestion} : undefined;
  }
  const isWhole = value.type === 'text' && span.start === value.span.start && span.end === value.span.end;
  return isWhole ? {...field, value: textValue(suggestion, span)} : undefined;
}

/**
 * The record as its author meant it, as far as errors suggest what to write instead: a misspelt field is there, and a
 * misspelt value the right one. Undefined where none does.
 */
export function mend(record: UnitRecord, diagnostics: readonly Diagnostic[]): Mended | undefined {
  const hints = diagnostics.filter(({severity, suggestion}) => severity === 'error' && suggestion !== undefined);
  if (hints.length === 0) return undefined;
  const fields = copyFields(record);
  const followed = new Set<Diagnostic>();
  for (const field of record.fields.values()) {
    for (const hint of hints) {
      const mended = mendField({...record, fields}, field, hint);
      if (mended === undefined) continue;
      if (mended.name !== field.name) fields.delete(field.name);
      fields.set(mended.name, mended);
      followed.add(hint);
    }
  }
  return followed.size === 0 ? undefined : {record: {...record, fields}, followed};
}
