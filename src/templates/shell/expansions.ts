import {type Cursor, enter, expansion, giveUp, noteArithmetic, peek, putPlace, putPlaces, readRun} from './cursor.ts';
import {mark, type Place} from './place.ts';

const escaped = {kind: 'plain', because: 'a backslash before it would take away its quoting'} as const;
const inArithmetic = {
  kind: 'arithmetic',
  because: 'it stands in an arithmetic expression, which can run commands',
} as const;
const inBackticks = {kind: 'inert', because: 'text in backticks is parsed twice; write $(…) instead'} as const;

/** A backslash and what it escapes. Gives the literal character, nothing for a continued line. */
export function readEscape(cursor: Cursor, quoting: Place['quoting']): string {
  cursor.at++;
  const next = peek(cursor);
  if (next === mark) putPlace(cursor, {quoting, demand: escaped, startsWord: false});
  cursor.at++;
  return next === '\n' ? '' : next;
}

/** From an opening `'` to behind the closing one; gives what stands between. */
export function readSingle(cursor: Cursor): string {
  const from = cursor.at + 1;
  const to = cursor.text.indexOf("'", from);
  if (to === -1) {
    giveUp(cursor, "a ' is not closed");
    return '';
  }
  const text = cursor.text.slice(from, to);
  putPlaces(cursor, from, to, {quoting: 'single', startsWord: false});
  cursor.at = to + 1;
  return text;
}

/** `$'…'`: bash knows escapes in it, dash reads a dollar and single quotes. What they read differently is refused. */
function readAnsi(cursor: Cursor): string {
  cursor.at += 2;
  const from = cursor.at;
  while (cursor.at < cursor.text.length && peek(cursor) !== "'") {
    if (peek(cursor) === mark) putPlace(cursor, {quoting: 'ansi', startsWord: false});
    if (peek(cursor) === '\\') {
      if (peek(cursor, 1) === "'") cursor.trouble ??= "shells disagree on where a $'…' with an escaped quote ends";
      readEscape(cursor, 'ansi');
    } else cursor.at++;
  }
  if (cursor.at >= cursor.text.length) giveUp(cursor, "a $' is not closed");
  const text = cursor.text.slice(from, cursor.at);
  cursor.at++;
  return text;
}

function joinsVariable(cursor: Cursor): boolean {
  return /\$(?:[A-Za-z_]\w*)?$/.test(cursor.text.slice(Math.max(0, cursor.at - 80), cursor.at));
}

/** A placeholder in unquoted text or in double quotes. */
export function readMark(cursor: Cursor, quoting: 'bare' | 'double' | 'here', about: Partial<Place> = {}): void {
  putPlace(cursor, {
    quoting,
    startsWord: false,
    ...(joinsVariable(cursor) ? {joinsVariable: true} : {}),
    ...about,
  });
  cursor.at++;
}

const plainInDouble = new RegExp(`[^"\\\\$\`${mark}]+`, 'y');

/** From an opening `"` to behind the closing one; gives the literal text between. */
export function readDouble(cursor: Cursor): string {
  cursor.at++;
  let literal = '';
  while (cursor.at < cursor.text.length) {
    literal += readRun(cursor, plainInDouble);
    const char = peek(cursor);
    if (char === '"') {
      cursor.at++;
      return literal;
    }
    if (char === '\\' && '$`"\\\n'.includes(peek(cursor, 1))) literal += readEscape(cursor, 'double');
    else if (char === '\\' && peek(cursor, 1) === mark) literal += readEscape(cursor, 'double');
    else if (char === '$') literal += readDollar(cursor, true);
    else if (char === '`') literal += readBackticks(cursor);
    else {
      literal += char;
      if (char === mark) readMark(cursor, 'double');
      else cursor.at++;
    }
  }
  giveUp(cursor, 'a " is not closed');
  return literal;
}

/** The commands inside are looked at on their own, since they may hand values to another parser. */
export function readBackticks(cursor: Cursor): string {
  const from = cursor.at + 1;
  let inner = '';
  for (cursor.at = from; cursor.at < cursor.text.length && peek(cursor) !== '`'; cursor.at++) {
    if (peek(cursor) === '\\' && '`\\$'.includes(peek(cursor, 1))) cursor.at++;
    inner += peek(cursor);
  }
  if (cursor.at >= cursor.text.length) {
    giveUp(cursor, 'a ` is not closed');
    return '';
  }
  putPlaces(cursor, from, cursor.at, {quoting: 'bare', startsWord: false, demand: inBackticks});
  cursor.at++;
  readInside(cursor, inner);
  return expansion;
}

/** Reads a text of its own and keeps what it says about the script, not its places. */
function readInside(cursor: Cursor, text: string): void {
  if (!enter(cursor)) return;
  const inner: Cursor = {...cursor, text, at: 0, places: new Map(), commands: [], pending: []};
  cursor.readList(inner);
  if (inner.at < text.length || inner.trouble !== undefined) cursor.trouble ??= inner.trouble ?? 'a ) is not opened';
  for (const command of inner.commands) cursor.commands.push({...command, words: command.words.map(unplaced)});
  cursor.depth--;
}

function unplaced<T extends {readonly marks: readonly number[]}>(word: T): T {
  return {...word, start: -1, end: -1, marks: []};
}

/** Where the `))` of arithmetic begins that was opened before `from`; undefined where parentheses close otherwise. */
function arithmeticEnd(text: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')') {
      if (depth === 0) return text[at + 1] === ')' ? at : undefined;
      depth--;
    }
  }
  return undefined;
}

/** Behind `((`: reads to behind `))`. False, with nothing read, where this is no arithmetic. */
export function readArithmetic(cursor: Cursor): boolean {
  const from = cursor.at;
  const to = arithmeticEnd(cursor.text, from);
  if (to === undefined) return false;
  readArithmeticTo(cursor, to);
  if (cursor.at === to) cursor.at = to + 2;
  else giveUp(cursor, 'an arithmetic expression cannot be followed');
  return true;
}

function readArithmeticTo(cursor: Cursor, to: number): void {
  noteArithmetic(cursor, cursor.text.slice(cursor.at, to));
  while (cursor.at < to) {
    const char = peek(cursor);
    if (char === '$') readDollar(cursor, true);
    else if (char === '`') readBackticks(cursor);
    else {
      if (char === mark) putPlace(cursor, {quoting: 'bare', startsWord: false, demand: inArithmetic});
      cursor.at++;
    }
  }
}

/** Everything that begins with `$`. Gives what it stands for in a word's literal text. */
export function readDollar(cursor: Cursor, quoted: boolean): string {
  const next = peek(cursor, 1);
  if (next === '(') return readSubstitution(cursor);
  if (next === '{') return readParameter(cursor, quoted);
  if (next === "'" && !quoted) return readAnsi(cursor);
  if (next === '"' && !quoted) {
    cursor.at++;
    return readDouble(cursor);
  }
  if (next === '[') {
    const to = cursor.text.indexOf(']', cursor.at);
    if (to === -1) giveUp(cursor, 'a $[ is not closed');
    else {
      cursor.at += 2;
      readArithmeticTo(cursor, to);
      cursor.at = Math.max(cursor.at, to) + 1;
    }
    return expansion;
  }
  const [name = ''] = /^(?:[A-Za-z_]\w*|[0-9@*#?$!-])/.exec(cursor.text.slice(cursor.at + 1, cursor.at + 200)) ?? [];
  cursor.at += 1 + name.length;
  if (name === '') return '$';
  cursor.variables.push(/^[0-9@*]/.test(name) ? '1' : name);
  return expansion;
}

function readSubstitution(cursor: Cursor): string {
  if (!enter(cursor)) return expansion;
  cursor.at += 2;
  if (peek(cursor) === '(') {
    cursor.at++;
    if (readArithmetic(cursor)) {
      cursor.depth--;
      return expansion;
    }
    cursor.at--;
  }
  const pending = cursor.pending;
  cursor.pending = [];
  cursor.readList(cursor);
  if (cursor.pending.length > 0) cursor.trouble ??= 'a here-document begins after the end of its $(…)';
  cursor.pending = pending;
  if (peek(cursor) === ')') cursor.at++;
  else giveUp(cursor, 'a $( is not closed');
  cursor.depth--;
  return expansion;
}

/** Operators whose operand is a word or a pattern, after a name and perhaps a subscript. */
const operandFollows = /^(?:[A-Za-z_]\w*|[0-9@*#?$!-]+)(?:\[[^\]]*\])?(?::?[-=+?]|##?|%%?)/;
const inName = {kind: 'name', because: 'it stands inside a parameter expansion'} as const;
const inOperand = {
  kind: 'plain',
  because: 'shells disagree on quotes inside a parameter expansion',
} as const;

/** `${…}`: reads to behind the closing brace. */
function readParameter(cursor: Cursor, quoted: boolean): string {
  const from = cursor.at + 2;
  if (!enter(cursor)) return expansion;
  cursor.at = from;
  while (cursor.at < cursor.text.length && peek(cursor) !== '}') readInParameter(cursor, from, quoted);
  const inside = cursor.text.slice(from, cursor.at);
  if (peek(cursor) === '}') cursor.at++;
  else giveUp(cursor, 'a ${ is not closed');
  noteParameter(cursor, inside);
  cursor.depth--;
  return expansion;
}

function readInParameter(cursor: Cursor, from: number, quoted: boolean): void {
  const char = peek(cursor);
  if (char === '$') readDollar(cursor, true);
  else if (char === '`') readBackticks(cursor);
  else if (char === '\\') readEscape(cursor, 'double');
  else if (char === "'" && quoted) {
    cursor.trouble ??= "shells disagree on a ' inside a quoted parameter expansion";
    cursor.at++;
  } else if (char === "'" || char === '"') {
    const start = cursor.at;
    if (char === "'") readSingle(cursor);
    else readDouble(cursor);
    putPlaces(cursor, start, cursor.at, {quoting: 'bare', startsWord: false, demand: demandOf(cursor, from, start)});
  } else {
    if (char === mark)
      putPlace(cursor, {quoting: 'bare', startsWord: false, demand: demandOf(cursor, from, cursor.at)});
    cursor.at++;
  }
}

function demandOf(cursor: Cursor, from: number, to: number): NonNullable<Place['demand']> {
  return operandFollows.test(cursor.text.slice(from, to)) ? inOperand : inName;
}

function noteParameter(cursor: Cursor, inside: string): void {
  const [, indirect = '', name = '', rest = ''] = /^([!#]?)([A-Za-z_]\w*|[0-9@*]*)(.*)$/s.exec(inside) ?? [];
  const known = /^[0-9@*]/.test(name) ? '1' : name;
  if (known !== '') cursor.variables.push(known);
  if (indirect === '!' && known !== '') cursor.arithmetic.add(known);
  const [subscript] = /^\[[^\]]*\]/.exec(rest) ?? [''];
  noteArithmetic(cursor, subscript);
  const after = rest.slice(subscript.length);
  if (/^:(?![-=+?])/.test(after)) noteArithmetic(cursor, after);
  if (/^@P/.test(after)) cursor.trouble ??= 'an @P expansion runs what a variable holds';
}
