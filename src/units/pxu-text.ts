import type {Piece, SourceFile, SourceText} from '../base/source.ts';

/** Offsets of a part of the file; `end` is exclusive. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

const space = 32;
const tab = 9;
const dot = 46;

function isIndent(code: number): boolean {
  return code === space || code === tab;
}

function trimStart(text: string, {start, end}: Extent): Extent {
  let from = start;
  while (from < end && text.slice(from, from + 1).trim() === '') from++;
  return {start: from, end};
}

function trimEnd(text: string, {start, end}: Extent): Extent {
  let to = end;
  while (to > start && text.slice(to - 1, to).trim() === '') to--;
  return {start, end: to};
}

export function trimExtent(text: string, extent: Extent): Extent {
  return trimEnd(text, trimStart(text, extent));
}

/** A row of nothing but one dot and white space stands for an empty line. */
function isLoneDot(text: string, row: Extent): boolean {
  const {end} = trimEnd(text, row);
  return text.charCodeAt(end - 1) === dot && trimStart(text, {start: row.start, end}).start === end - 1;
}

/** How many characters of indentation all rows with content share, letter for letter. */
function commonIndent(text: string, rows: readonly Extent[]): number {
  let model: Extent | undefined;
  for (const row of rows) {
    if (row.start === row.end) continue;
    if (model === undefined) {
      let end = row.start;
      while (end < row.end && isIndent(text.charCodeAt(end))) end++;
      model = {start: row.start, end};
      continue;
    }
    let length = 0;
    const most = Math.min(model.end - model.start, row.end - row.start);
    while (length < most && text.charCodeAt(model.start + length) === text.charCodeAt(row.start + length)) length++;
    model = {start: model.start, end: model.start + length};
  }
  return model === undefined ? 0 : model.end - model.start;
}

/**
 * The rows a value is made of. Text that begins beside the field's name has no indentation, so then the rows below it
 * keep theirs, save the one character that marks them as continuations.
 */
function rowsOf(text: string, first: Extent, continuation: readonly Extent[]): Extent[] {
  const rows = continuation.map((row) => (isLoneDot(text, row) ? {start: row.end - 1, end: row.end - 1} : row));
  if (first.start < first.end) return [first, ...rows];
  const indent = commonIndent(text, rows);
  if (indent === 0) return rows;
  return rows.map((row) => (row.start === row.end ? row : {start: row.start + indent, end: row.end}));
}

/**
 * A field's value from the text beside its name and the continuation rows below it, each without its marking character
 * and line end. Empty lines written as dots are kept even at the edges.
 */
export function valueText(file: SourceFile, first: Extent, continuation: readonly Extent[]): SourceText {
  const head = trimStart(file.text, first);
  const rows = rowsOf(file.text, head, continuation);
  const [top = head] = rows;
  rows[0] = trimStart(file.text, top);
  const last = rows.length - 1;
  rows[last] = trimEnd(file.text, rows[last] ?? head);
  const pieces: Piece[] = [];
  const lines: string[] = [];
  let at = 0;
  for (const {start, end} of rows) {
    pieces.push({at, source: start, length: end - start});
    lines.push(file.text.slice(start, end));
    at += end - start + 1;
  }
  const start = rows[0]?.start ?? head.start;
  const end = rows[last]?.end ?? head.end;
  return {text: lines.length === 1 ? (lines[0] ?? '') : lines.join('\n'), span: {file, start, end}, pieces};
}
