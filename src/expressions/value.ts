import type {Span} from '../base/source.ts';
import type {RecordValue} from './environment.ts';

/** What an expression can give. `bigint` only for integers that a double does not hold. */
export type Value = RecordValue | bigint | null | readonly Value[];

/**
 * Why there is no value. `no-match`: this record cannot match, others may. `unknown`: nobody can say; it is carried to
 * the result where it decides. `atLeast` is what is certain of a count.
 */
export interface Fault {
  readonly fault: 'no-match' | 'unknown';
  readonly reason: string;
  readonly span?: Span;
  readonly atLeast?: number;
}

export function isFault(value: unknown): value is Fault {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'fault' in value;
}

export function noMatch(reason: string): Fault {
  return {fault: 'no-match', reason};
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

type NumberLike = number | bigint | boolean;

function isNumberLike(value: Value): value is NumberLike {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
}

function numeric(value: NumberLike): number | bigint {
  return typeof value === 'boolean' ? Number(value) : value;
}

/** Python's truth: empty text, an empty list, zero, False and None are false. */
export function truthy(value: Value): boolean {
  return isList(value) ? value.length > 0 : Boolean(value);
}

/** Python's `==`: text is never a number, booleans are 0 and 1. Lists and tuples of the same items are equal. */
export function equals(left: Value, right: Value): boolean {
  if (typeof left === 'string' || typeof right === 'string') return left === right;
  if (isNumberLike(left) && isNumberLike(right)) {
    const a = numeric(left);
    const b = numeric(right);
    return a >= b && a <= b;
  }
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((item, index) => equals(item, right[index] ?? null));
  }
  return left === right;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** By code point, as Python orders text; JavaScript's own order goes by UTF-16 unit. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const shorter = Math.min(left.length, right.length);
  for (let index = 0; index < shorter; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a === b) continue;
    return isSurrogate(a) === isSurrogate(b) ? a - b : isSurrogate(a) ? 1 : -1;
  }
  return left.length - right.length;
}

function compareLists(left: readonly Value[], right: readonly Value[]): number | undefined {
  for (const [index, item] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (!equals(item, other)) return compare(item, other);
  }
  return left.length - right.length;
}

/** Negative, zero or positive; NaN where one is not a number; undefined where the two have no order. */
export function compare(left: Value, right: Value): number | undefined {
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  if (isNumberLike(left) && isNumberLike(right)) {
    const a = numeric(left);
    const b = numeric(right);
    return a < b ? -1 : a > b ? 1 : a >= b ? 0 : Number.NaN;
  }
  return isList(left) && isList(right) ? compareLists(left, right) : undefined;
}

/** `item in container`; undefined where the container holds no such thing. */
export function includes(container: Value, item: Value): boolean | undefined {
  if (typeof container === 'string') return typeof item === 'string' ? container.includes(item) : undefined;
  return isList(container) ? container.some((member) => equals(member, item)) : undefined;
}

/** Equal values have equal keys; undefined where there is none (lists, None). */
export function hashKey(value: Value): string | number | bigint | undefined {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value !== 'bigint') return undefined;
  const rounded = Number(value);
  return BigInt(rounded) === value ? rounded : value;
}

/** What kind of value it is, in an author's words. */
export function kindOf(value: Value): string {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'a boolean';
  if (value === null) return 'None';
  return isList(value) ? 'a list' : 'a number';
}

const shownLength = 60;

/** The value as somebody would write it, cut to a line's length. */
export function show(value: Value): string {
  if (typeof value === 'string') {
    return value.length > shownLength ? `'${value.slice(0, shownLength)}…'` : `'${value}'`;
  }
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value === null) return 'None';
  if (!isList(value)) return String(value);
  const items = value.slice(0, 4).map(show);
  return `[${items.join(', ')}${value.length > 4 ? ', …' : ''}]`;
}
