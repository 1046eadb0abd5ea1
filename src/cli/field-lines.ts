import {isList} from '../units/record-access.ts';
import type {JsonValue} from '../units/value.ts';

const width = 90;

/** A field for people, much as YAML has it but without its quotes: on one line, or its lines under its name. */
export function fieldLines(name: string, value: JsonValue): readonly string[] {
  const short = onOneLine(value);
  return short === undefined
    ? [`${name}:`, ...valueLines(value).map((line) => `  ${line}`)]
    : [`${name}: ${short}`.trimEnd()];
}

function onOneLine(value: JsonValue): string | undefined {
  if (typeof value !== 'object' || value === null) {
    const text = String(value ?? '').trimEnd();
    return text.includes('\n') ? undefined : text;
  }
  const parts = isList(value)
    ? value.map(wordOf)
    : Object.entries(value).map(([key, inner]) => {
        const word = wordOf(inner);
        return word === undefined ? undefined : `${key}: ${word}`;
      });
  if (parts.includes(undefined)) return undefined;
  const line = isList(value) ? `[${parts.join(', ')}]` : `{${parts.join(', ')}}`;
  return line.length <= width ? line : undefined;
}

function wordOf(value: JsonValue): string | undefined {
  const text = typeof value === 'object' && value !== null ? undefined : String(value ?? '');
  return text === undefined || /[\s,]/.test(text) || text === '' ? undefined : text;
}

function valueLines(value: JsonValue): readonly string[] {
  if (typeof value !== 'object' || value === null)
    return String(value ?? '')
      .trimEnd()
      .split('\n');
  if (!isList(value)) return Object.entries(value).flatMap(([key, inner]) => fieldLines(key, inner));
  return value.flatMap((item) => valueLines(item).map((line, index) => `${index === 0 ? '-' : ' '} ${line}`));
}
