import type {RecordValue} from '../expressions/environment.ts';
import {valueText} from './value-text.ts';

/** Python's format specification: `[[fill]align][sign][#][0][width][,][.precision][type]`. */
const grammar = /^(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([bdoxXeEfFs%])?$/su;

/** A value is padded to no more characters, and no number is written with more digits behind its point. */
const widest = 9_999;
const mostDigits = 100;

interface Spec {
  readonly fill: string;
  readonly align: string | undefined;
  readonly sign: string;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: string;
  readonly precision: number | undefined;
  readonly type: string;
}

export type Formatted = {readonly ok: true; readonly text: string} | {readonly ok: false; readonly because: string};

function parseSpec(text: string): Spec | undefined {
  const found = grammar.exec(text);
  if (found === null) return undefined;
  const [, fill, align, sign = '-', alternate, zero, width, grouping = '', precision, type = ''] = found;
  return {
    fill: fill ?? (zero === undefined ? ' ' : '0'),
    align: align ?? (zero === undefined ? undefined : '='),
    sign,
    alternate: alternate !== undefined,
    width: Number(width ?? 0),
    grouping,
    precision: precision === undefined ? undefined : Number(precision),
    type,
  };
}

export function isSpec(text: string): boolean {
  return parseSpec(text) !== undefined;
}

/** Where the padding goes: `=` puts it behind the sign and the base. */
function pad(prefix: string, digits: string, {fill, align, width}: Spec, usual: '<' | '>'): string {
  const text = prefix + digits;
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  const padding = (count: number): string => fill.repeat(count);
  switch (align ?? usual) {
    case '<':
      return text + padding(missing);
    case '^':
      return padding(Math.floor(missing / 2)) + text + padding(Math.ceil(missing / 2));
    case '=':
      return prefix + padding(missing) + digits;
    default:
      return padding(missing) + text;
  }
}

function grouped(digits: string, {grouping, type}: Spec): string {
  if (grouping === '') return digits;
  const [whole = '', ...rest] = digits.split('.');
  const size = /[boxX]/.test(type) ? 4 : 3;
  const groups = whole.replace(new RegExp(`\\B(?=(?:\\w{${size}})+$)`, 'g'), grouping);
  return [groups, ...rest].join('.');
}

const radix: Readonly<Record<string, number>> = {b: 2, o: 8, x: 16, X: 16};

function integerDigits(value: number, {type}: Spec): string {
  const digits = Math.abs(value).toString(radix[type] ?? 10);
  return type === 'X' ? digits.toUpperCase() : digits;
}

function exponent(value: number, {precision, type}: Spec): string {
  const text = Math.abs(value)
    .toExponential(precision ?? 6)
    .replace(/e([-+])(\d)$/, 'e$10$2');
  return type === 'E' ? text.toUpperCase() : text;
}

function floatDigits(value: number, spec: Spec): string {
  if (/[eE]/.test(spec.type)) return exponent(value, spec);
  const factor = spec.type === '%' ? 100 : 1;
  return Math.abs(value * factor).toFixed(spec.precision ?? 6) + (spec.type === '%' ? '%' : '');
}

function formatNumber(value: number, spec: Spec): string {
  const negative = value < 0 || Object.is(value, -0);
  const sign = negative ? '-' : spec.sign === '-' ? '' : spec.sign;
  const base = spec.alternate && radix[spec.type] !== undefined ? `0${spec.type}` : '';
  const isFloat = /[eEfF%]/.test(spec.type) || (spec.type === '' && !Number.isInteger(value));
  const plain = spec.type === '' && spec.precision === undefined;
  const digits = isFloat ? (plain ? String(Math.abs(value)) : floatDigits(value, spec)) : integerDigits(value, spec);
  return pad(sign + base, grouped(digits, spec), spec, '>');
}

/** A resource job prints text, so text that is a number may be formatted as one. */
function asNumber(value: RecordValue): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'string' && /^\s*[-+]?\d+(?:\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}

function shown(value: RecordValue): string {
  return JSON.stringify(valueText(value).slice(0, 80));
}

/** The value in the form a specification asks for, as Python's `format` gives it. */
export function formatValue(value: RecordValue, text: string): Formatted {
  const spec = parseSpec(text);
  if (spec === undefined) return {ok: false, because: `:${text} is no format specification that is known here`};
  if (spec.width > widest) return {ok: false, because: `:${text} asks for a width of more than ${widest}`};
  const wantsText = spec.type === 's' || (spec.type === '' && typeof value !== 'number');
  if (wantsText) {
    const whole = valueText(value);
    const cut = spec.precision === undefined ? whole : [...whole].slice(0, spec.precision).join('');
    return {ok: true, text: pad('', cut, {...spec, align: spec.align === '=' ? '<' : spec.align}, '<')};
  }
  const number = asNumber(value);
  if (number === undefined) return {ok: false, because: `:${text} needs a number, not ${shown(value)}`};
  if (/[bdoxX]/.test(spec.type) && !Number.isSafeInteger(number)) {
    return {ok: false, because: `:${text} needs a whole number, not ${shown(value)}`};
  }
  if ((spec.precision ?? 0) > mostDigits)
    return {ok: false, because: `:${text} asks for more than ${mostDigits} digits`};
  return {ok: true, text: formatNumber(number, spec)};
}
