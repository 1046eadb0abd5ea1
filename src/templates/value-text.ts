import type {RecordValue, ResourceRecord} from '../expressions/environment.ts';

export function isListValue(value: RecordValue): value is readonly RecordValue[] {
  return Array.isArray(value);
}

/** A value as Python's `str` writes it; the items of a list are separated by spaces. */
export function valueText(value: RecordValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (isListValue(value)) return value.map(valueText).join(' ');
  return String(value);
}

/** Own keys only, so that `constructor` and `__proto__` are absent like any other key. */
export function recordValue(record: ResourceRecord, key: string): RecordValue | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
