import {type RecordValue, type ResourceRecord, resourceRecord} from '../expressions/environment.ts';
import type {ValueType} from '../units/unit.ts';

/** A value that is not of its key's declared type; records count from 0. */
export interface KeyProblem {
  readonly record: number;
  readonly key: string;
  readonly type: ValueType;
  readonly value: string;
}

export interface TypedRecords {
  /** A key whose value does not fit is left out of its record. */
  readonly records: readonly ResourceRecord[];
  readonly problems: readonly KeyProblem[];
}

const booleans: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['0', false],
]);

function integerOf(text: string): number | undefined {
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
  return Number.isSafeInteger(value) ? value : undefined;
}

function numberOf(text: string): number | undefined {
  const value = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
  return Number.isFinite(value) ? value : undefined;
}

/** One item a line, or separated by commas, or by spaces: the first of these that occurs decides. */
function listOf(text: string): readonly string[] {
  const separator = text.includes('\n') ? '\n' : text.includes(',') ? ',' : /\s+/;
  return text
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** Text as a value of a type, or undefined where it does not fit. */
export function typedValue(text: string, type: ValueType): RecordValue | undefined {
  switch (type) {
    case 'string':
      return text;
    case 'integer':
      return integerOf(text.trim());
    case 'number':
      return numberOf(text.trim());
    case 'boolean':
      return booleans.get(text.trim().toLowerCase());
    case 'list':
      return listOf(text);
  }
}

export function describeProblem({record, key, type, value}: KeyProblem): string {
  const article = type === 'integer' ? 'an' : 'a';
  return `record ${record + 1}: ${key} is declared ${article} ${type}, but its value is ${JSON.stringify(value)}`;
}

/** Gives a resource job's text values the types its `keys` declare. Keys that are not declared stay text. */
export function applyKeys(records: readonly ResourceRecord[], keys: ReadonlyMap<string, ValueType>): TypedRecords {
  const problems: KeyProblem[] = [];
  const typed = records.map((record, index) => {
    const entries: [string, RecordValue][] = [];
    for (const [key, value] of Object.entries(record)) {
      const type = keys.get(key);
      const fitting = type === undefined || typeof value !== 'string' ? value : typedValue(value, type);
      if (fitting !== undefined) entries.push([key, fitting]);
      else if (type !== undefined) problems.push({record: index, key, type, value: String(value)});
    }
    return resourceRecord(entries);
  });
  return {records: typed, problems};
}
