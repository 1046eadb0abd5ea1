import {type Piece, piecesOf, type SourceText, type Span, spanWithin} from '../base/source.ts';
import type {MapEntry, TextValue, Value} from '../units/value.ts';

export interface JsonProblem {
  readonly message: string;
  readonly span: Span;
  /** The text was understood all the same. */
  readonly harmless?: true;
}

export interface JsonOptions {
  /** In a Python-format template every brace that is no placeholder is written twice; strings keep theirs as written. */
  readonly doubledBraces?: boolean;
}

export interface JsonText {
  /** Undefined where the text is not JSON. */
  readonly value: Value | undefined;
  readonly problems: readonly JsonProblem[];
}

const maxDepth = 32;
const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

class JsonError extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** JSON text inside a field, read with the place of every key and string, as `JSON.parse` cannot. */
export function parseJson(source: SourceText, options: JsonOptions = {}): JsonText {
  const reader = new JsonReader(source, options.doubledBraces === true);
  try {
    return {value: reader.document(), problems: reader.problems};
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const end = Math.min(error.at + 1, source.text.length);
    const problem = {message: error.message, span: spanWithin(source, Math.min(error.at, end), end)};
    return {value: undefined, problems: [...reader.problems, problem]};
  }
}

class JsonReader {
  readonly problems: JsonProblem[] = [];
  readonly #source: SourceText;
  readonly #pieces: readonly Piece[];
  readonly #text: string;
  readonly #brace: {readonly open: string; readonly close: string};
  #at = 0;
  #piece = 0;

  constructor(source: SourceText, doubled: boolean) {
    this.#source = source;
    this.#pieces = piecesOf(source);
    this.#text = source.text;
    this.#brace = doubled ? {open: '{{', close: '}}'} : {open: '{', close: '}'};
  }

  document(): Value {
    const value = this.#value(0);
    this.#space();
    if (this.#at < this.#text.length) this.#fail('more text after the end of the JSON value');
    return value;
  }

  #fail(message: string): never {
    throw new JsonError(message, this.#at);
  }

  #span(start: number): Span {
    return spanWithin(this.#source, start, this.#at);
  }

  #space(): void {
    for (; ; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x09 && code !== 0x0d) return;
    }
  }

  #take(token: string): boolean {
    this.#space();
    if (!this.#text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  #expect(token: string): void {
    if (!this.#take(token)) this.#fail(`expected ${token}`);
  }

  #value(depth: number): Value {
    if (depth > maxDepth) this.#fail(`nested more than ${maxDepth} deep`);
    this.#space();
    const start = this.#at;
    if (this.#text[start] === '"') return this.#string();
    if (this.#take(this.#brace.open)) return this.#map(start, depth);
    if (this.#text[start] === '{') this.#fail('in a template braces are written twice: {{');
    if (this.#take('[')) return this.#list(start, depth);
    return this.#scalar();
  }

  /** Whether another item follows; takes the closing token where none does. */
  #more(first: boolean, close: string): boolean {
    if (this.#take(close)) return false;
    if (first) return true;
    this.#expect(',');
    const comma = this.#at - 1;
    if (!this.#take(close)) return true;
    const span = spanWithin(this.#source, comma, comma + 1);
    this.problems.push({message: 'JSON has no comma after the last item', span, harmless: true});
    return false;
  }

  #list(start: number, depth: number): Value {
    const items: Value[] = [];
    while (this.#more(items.length === 0, ']')) items.push(this.#value(depth + 1));
    return {type: 'list', items, span: this.#span(start)};
  }

  #map(start: number, depth: number): Value {
    const entries = new Map<string, MapEntry>();
    while (this.#more(entries.size === 0, this.#brace.close)) {
      this.#space();
      if (this.#text[this.#at] !== '"') this.#fail('expected a key in double quotes');
      const key = this.#string();
      this.#expect(':');
      const name = key.text.text;
      if (entries.delete(name)) {
        this.problems.push({message: `"${name}" is here twice: only the last counts`, span: key.span, harmless: true});
      }
      entries.set(name, {key: name, keySpan: key.span, value: this.#value(depth + 1)});
    }
    return {type: 'map', entries: [...entries.values()], span: this.#span(start)};
  }

  #scalar(): Value {
    const start = this.#at;
    const raw = /^[-+.\w]+/.exec(this.#text.slice(start, start + 64))?.[0];
    const value = raw === undefined ? undefined : scalarOf(raw);
    if (raw === undefined || value === undefined) this.#fail('expected a JSON value');
    this.#at += raw.length;
    return {type: 'scalar', value, raw, span: this.#span(start)};
  }

  /** A line break inside a string is kept: the fields of a unit file have always had them. */
  #string(): TextValue {
    const start = this.#at++;
    const pieces: Piece[] = [];
    let text = '';
    for (;;) {
      const end = this.#runEnd();
      pieces.push(...this.#piecesOf(this.#at, end, text.length));
      text += this.#text.slice(this.#at, end);
      this.#at = end;
      if (this.#text[end] === '"') break;
      text += this.#escape();
    }
    this.#at++;
    const span = this.#span(start);
    return {type: 'text', span, text: {text, span, pieces}};
  }

  #runEnd(): number {
    const quote = this.#text.indexOf('"', this.#at);
    if (quote === -1) this.#fail('this string has no end');
    const backslash = this.#text.slice(this.#at, quote).indexOf('\\');
    return backslash === -1 ? quote : this.#at + backslash;
  }

  #escape(): string {
    const letter = this.#text[this.#at + 1] ?? '';
    const hex = /^[0-9a-fA-F]{4}/.exec(this.#text.slice(this.#at + 2, this.#at + 6))?.[0];
    if (letter === 'u' && hex !== undefined) {
      this.#at += 6;
      return String.fromCharCode(Number.parseInt(hex, 16));
    }
    const text = escapes.get(letter);
    if (text === undefined) this.#fail(`JSON has no escape \\${letter}`);
    this.#at += 2;
    return text;
  }

  /** Strings are read from front to back, so the pieces before the last one are done with. */
  #piecesOf(start: number, end: number, at: number): readonly Piece[] {
    const found: Piece[] = [];
    const pieces = this.#pieces;
    for (; this.#piece < pieces.length; this.#piece++) {
      const piece = pieces[this.#piece];
      if (piece === undefined || piece.at >= end) break;
      const from = Math.max(start, piece.at);
      const to = Math.min(end, piece.at + piece.length);
      if (from < to) found.push({at: at + from - start, source: piece.source + (from - piece.at), length: to - from});
      if (piece.at + piece.length > end) break;
    }
    return found;
  }
}

function scalarOf(raw: string): number | boolean | null | undefined {
  if (raw === 'null') return null;
  if (raw === 'true' || raw === 'false') return raw === 'true';
  return /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/.test(raw) ? Number(raw) : undefined;
}
