import {columnsOf} from './columns.ts';

export interface WrapOptions {
  /** Terminal columns; undefined: the text stays one line, as a log wants it. */
  readonly columns: number | undefined;
  /** Before every line but the first. */
  readonly indent: string;
}

/** Breaks between words. A word that is wider than a line stays whole. */
export function wrap(text: string, {columns, indent}: WrapOptions): readonly string[] {
  if (columns === undefined) return [text];
  const lines: string[] = [];
  // The first line keeps its own indentation.
  let line = /^ */.exec(text)?.[0] ?? '';
  let width = line.length;
  let isBlank = true;
  for (const word of text.trimStart().split(/(?<=\S)(?= )/)) {
    const taken = isBlank ? word.trimStart() : word;
    const wide = columnsOf(taken);
    if (!isBlank && width + wide > columns) {
      lines.push(line);
      line = indent + word.trimStart();
      width = columnsOf(line);
    } else {
      line += taken;
      width += wide;
    }
    isBlank = false;
  }
  lines.push(line);
  return lines;
}
