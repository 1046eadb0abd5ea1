import {type Command, type Cursor, enter, giveUp, type HereDocument, peek, putPlaces, type Word} from './cursor.ts';
import {readArithmetic} from './expansions.ts';
import {readBodies} from './here-document.ts';
import {isAssignment, readNeededWord, readWord, skipBlanks} from './words.ts';

/** Words after which another command begins. Compound commands need no more than that here. */
const reserved = new Set([
  'if',
  'then',
  'else',
  'elif',
  'fi',
  'do',
  'done',
  'while',
  'until',
  '{',
  '}',
  '!',
  'time',
  'coproc',
]);

interface Draft {
  words: Word[];
  redirections: Word[];
  bodies: {start: number; end: number}[];
}

/** What ended a list: an unmatched `)`, a `;;`, the `esac` of the `case` it is in, or the text. */
type Ending = 'parenthesis' | 'clause' | 'esac' | 'text';

export function readList(cursor: Cursor): void {
  readCommands(cursor, false);
}

function emptyDraft(): Draft {
  return {words: [], redirections: [], bodies: []};
}

function finish(cursor: Cursor, draft: Draft, conditional = false): Draft {
  if (draft.words.length > 0 || draft.redirections.length > 0)
    cursor.commands.push({...draft, conditional} satisfies Command);
  return emptyDraft();
}

function readCommands(cursor: Cursor, inCase: boolean): Ending {
  if (!enter(cursor)) return 'text';
  const ending = readToEnd(cursor, inCase);
  cursor.depth--;
  return ending;
}

function readToEnd(cursor: Cursor, inCase: boolean): Ending {
  let draft = emptyDraft();
  for (;;) {
    skipBlanks(cursor);
    const ending = endingAt(cursor, inCase);
    if (ending !== undefined) {
      finish(cursor, draft);
      return ending;
    }
    const next = readNext(cursor, draft, inCase);
    if (next === 'esac') return next;
    draft = next;
  }
}

function endingAt(cursor: Cursor, inCase: boolean): Ending | undefined {
  const char = peek(cursor);
  if (char === '') return 'text';
  if (char === ')') return 'parenthesis';
  return inCase && /^;[;&]/.test(cursor.text.slice(cursor.at, cursor.at + 2)) ? 'clause' : undefined;
}

/** Reads an operator, a comment, a redirection or a word of a command. */
function readNext(cursor: Cursor, draft: Draft, inCase: boolean): Draft | 'esac' {
  const char = peek(cursor);
  if (';&|\n'.includes(char)) {
    cursor.at++;
    const fresh = finish(cursor, draft);
    if (char === '\n') readBodies(cursor);
    return fresh;
  }
  if (char === '#') skipComment(cursor);
  else if (char === '(') return readOpening(cursor, draft);
  else if ('<>'.includes(char) && peek(cursor, 1) !== '(') readRedirection(cursor, draft);
  else {
    const word = readWord(cursor);
    if (word === undefined) giveUp(cursor, 'the command cannot be followed');
    else if (inCase && isReserved(draft, word, 'esac')) return 'esac';
    else return takeWord(cursor, draft, word);
  }
  return draft;
}

function atCommand(draft: Draft): boolean {
  return draft.words.every(isAssignment);
}

function isReserved(draft: Draft, word: Word, name: string): boolean {
  return atCommand(draft) && !word.quoted && word.literal === name;
}

function takeWord(cursor: Cursor, draft: Draft, word: Word): Draft {
  if (!atCommand(draft) || word.quoted) {
    draft.words.push(word);
    return draft;
  }
  if (reserved.has(word.literal)) return draft;
  if (word.literal === 'case') {
    readCase(cursor);
    return draft;
  }
  draft.words.push(word);
  if (word.literal !== '[[') return draft;
  readConditional(cursor, draft);
  return finish(cursor, draft, true);
}

function skipComment(cursor: Cursor): void {
  const newline = cursor.text.indexOf('\n', cursor.at);
  const end = newline === -1 ? cursor.text.length : newline;
  putPlaces(cursor, cursor.at, end, {quoting: 'comment', startsWord: false});
  cursor.at = end;
}

/** A subshell, an arithmetic command, or the parentheses of a function's definition. */
function readOpening(cursor: Cursor, draft: Draft): Draft {
  const [first] = draft.words;
  if (peek(cursor, 1) === '(' && (atCommand(draft) || first?.literal === 'for')) {
    cursor.at += 2;
    if (readArithmetic(cursor)) return finish(cursor, draft);
    cursor.at -= 2;
  }
  cursor.at++;
  skipBlanks(cursor);
  if (!atCommand(draft)) {
    if (peek(cursor) !== ')') giveUp(cursor, 'a ( stands in the middle of a command');
    else cursor.at++;
    return finish(cursor, draft);
  }
  readCommands(cursor, false);
  if (peek(cursor) === ')') cursor.at++;
  else giveUp(cursor, 'a ( is not closed');
  return draft;
}

function readRedirection(cursor: Cursor, draft: Draft): void {
  const [operator = ''] =
    /^(?:<<<|<<-|<<|<>|<&|>>|>&|>\||[<>])/.exec(cursor.text.slice(cursor.at, cursor.at + 3)) ?? [];
  cursor.at += operator.length;
  skipBlanks(cursor);
  const word = readNeededWord(cursor);
  if (word === undefined) {
    giveUp(cursor, 'a redirection has no target');
    return;
  }
  draft.redirections.push(word);
  if (operator !== '<<' && operator !== '<<-') return;
  const raw = cursor.text.slice(word.start, word.end);
  if (/[$`]/.test(raw)) {
    giveUp(cursor, "a here-document's delimiter holds an expansion");
    return;
  }
  const document: HereDocument = {
    delimiter: word.literal,
    quoted: word.quoted,
    stripTabs: operator === '<<-',
    bodies: draft.bodies,
  };
  cursor.pending.push(document);
}

function skipLines(cursor: Cursor): void {
  for (skipBlanks(cursor); peek(cursor) === '\n' || peek(cursor) === '#'; skipBlanks(cursor)) {
    if (peek(cursor) === '#') skipComment(cursor);
    else {
      cursor.at++;
      readBodies(cursor);
    }
  }
}

/** Behind `case`: the subject, then clauses up to `esac`. */
function readCase(cursor: Cursor): void {
  skipBlanks(cursor);
  readNeededWord(cursor);
  skipLines(cursor);
  if (readWord(cursor)?.literal !== 'in') {
    giveUp(cursor, 'a case has no in');
    return;
  }
  for (;;) {
    skipLines(cursor);
    if (peek(cursor) === '(') cursor.at++;
    skipBlanks(cursor);
    const pattern = readNeededWord(cursor);
    if (pattern === undefined) {
      giveUp(cursor, 'a case is not closed');
      return;
    }
    if (pattern.literal === 'esac' && !pattern.quoted) return;
    if (!readPatterns(cursor)) {
      giveUp(cursor, 'the pattern of a case is not closed');
      return;
    }
    const ending = readCommands(cursor, true);
    if (ending === 'esac') return;
    if (ending !== 'clause') {
      giveUp(cursor, 'a case is not closed');
      return;
    }
    cursor.at += /^;(?:;&|;|&)/.exec(cursor.text.slice(cursor.at, cursor.at + 3))?.[0].length ?? 0;
  }
}

/** The other patterns of a clause and its `)`. */
function readPatterns(cursor: Cursor): boolean {
  for (skipBlanks(cursor); peek(cursor) === '|'; skipBlanks(cursor)) {
    cursor.at++;
    skipBlanks(cursor);
    readNeededWord(cursor);
  }
  if (peek(cursor) !== ')') return false;
  cursor.at++;
  return true;
}

/** Behind `[[`: its words up to `]]`, operators left out. */
function readConditional(cursor: Cursor, draft: Draft): void {
  let pattern = false;
  while (cursor.at < cursor.text.length) {
    skipLines(cursor);
    const word = readNeededWord(cursor, pattern ? 'pattern' : 'plain');
    pattern = word?.literal === '=~';
    if (word === undefined) {
      if (!'()<>&|'.includes(peek(cursor))) {
        giveUp(cursor, 'a [[ cannot be followed');
        return;
      }
      cursor.at++;
    } else {
      draft.words.push(word);
      if (word.literal === ']]' && !word.quoted) return;
    }
  }
  giveUp(cursor, 'a [[ is not closed');
}
