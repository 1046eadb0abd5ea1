import {mark, type Place} from './place.ts';

/** A word of a command, with quotes taken away. Expansions in `literal` are one `expansion` character each. */
export interface Word {
  readonly start: number;
  readonly end: number;
  readonly literal: string;
  readonly quoted: boolean;
  /** Names of the variables expanded in it, those of nested substitutions too. */
  readonly variables: readonly string[];
  /** Offsets of the placeholders that are part of the word itself. */
  readonly marks: readonly number[];
}

/** A simple command, or the words of a `[[ … ]]`. */
export interface Command {
  readonly words: readonly Word[];
  readonly redirections: readonly Word[];
  /** Extents of the bodies of its here-documents. */
  readonly bodies: readonly {readonly start: number; readonly end: number}[];
  readonly conditional: boolean;
}

export interface HereDocument {
  readonly delimiter: string;
  readonly quoted: boolean;
  readonly stripTabs: boolean;
  readonly bodies: {start: number; end: number}[];
}

/** Where the reading of one script stands, and what has been found in it. Lives as long as one call of `scan`. */
export interface Cursor {
  readonly text: string;
  at: number;
  depth: number;
  readonly places: Map<number, Place>;
  readonly commands: Command[];
  /** Here-documents whose bodies begin after the next newline. */
  pending: HereDocument[];
  /** Variables whose content bash evaluates as an arithmetic expression; `1` for any positional parameter. */
  readonly arithmetic: Set<string>;
  /** All that were seen so far, one for each time. */
  readonly variables: string[];
  /** Reads commands up to an unmatched `)`; here because substitutions nest. */
  readonly readList: (cursor: Cursor) => void;
  /** Why the script's quoting is not certain; nothing but plain values is then put into it. */
  trouble: string | undefined;
}

export const expansion = '\uFDD2';

export function cursorOn(text: string, readList: Cursor['readList']): Cursor {
  return {
    text,
    at: 0,
    depth: 0,
    places: new Map(),
    commands: [],
    pending: [],
    arithmetic: new Set(),
    variables: [],
    readList,
    trouble: undefined,
  };
}

/** The character at the cursor, `ahead` further on; the empty string after the end. */
export function peek(cursor: Cursor, ahead = 0): string {
  return cursor.text[cursor.at + ahead] ?? '';
}

/** What of a sticky pattern's characters stands at the cursor, which goes behind it. */
export function readRun(cursor: Cursor, pattern: RegExp): string {
  const from = cursor.at;
  pattern.lastIndex = from;
  if (!pattern.test(cursor.text)) return '';
  cursor.at = pattern.lastIndex;
  return cursor.text.slice(from, cursor.at);
}

/** Gives up following the quotes: the reading goes to the end so that every loop stops. */
export function giveUp(cursor: Cursor, why: string): void {
  cursor.trouble ??= why;
  cursor.at = cursor.text.length;
}

/** Deeper nesting than any script has; a bound for the recursion. */
const deepest = 100;

/** Goes one level down; false, and the reading given up, where that is too deep. */
export function enter(cursor: Cursor): boolean {
  cursor.depth++;
  if (cursor.depth <= deepest) return true;
  giveUp(cursor, 'the command nests too deeply');
  return false;
}

export function putPlace(cursor: Cursor, place: Omit<Place, 'offset'>): void {
  cursor.places.set(cursor.at, {offset: cursor.at, ...place});
}

/** Records every placeholder in a stretch that is not read any closer. */
export function putPlaces(cursor: Cursor, from: number, to: number, place: Omit<Place, 'offset'>): void {
  for (let at = cursor.text.indexOf(mark, from); at !== -1 && at < to; at = cursor.text.indexOf(mark, at + 1)) {
    cursor.places.set(at, {offset: at, ...place});
  }
}

/** The identifiers in a stretch of arithmetic, with `1` for `$1`, `$@` and their like. */
export function noteArithmetic(cursor: Cursor, text: string): void {
  for (const [name] of text.matchAll(/[A-Za-z_]\w*/g)) cursor.arithmetic.add(name);
  if (/\$\{?[0-9@*]/.test(text)) cursor.arithmetic.add('1');
}
