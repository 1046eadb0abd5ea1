import {assertNever} from '../base/assert-never.ts';
import type {SourceText} from '../base/source.ts';
import type {KeySpec, Kind, SettingValue} from './keys.ts';
import type {RawValue} from './raw.ts';

export type ReadValue =
  | {readonly ok: true; readonly value: SettingValue}
  /** `wanted` completes "must be"; `choices` are what may have been meant by `word`. */
  | {readonly ok: false; readonly wanted: string; readonly word?: string; readonly choices?: readonly string[]};

const truths: ReadonlyMap<string, boolean> = new Map([
  ['yes', true],
  ['true', true],
  ['no', false],
  ['false', false],
]);
const flagWords = [...truths.keys()];

/** `a, b c` and `[a, b]`, with quotes round an item that has a space or comma. */
function splitList(text: string): readonly string[] {
  const inner = /^\[(.*)\]$/s.exec(text.trim())?.[1] ?? text;
  const items = inner.matchAll(/"([^"]*)"|'([^']*)'|[^\s,"']+/g);
  return [...items].map(([whole, double, single]) => double ?? single ?? whole);
}

/** Patterns stand with white space between them, often with commas too; within (), [] and {} both belong to the pattern. */
export function splitPatterns(text: string): readonly string[] {
  const patterns: string[] = [];
  let current = '';
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\') current += character + text.charAt(++at);
    else if (depth === 0 && /[\s,]/.test(character)) {
      if (current !== '') patterns.push(current);
      current = '';
    } else {
      if (/[([{]/.test(character)) depth++;
      else if (/[)\]}]/.test(character)) depth = Math.max(0, depth - 1);
      current += character;
    }
  }
  return current === '' ? patterns : [...patterns, current];
}

function readFlag(text: string): ReadValue {
  const value = truths.get(text.toLowerCase());
  if (value !== undefined) return {ok: true, value};
  return {ok: false, wanted: 'yes or no', word: text, choices: flagWords};
}

function readNumber(text: string, {least, whole}: {readonly least: number; readonly whole: boolean}): ReadValue {
  const value = Number(text);
  const isRight = /^\d+(\.\d+)?$/.test(text) && value >= least && (!whole || Number.isSafeInteger(value));
  if (isRight) return {ok: true, value};
  return {ok: false, wanted: `a ${whole ? 'whole ' : ''}number, at least ${least}`};
}

function readChoice(text: string, choices: readonly string[]): ReadValue {
  if (choices.includes(text)) return {ok: true, value: text};
  return {ok: false, wanted: oneOf(choices), word: text, choices};
}

/** Letters and switches that launchers give for a manifest entry besides; a flag does not take them. */
const answers: ReadonlyMap<string, boolean> = new Map([
  ...truths,
  ['y', true],
  ['t', true],
  ['on', true],
  ['n', false],
  ['f', false],
  ['off', false],
]);

/** Of a manifest entry. */
export function readAnswer(text: string): ReadValue {
  const value = answers.get(text.toLowerCase());
  if (value !== undefined) return {ok: true, value};
  if (/^\d{1,15}$/.test(text)) return {ok: true, value: Number(text)};
  return {ok: false, wanted: 'yes, no or a whole number', word: text, choices: flagWords};
}

function oneOf(choices: readonly string[]): string {
  const last = choices.at(-1) ?? '';
  return choices.length < 2 ? last : `${choices.slice(0, -1).join(', ')} or ${last}`;
}

function readItems(items: readonly string[], choices: readonly string[] | undefined): ReadValue {
  const wrong = choices && items.find((item) => !choices.includes(item));
  if (choices === undefined || wrong === undefined) return {ok: true, value: items};
  return {ok: false, wanted: `a list of ${oneOf(choices)}`, word: wrong, choices};
}

function readText(text: string, kind: Kind): ReadValue {
  switch (kind.type) {
    case 'text':
      return {ok: true, value: text};
    case 'flag':
      return readFlag(text);
    case 'number':
      return readNumber(text, kind);
    case 'choice':
      return readChoice(text, kind.choices);
    case 'list':
      return readItems(splitList(text), kind.choices);
    case 'patterns':
      return {ok: true, value: splitPatterns(text)};
    case 'answer':
      return readAnswer(text);
    default:
      return assertNever(kind);
  }
}

const textOf = ({text}: SourceText): string => text.trim();

/** A value as its key wants it. */
export function readValue(raw: RawValue, {kind}: KeySpec): ReadValue {
  const isList = kind.type === 'list' || kind.type === 'patterns';
  if (raw.type === 'nested') return {ok: false, wanted: isList ? 'a list' : 'a single value'};
  if (raw.type === 'text') return readText(textOf(raw.text), kind);
  if (!isList) return {ok: false, wanted: 'a single value'};
  return readItems(raw.items.map(textOf), kind.type === 'list' ? kind.choices : undefined);
}

/** As it would be written in a file. */
export function writtenValue(value: SettingValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value;
  return value.map((item) => (/[\s,]/.test(item) ? `"${item}"` : item)).join(', ');
}
