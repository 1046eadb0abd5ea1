import type {Host} from '../base/host.ts';
import {type RecordValue, type ResourceRecord, resourceRecord} from '../expressions/environment.ts';
import type {ValueType} from '../units/unit.ts';

/** How many devices are looked at together: enough to hide a slow one, few enough for the file threads. */
const concurrency = 16;

export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** An attribute without the white space and NULs round it; undefined where it cannot be read or is empty. */
export async function attribute(host: Host, path: string): Promise<string | undefined> {
  try {
    const text = (await host.readText(path)).replace(/^[\s\0]+|[\s\0]+$/g, '');
    return text === '' ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Decimal, or hexadecimal with 0x. */
export async function integerAttribute(host: Host, path: string): Promise<number | undefined> {
  const text = await attribute(host, path);
  const value = text !== undefined && /^(?:-?\d+|0x[0-9a-f]+)$/i.test(text) ? Number(text) : undefined;
  return Number.isSafeInteger(value) ? value : undefined;
}

export async function booleanAttribute(host: Host, path: string): Promise<boolean | undefined> {
  const text = await attribute(host, path);
  if (text === '1' || text === 'Y') return true;
  return text === '0' || text === 'N' ? false : undefined;
}

/** The last name of a link's target: `driver` → `e1000e`. */
export async function linkName(host: Host, path: string): Promise<string | undefined> {
  try {
    return (await host.readLink(path)).split('/').at(-1);
  } catch {
    return undefined;
  }
}

export async function realPathOr(host: Host, path: string): Promise<string | undefined> {
  try {
    return await host.realPath(path);
  } catch {
    return undefined;
  }
}

export async function exists(host: Host, path: string): Promise<boolean> {
  return (await host.lstat(path)) !== undefined;
}

/** Orders `sda2` before `sda10`. */
function compareNames(a: string, b: string): number {
  const left = a.split(/(\d+)/);
  const right = b.split(/(\d+)/);
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (part === other) continue;
    const difference = index % 2 === 1 ? Number(part) - Number(other) : 0;
    return difference || (part < other ? -1 : 1);
  }
  return left.length < right.length ? -1 : 0;
}

/** The names in a directory, `sda2` before `sda10`; none where it is not there. Throws where it cannot be known. */
export async function namesIn(host: Host, path: string): Promise<readonly string[]> {
  try {
    return [...(await host.list(path))].sort(compareNames);
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return [];
    throw error;
  }
}

/** The devices of a class. A kernel without the class has none; without /sys nothing is known, so that throws. */
export async function classDevices(host: Host, name: string): Promise<readonly string[]> {
  const classes = await namesIn(host, '/sys/class');
  if (classes.length === 0) throw new Error('/sys is not mounted or not readable');
  return classes.includes(name) ? namesIn(host, `/sys/class/${name}`) : [];
}

/** `KEY=value` lines, as in `uevent`; none where it cannot be read. */
export async function propertiesOf(host: Host, path: string): Promise<ReadonlyMap<string, string>> {
  const properties = new Map<string, string>();
  for (const line of ((await attribute(host, path)) ?? '').split('\n')) {
    const at = line.indexOf('=');
    if (at > 0) properties.set(line.slice(0, at), line.slice(at + 1));
  }
  return properties;
}

/** Maps with a bound on how many run together; results keep the order of the items. */
export async function mapBounded<T, R>(items: readonly T[], map: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results = new Map<number, R>();
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results.set(index, await map(item));
  };
  await Promise.all(Array.from({length: Math.min(concurrency, items.length)}, worker));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}

/** A record of the keys that are known. */
export function recordOf(values: Readonly<Record<string, RecordValue | undefined>>): ResourceRecord {
  return resourceRecord(
    Object.entries(values).flatMap(([key, value]): [string, RecordValue][] =>
      value === undefined ? [] : [[key, value]],
    ),
  );
}

export function declareKeys(keys: Readonly<Record<string, ValueType>>): ReadonlyMap<string, ValueType> {
  return new Map(Object.entries(keys));
}
