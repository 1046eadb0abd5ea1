import {closeSync, constants, fstatSync, openSync, readSync} from 'node:fs';
import {messageOf} from '../../base/message-of.ts';
import type {RecordValue} from '../../expressions/environment.ts';
import {typedValue} from '../../resources/apply-keys.ts';
import type {ValueType} from '../../units/unit.ts';

/** Names the file a job writes its outputs into: `name=value` a line, or one JSON object. */
export const outputsVariable = 'ASSAY_OUTPUTS';

export interface ReadOutputs {
  readonly outputs: Readonly<Record<string, RecordValue>>;
  /** Sentences on what was not as declared. */
  readonly problems: readonly string[];
}

const maxBytes = 1024 * 1024;
const shown = 60;

/** The file as the job left it, which may be anything. */
function readBounded(path: string): string {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new Error('it is no file any more');
    if (stats.size > maxBytes) throw new Error(`it is larger than ${maxBytes} bytes`);
    const bytes = Buffer.alloc(stats.size);
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, stats.size, 0));
  } finally {
    closeSync(file);
  }
}

function entriesOf(text: string): readonly (readonly [string, unknown])[] {
  if (text.trimStart().startsWith('{')) return Object.entries(JSON.parse(text));
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const sign = line.indexOf('=');
      if (sign < 1) throw new Error(`it holds ${JSON.stringify(line.slice(0, shown))}, which is no name=value`);
      return [line.slice(0, sign).trim(), line.slice(sign + 1).replace(/\r$/, '')];
    });
}

function fits(value: unknown, type: ValueType): RecordValue | undefined {
  if (typeof value === 'string') return typedValue(value, type);
  if (type === 'boolean' && typeof value === 'boolean') return value;
  if (type === 'integer' && Number.isSafeInteger(value)) return Number(value);
  if (type === 'number' && typeof value === 'number') return value;
  if (type === 'list' && Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const texts = items.flatMap((item) => (typeof item === 'object' ? [] : [String(item)]));
    return texts.length === items.length ? texts : undefined;
  }
  return undefined;
}

function check(
  entries: readonly (readonly [string, unknown])[],
  declared: ReadonlyMap<string, ValueType>,
): ReadOutputs {
  const outputs: Record<string, RecordValue> = {};
  const problems: string[] = [];
  for (const [name, value] of entries) {
    const type = declared.get(name);
    if (type === undefined) {
      problems.push(`it gave the output ${JSON.stringify(name.slice(0, shown))}, which it does not declare`);
      continue;
    }
    const fitting = fits(value, type);
    if (fitting !== undefined) outputs[name] = fitting;
    else {
      const written = JSON.stringify(value)?.slice(0, shown);
      problems.push(
        `its output ${name} is declared ${type === 'integer' ? 'an' : 'a'} ${type}, and it gave ${written}`,
      );
    }
  }
  return {outputs, problems};
}

/** `path` is undefined for a job without outputs. What is not as declared is left out and said. */
export function readOutputs(path: string | undefined, declared: ReadonlyMap<string, ValueType>): ReadOutputs {
  if (path === undefined) return {outputs: {}, problems: []};
  try {
    return check(entriesOf(readBounded(path)), declared);
  } catch (error) {
    return {outputs: {}, problems: [`its outputs cannot be read: ${messageOf(error)}`]};
  }
}

type Values = ReadOutputs['outputs'];

/** A secret that is handed on is in the journal: what takes it gets its name. */
export function maskValues(values: Values, maskText: (text: string) => string): Values {
  const masked = (value: RecordValue): RecordValue => {
    if (typeof value === 'string') return maskText(value);
    return typeof value === 'object' ? value.map(masked) : value;
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, masked(value)]));
}
