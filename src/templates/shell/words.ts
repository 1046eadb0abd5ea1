import {type Command, type Cursor, expansion, giveUp, peek, readRun, type Word} from './cursor.ts';
import {readBackticks, readDollar, readDouble, readEscape, readMark, readSingle} from './expansions.ts';
import {mark} from './place.ts';

/** `pattern` for the right side of `=~`, where parentheses and bars are part of the word. */
export type WordForm = 'plain' | 'pattern';

const meta = ' \t\n;&|<>()';
/** Characters that are nothing but themselves, wherever in a word. */
const plainRun = new RegExp(`[^ \\t\\n;&|<>()'"\\\\$\`{${mark}]+`, 'y');
const assignmentStart = /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=$/;

const none: readonly string[] = [];

interface Draft {
  literal: string;
  quoted: boolean;
  /** Unquoted `{` that are open. */
  braces: number;
  /** Open parentheses that belong to the word: an extended pattern. */
  groups: number;
  readonly marks: number[];
}

/** Blanks and continued lines; not newlines. */
export function skipBlanks(cursor: Cursor): void {
  while (' \t'.includes(peek(cursor)) && peek(cursor) !== '') cursor.at++;
  if (peek(cursor) === '\\' && peek(cursor, 1) === '\n') {
    cursor.at += 2;
    skipBlanks(cursor);
  }
}

/** Reads one word; undefined where none begins here. */
export function readWord(cursor: Cursor, form: WordForm = 'plain'): Word | undefined {
  const start = cursor.at;
  const before = cursor.variables.length;
  const draft: Draft = {literal: '', quoted: false, braces: 0, groups: 0, marks: []};
  for (;;) {
    draft.literal += readRun(cursor, plainRun);
    if (cursor.at >= cursor.text.length || endsWord(cursor, draft, form)) break;
    readPart(cursor, draft);
  }
  if (draft.groups > 0) giveUp(cursor, 'a ( in a word is not closed');
  if (cursor.at === start) return undefined;
  const variables = cursor.variables.length === before ? none : cursor.variables.slice(before);
  return {start, end: cursor.at, literal: draft.literal, quoted: draft.quoted, variables, marks: draft.marks};
}

function endsWord(cursor: Cursor, draft: Draft, form: WordForm): boolean {
  const char = peek(cursor);
  if (!meta.includes(char)) return false;
  if ('<>'.includes(char) && peek(cursor, 1) === '(' && draft.groups === 0) return false;
  if (draft.groups > 0) return char === '\n';
  if (char === '(') return !(form === 'pattern' || opensGroup(draft) || opensArray(draft));
  return !(form === 'pattern' && char === '|');
}

function opensGroup(draft: Draft): boolean {
  return !draft.quoted && /[?*+@!]$/.test(draft.literal);
}

function opensArray(draft: Draft): boolean {
  return !draft.quoted && assignmentStart.test(draft.literal);
}

function readPart(cursor: Cursor, draft: Draft): void {
  const char = peek(cursor);
  switch (char) {
    case "'":
    case '"': {
      const before = {from: cursor.at, commands: cursor.commands.length};
      draft.literal += char === '"' ? readDouble(cursor) : readSingle(cursor);
      draft.quoted = true;
      keepMarks(cursor, draft, before);
      return;
    }
    case '\\':
      if (peek(cursor, 1) === mark) draft.marks.push(cursor.at + 1);
      draft.literal += readEscape(cursor, 'bare');
      draft.quoted = true;
      return;
    case '$': {
      const before = {from: cursor.at, commands: cursor.commands.length};
      draft.literal += readDollar(cursor, false);
      keepMarks(cursor, draft, before);
      return;
    }
    case '`':
      draft.literal += readBackticks(cursor);
      return;
    case mark:
      readBareMark(cursor, draft);
      return;
    case '<':
    case '>':
      readProcess(cursor, draft);
      return;
    case '(':
      readParenthesis(cursor, draft);
      return;
    default:
      if (char === '{') draft.braces++;
      if (char === ')') draft.groups--;
      draft.literal += char;
      cursor.at++;
  }
}

/**
 * Takes the places read since `from` for the word's own, save those in the commands of a substitution. The first may
 * begin the word.
 */
function keepMarks(cursor: Cursor, draft: Draft, {from, commands}: {from: number; commands: number}): void {
  const inner = cursor.text.slice(from, cursor.at);
  if (!inner.includes(mark)) return;
  const nested = cursor.commands.slice(commands).flatMap(({words, redirections}) => [...words, ...redirections]);
  for (let at = inner.indexOf(mark); at !== -1; at = inner.indexOf(mark, at + 1)) {
    const offset = from + at;
    if (nested.some(({start, end}) => offset >= start && offset < end)) continue;
    draft.marks.push(offset);
    const place = cursor.places.get(offset);
    const first = at === 1 && (draft.literal === '' || draft.literal.startsWith(mark));
    if (place !== undefined && first) cursor.places.set(offset, {...place, startsWord: true});
  }
}

function readBareMark(cursor: Cursor, draft: Draft): void {
  draft.marks.push(cursor.at);
  const next = peek(cursor, 1);
  const lone = draft.literal === '' && !draft.quoted;
  readMark(cursor, 'bare', {
    startsWord: lone,
    ...(draft.braces > 0 ? {inBraces: true} : {}),
    ...(lone && '<>'.includes(next) && next !== '' ? {beforeRedirection: true} : {}),
  });
  draft.literal += mark;
}

/** `<(…)` and `>(…)`; in a pattern group a lone angle bracket is just a character. */
function readProcess(cursor: Cursor, draft: Draft): void {
  if (peek(cursor, 1) !== '(' || draft.groups > 0) {
    draft.literal += peek(cursor);
    cursor.at++;
    return;
  }
  cursor.at += 2;
  cursor.readList(cursor);
  if (peek(cursor) === ')') cursor.at++;
  else giveUp(cursor, 'a <( is not closed');
  draft.literal += expansion;
}

function readParenthesis(cursor: Cursor, draft: Draft): void {
  if (draft.groups > 0 || !opensArray(draft)) {
    draft.groups++;
    draft.literal += '(';
    cursor.at++;
    return;
  }
  cursor.at++;
  for (skipArraySpace(cursor); cursor.at < cursor.text.length && peek(cursor) !== ')'; skipArraySpace(cursor)) {
    const word = readWord(cursor);
    if (word === undefined) {
      giveUp(cursor, 'an array cannot be followed');
      return;
    }
    draft.marks.push(...word.marks);
  }
  if (peek(cursor) === ')') cursor.at++;
  else giveUp(cursor, 'an array is not closed');
  draft.literal += expansion;
}

function skipArraySpace(cursor: Cursor): void {
  for (skipBlanks(cursor); peek(cursor) === '\n'; skipBlanks(cursor)) cursor.at++;
  if (peek(cursor) === '#') giveUp(cursor, 'a comment stands in an array');
}

/** Reads a word that the grammar wants: one made of placeholders only must not come out empty. */
export function readNeededWord(cursor: Cursor, form: WordForm = 'plain'): Word | undefined {
  const word = readWord(cursor, form);
  if (word === undefined || word.quoted || [...word.literal].some((char) => char !== mark)) return word;
  for (const offset of word.marks) {
    const place = cursor.places.get(offset);
    if (place !== undefined) cursor.places.set(offset, {...place, needsWord: true});
  }
  return word;
}

export function isAssignment(word: Word): boolean {
  return /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/.test(word.literal);
}

/** The words after the assignments a command begins with. */
export function commandWords(command: Command): readonly Word[] {
  const first = command.words.findIndex((word) => !isAssignment(word));
  return first === -1 ? [] : command.words.slice(first);
}
