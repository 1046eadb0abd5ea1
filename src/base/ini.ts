import type {Diagnostic, DiagnosticCode, Parsed} from './diagnostic.ts';
import type {Piece, SourceFile, SourceText, Span} from './source.ts';

export interface IniEntry {
  readonly key: string;
  readonly keySpan: Span;
  /** Lines that are indented more than the key belong to it, without their indentation. */
  readonly value: SourceText;
}

export interface IniSection {
  readonly name: string;
  readonly nameSpan: Span;
  readonly entries: readonly IniEntry[];
}

export interface IniOptions {
  /** What may stand between a key and its value. */
  readonly delimiters: '=' | '=:';
}

interface Line {
  readonly text: string;
  readonly start: number;
  readonly indent: number;
}

interface OpenEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly indent: number;
  readonly lines: (Piece & {readonly text: string})[];
}

interface OpenSection {
  readonly name: string;
  readonly nameSpan: Span;
  readonly entries: Map<string, OpenEntry>;
}

function linesOf({text}: SourceFile): readonly Line[] {
  const lines: Line[] = [];
  for (const match of text.matchAll(/[^\n]*\n?/g)) {
    if (match[0] === '') continue;
    const line = match[0].replace(/\r?\n$/, '');
    lines.push({text: line, start: match.index, indent: /^\s*/.exec(line)?.[0].length ?? 0});
  }
  return lines;
}

/** The value's text: the lines of it as they stand, joined again. */
function joinedValue(file: SourceFile, {lines, keySpan}: OpenEntry): SourceText {
  const kept = lines.slice(0, lines.findLastIndex(({text}) => text !== '') + 1);
  const [first] = kept;
  const last = kept.at(-1);
  if (first === undefined || last === undefined) {
    const at = lines[0]?.source ?? keySpan.end;
    return {text: '', span: {file, start: at, end: at}, pieces: []};
  }
  let at = 0;
  const pieces = kept.map(({text, source, length}): Piece => {
    const piece = {at, source, length};
    at += text.length + 1;
    return piece;
  });
  const span = {file, start: first.source, end: last.source + last.length};
  return {text: kept.map(({text}) => text).join('\n'), span, pieces: pieces.filter(({length}) => length > 0)};
}

/** Reads line after line; what is wrong with one is said and the next is read. */
class Reader {
  readonly diagnostics: Diagnostic[] = [];
  readonly sections = new Map<string, OpenSection>();
  readonly #file: SourceFile;
  readonly #separator: RegExp;
  #section: OpenSection | undefined;
  #entry: OpenEntry | undefined;

  constructor(file: SourceFile, {delimiters}: IniOptions) {
    this.#file = file;
    this.#separator = delimiters === '=' ? /\s*=\s*/ : /\s*[=:]\s*/;
  }

  take(line: Line): void {
    const content = line.text.trim();
    if (/^[#;]/.test(content)) return;
    if (content === '') this.#entry?.lines.push({text: '', at: 0, source: line.start, length: 0});
    else if (this.#entry !== undefined && line.indent > this.#entry.indent) this.#continue(this.#entry, line, content);
    else if (content.startsWith('[')) this.#open(line, content);
    else this.#read(line, content);
  }

  #span(line: Line, from: number, length: number): Span {
    const start = line.start + from;
    return {file: this.#file, start, end: start + length};
  }

  #say(code: DiagnosticCode, message: string, span: Span, first?: Span): void {
    const related = first === undefined ? {} : {related: [{message: 'the first is here', span: first}]};
    this.diagnostics.push({code, severity: 'error', message, span, ...related});
  }

  #continue(entry: OpenEntry, line: Line, content: string): void {
    entry.lines.push({text: content, at: 0, source: line.start + line.indent, length: content.length});
  }

  #open(line: Line, content: string): void {
    this.#entry = undefined;
    const name = /^\[([^\]]+)\]/.exec(content)?.[1];
    const span = this.#span(line, line.indent, content.length);
    if (name === undefined) {
      this.#section = undefined;
      this.#say('syntax/section-header', 'A section begins with its name in brackets: [name].', span);
      return;
    }
    const nameSpan = this.#span(line, line.indent + 1, name.length);
    const known = this.sections.get(name);
    if (known !== undefined) {
      this.#say('syntax/duplicate-section', `The section [${name}] is here twice.`, nameSpan, known.nameSpan);
    }
    this.#section = known ?? {name, nameSpan, entries: new Map()};
    this.sections.set(name, this.#section);
  }

  #read(line: Line, content: string): void {
    this.#entry = undefined;
    const separator = this.#separator.exec(content);
    const span = this.#span(line, line.indent, content.length);
    if (separator === null || separator.index === 0) {
      this.#say('syntax/ini-line', 'This line is no [section], no comment and no key = value.', span);
      return;
    }
    const key = content.slice(0, separator.index);
    const keySpan = this.#span(line, line.indent, key.length);
    const from = separator.index + separator[0].length;
    const value = {text: content.slice(from), at: 0, source: span.start + from, length: content.length - from};
    const entry = {key, keySpan, indent: line.indent, lines: [value]};
    this.#entry = entry;
    if (this.#section === undefined) {
      this.#say('syntax/no-section', 'This stands before the first [section].', keySpan);
      return;
    }
    const known = this.#section.entries.get(key);
    if (known === undefined) this.#section.entries.set(key, entry);
    else this.#say('syntax/duplicate-field', `"${key}" is in this section twice.`, keySpan, known.keySpan);
  }
}

/** An INI file as Python's configparser reads it, without its interpolation of values. Sections and keys in their order. */
export function parseIni(file: SourceFile, options: IniOptions): Parsed<readonly IniSection[]> {
  const reader = new Reader(file, options);
  for (const line of linesOf(file)) reader.take(line);
  const value = [...reader.sections.values()].map(
    ({name, nameSpan, entries}): IniSection => ({
      name,
      nameSpan,
      entries: [...entries.values()].map((entry) => ({
        key: entry.key,
        keySpan: entry.keySpan,
        value: joinedValue(file, entry),
      })),
    }),
  );
  return {value, diagnostics: reader.diagnostics};
}
