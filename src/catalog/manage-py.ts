import type {SourceFile, Span} from '../base/source.ts';

/** An argument of `setup(…)`: its text where it is a literal, and where it stands. */
export interface SetupArgument {
  /** Undefined where Python would compute it. */
  readonly text: string | undefined;
  readonly span: Span;
}

const call = /(?<![\w.])(?<!def\s+)setup\s*\(/g;
const name = /^([A-Za-z_]\w*)\s*=(?!=)/;
const opening = new Set(['(', '[', '{']);
const closing = new Set([')', ']', '}']);
const pythonString =
  /^[rRuUbB]{0,2}(?:"""([\s\S]*?)"""|'''([\s\S]*?)'''|"((?:[^"\\\n]|\\[\s\S])*)"|'((?:[^'\\\n]|\\[\s\S])*)')/;
const comment = /^#[^\n]*/;

/** The end of the Python string or comment that starts at `at`, else `at`. */
function pastToken(text: string, at: number): number {
  const first = text[at];
  if (first !== '"' && first !== "'" && first !== '#') return at;
  const rest = text.slice(at, at + 100_000);
  return at + ((first === '#' ? comment : pythonString).exec(rest)?.[0].length ?? 1);
}

/** Extents of the arguments of the call whose parenthesis is opened right before `start`. */
function splitArguments(text: string, start: number): readonly {readonly start: number; readonly end: number}[] {
  const parts: {start: number; end: number}[] = [];
  let depth = 0;
  let from = start;
  for (let at = start; at < text.length; at++) {
    const past = pastToken(text, at);
    if (past > at) {
      at = past - 1;
      continue;
    }
    const character = text[at] ?? '';
    if (opening.has(character)) depth++;
    if (closing.has(character)) depth--;
    if (depth >= 0 && !(depth === 0 && character === ',')) continue;
    parts.push({start: from, end: at});
    from = at + 1;
    if (depth < 0) return parts;
  }
  return parts;
}

function withoutEscapes(text: string): string {
  return text.replace(/\\(\n|.)/g, (_, escaped: string) => {
    if (escaped === '\n') return '';
    return escaped === 'n' ? '\n' : escaped === 't' ? '\t' : escaped;
  });
}

/** One or several adjoining string literals, perhaps in the call that marks them for translation. */
function literal(expression: string): string | undefined {
  const marked = /^(?:N_|_|gettext|gettext_noop)\s*\(([\s\S]*)\)$/.exec(expression)?.[1] ?? expression;
  let rest = marked.replace(/^[\s(]+|[\s,)]+$/g, '');
  let text = '';
  if (rest === '') return undefined;
  while (rest !== '') {
    const match = pythonString.exec(rest) ?? comment.exec(rest);
    if (match === null) return undefined;
    text += withoutEscapes(match[1] ?? match[2] ?? match[3] ?? match[4] ?? '');
    rest = rest.slice(match[0].length).trimStart();
  }
  return text;
}

/** A comment may stand between two arguments. */
function skipBlank(text: string, from: number): number {
  const blank = /^(?:\s|#[^\n]*)*/.exec(text.slice(from, from + 10_000));
  return from + (blank?.[0].length ?? 0);
}

/**
 * The keyword arguments of the last `setup(…)` in a Checkbox provider's manage.py, which is read as text and never run.
 * Undefined where there is no such call.
 */
export function readManagePy(file: SourceFile): ReadonlyMap<string, SetupArgument> | undefined {
  const last = [...file.text.matchAll(call)].at(-1);
  if (last === undefined) return undefined;
  const found = new Map<string, SetupArgument>();
  for (const part of splitArguments(file.text, last.index + last[0].length)) {
    const start = skipBlank(file.text, part.start);
    const whole = file.text.slice(start, part.end).trimEnd();
    const match = name.exec(whole);
    if (match === null) continue;
    const text = literal(whole.slice(match[0].length).trim());
    found.set(match[1] ?? '', {text, span: {file, start, end: start + whole.length}});
  }
  return found;
}
