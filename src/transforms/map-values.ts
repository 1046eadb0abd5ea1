import type {SourceText} from '../base/source.ts';
import type {Field, UnitRecord} from '../units/record.ts';
import {copyFields, type FieldsCopy} from '../units/record-access.ts';
import type {Value} from '../units/value.ts';
import {asValue} from './edit.ts';

/** The value with each text in it rewritten; the very same value where nothing changed. */
export function mapTexts(value: Value, rewrite: (text: SourceText) => SourceText): Value {
  switch (value.type) {
    case 'scalar':
      return value;
    case 'text': {
      const text = rewrite(value.text);
      return text === value.text ? value : asValue(text);
    }
    case 'list': {
      const items = value.items.map((item) => mapTexts(item, rewrite));
      return items.every((item, index) => item === value.items[index]) ? value : {...value, items};
    }
    case 'map': {
      const entries = value.entries.map((entry) => {
        const inner = mapTexts(entry.value, rewrite);
        return inner === entry.value ? entry : {...entry, value: inner};
      });
      return entries.every((entry, index) => entry === value.entries[index]) ? value : {...value, entries};
    }
  }
}

/** The record with each of its fields' values rewritten; the very same record where nothing changed. */
export function mapFields(record: UnitRecord, rewrite: (value: Value, field: Field) => Value): UnitRecord {
  let changed: FieldsCopy | undefined;
  for (const [name, field] of record.fields) {
    const value = rewrite(field.value, field);
    if (value === field.value) continue;
    changed ??= copyFields(record);
    changed.set(name, {...field, value});
  }
  return changed === undefined ? record : {...record, fields: changed};
}
