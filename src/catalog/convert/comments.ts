import {CST, Lexer} from 'yaml';
import type {SourceFile} from '../../base/source.ts';

/** What a comment says, without the mark that begins it. */
export interface Remark {
  readonly text: string;
}

/** A comment of either form, and where it stands. */
export interface Comment extends Remark {
  readonly start: number;
  readonly end: number;
}

/** The lines that begin with `#`: in .pxu these are comments wherever they stand. */
export function pxuComments({text}: SourceFile): readonly Comment[] {
  return [...text.matchAll(/^#(.*?)\r*$/gm)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    text: (match[1] ?? '').trimEnd(),
  }));
}

export function yamlComments({text}: SourceFile): readonly Comment[] {
  const comments: Comment[] = [];
  let at = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const type = CST.tokenType(lexeme);
    // These stand for something that has no characters of its own.
    if (type === 'doc-mode' || type === 'flow-error-end' || type === 'scalar') continue;
    const end = at + lexeme.length;
    if (type === 'comment') comments.push({start: at, end, text: lexeme.replace(/^#/, '').trimEnd()});
    at = end;
  }
  return comments;
}

/** Groups with an empty line behind each but the last, which stands right above what follows. */
export function printComments(groups: readonly (readonly Remark[])[]): string {
  return groups.map((group) => group.map(({text}) => `#${text}\n`).join('')).join('\n');
}

/** Hands out comments in the order of the file, each once. */
export class CommentQueue {
  readonly #file: SourceFile;
  readonly #comments: readonly Comment[];
  #next = 0;

  constructor(file: SourceFile, comments: readonly Comment[]) {
    this.#file = file;
    this.#comments = comments;
  }

  /** Those that begin before the offset. */
  before(offset: number): readonly Comment[] {
    const from = this.#next;
    while ((this.#comments[this.#next]?.start ?? offset) < offset) this.#next++;
    return this.#comments.slice(from, this.#next);
  }

  /** Those that follow the offset line by line, without an empty line between. */
  adjoining(offset: number): readonly Comment[] {
    const from = this.#next;
    let end = offset;
    for (let next = this.#comments[from]; next !== undefined; next = this.#comments[this.#next]) {
      if (this.#isParted(end, next.start)) break;
      end = next.end;
      this.#next++;
    }
    return this.#comments.slice(from, this.#next);
  }

  /** Comments parted by empty lines, as groups; the last group is empty where one parts it from `offset`. */
  groups(comments: readonly Comment[], offset: number): readonly (readonly Comment[])[] {
    const groups: Comment[][] = [[]];
    let end: number | undefined;
    for (const comment of comments) {
      if (end !== undefined && this.#isParted(end, comment.start)) groups.push([]);
      groups.at(-1)?.push(comment);
      end = comment.end;
    }
    if (end !== undefined && this.#isParted(end, offset)) groups.push([]);
    return groups;
  }

  #isParted(from: number, to: number): boolean {
    return /\n[ \t\r]*\n/.test(this.#file.text.slice(from, to));
  }
}
