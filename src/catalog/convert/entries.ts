import {type SourceText, sliceText} from '../../base/source.ts';

/** One line of a value that holds one entry or several a line. */
export interface EntryLine {
  /** Without the space around it and without its comment; empty where the line holds none. */
  readonly text: SourceText;
  readonly comment?: string;
}

/** What begins a comment: any `#`, one behind white space, or one outside of an expression's strings. */
export type CommentRule = 'anywhere' | 'after-space' | 'outside-strings';

const beforeComment: Readonly<Record<CommentRule, RegExp>> = {
  anywhere: /^(?:"[^"]*"|[^#"]|"(?![^"]*"))*/,
  'after-space': /^(?:"[^"]*"|\S#*|\s(?!#))*/,
  'outside-strings': /^(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^#"']|["'])*/,
};

/** Nobody writes a comment behind so long a line, and looking for one takes its time. */
const longest = 10_000;

function withoutComment(line: string, rule: CommentRule): string {
  return line.trimStart().startsWith('#') ? '' : (beforeComment[rule].exec(line)?.[0] ?? line);
}

/** The value's lines with the comments in them, which are text as far as the syntax of the file goes. */
export function entryLines(value: SourceText, rule: CommentRule): readonly EntryLine[] {
  let at = 0;
  return value.text.split('\n').map((line) => {
    const start = at;
    at += line.length + 1;
    const whole = line.length > longest ? line : withoutComment(line, rule);
    const rest = line.slice(whole.length).trim();
    const from = start + (whole.length - whole.trimStart().length);
    const text = sliceText(value, Math.min(from, start + whole.length), start + whole.trimEnd().length);
    return rest.startsWith('#') ? {text, comment: rest.slice(1).trimEnd()} : {text};
  });
}
