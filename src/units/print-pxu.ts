import type {UnitRecord} from './record.ts';
import {valueAsText, valueToJson, writtenName} from './record-access.ts';
import type {Value} from './value.ts';

/** A list of texts is one a line; a map has no form of its own and is JSON. */
function textOf(value: Value): string {
  if (value.type === 'scalar' && value.value === null) return '';
  const text = valueAsText(value);
  if (text !== undefined) return text.text;
  if (value.type === 'list' && value.items.every((item) => item.type === 'text' || item.type === 'scalar')) {
    return value.items.map(textOf).join('\n');
  }
  return JSON.stringify(valueToJson(value), null, 1);
}

/** A field by the name in the file, without a line end behind it. */
export function printField(name: string, text: string): string {
  const [first = '', ...rest] = text.split('\n');
  const row = (line: string): string => (line === '' ? ' .' : ` ${line}`);
  if (rest.length === 0) return text === '' ? `${name}:` : `${name}: ${text}`;
  // A dot on a row of its own would be read as an empty line.
  const head = first.trim() === '.' ? [`${name}: ${first}`] : [`${name}:`, row(first)];
  return [...head, ...rest.map(row)].join('\n');
}

/** The record as .pxu text that reads back as the same fields, with a line end behind it. */
export function printPxu(record: UnitRecord): string {
  const fields = [...record.fields.values()];
  return fields.map((field) => `${printField(writtenName(field), textOf(field.value))}\n`).join('');
}
