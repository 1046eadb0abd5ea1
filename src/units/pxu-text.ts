import {type Piece, type SourceFile, type SourceText, verbatim} from '../base/source.ts';

/** Offsets of a part of the file; `end` is exclusive. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

const space = 32;
const tab = 9;
const carriageReturn = 13;
const hash = 35;
const dot = 46;

/** White space as `trim` knows it. */
function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code > space && code < 128) return false;
  return code === space || (code >= tab && code <= carriageReturn) || text.charAt(at).trim() === '';
}

function pastSpace(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isSpace(text, at)) at++;
  return at;
}

/** Where the white space at the end of the part begins. */
function beforeSpace(text: string, start: number, from: number): number {
  let at = from;
  while (at > start && isSpace(text, at - 1)) at--;
  return at;
}

export function trimExtent(text: string, {start, end}: Extent): Extent {
  const from = pastSpace(text, start, end);
  return {start: from, end: beforeSpace(text, from, end)};
}

/** The end of a line without the carriage returns before its line end. */
export function lineEnd(text: string, start: number, newline: number): number {
  let end = newline;
  while (end > start && text.charCodeAt(end - 1) === carriageReturn) end--;
  return end;
}

/** A row of nothing but one dot and white space stands for an empty line. */
function isLoneDot(text: string, {start, end}: Extent): boolean {
  const last = beforeSpace(text, start, end) - 1;
  return text.charCodeAt(last) === dot && last >= start && pastSpace(text, start, last) === last;
}

/** How many characters of indentation all rows with content share, letter for letter. */
function commonIndent(text: string, rows: readonly Extent[]): number {
  let model = -1;
  let length = 0;
  for (const {start, end} of rows) {
    if (start === end) continue;
    let same = 0;
    if (model === -1) {
      model = start;
      for (let at = start; at < end && (text.charCodeAt(at) === space || text.charCodeAt(at) === tab); at++) same++;
    } else {
      const most = Math.min(length, end - start);
      while (same < most && text.charCodeAt(model + same) === text.charCodeAt(start + same)) same++;
    }
    length = same;
  }
  return length;
}

/** The continuation rows below the first line, each without its marking character and line end; comments are none. */
function continuationRows(text: string, {start, end}: Extent): Extent[] {
  const rows: Extent[] = [];
  for (let at = start; at < end; ) {
    const found = text.indexOf('\n', at);
    const newline = found === -1 || found > end ? end : found;
    if (text.charCodeAt(at) !== hash) {
      const row = {start: at + 1, end: lineEnd(text, at + 1, newline)};
      rows.push(isLoneDot(text, row) ? {start: row.end - 1, end: row.end - 1} : row);
    }
    at = newline + 1;
  }
  return rows;
}

/**
 * The rows a value is made of. Text that begins beside the field's name has no indentation, so then the rows below it
 * keep theirs, save the one character that marks them as continuations.
 */
function rowsOf(text: string, first: Extent, below: Extent): Extent[] {
  const head = {start: pastSpace(text, first.start, first.end), end: first.end};
  const rows = continuationRows(text, below);
  if (rows.length === 0) return [head];
  if (head.start < head.end) return [head, ...rows];
  const indent = commonIndent(text, rows);
  if (indent === 0) return rows;
  return rows.map((row) => (row.start === row.end ? row : {start: row.start + indent, end: row.end}));
}

function onOneLine(file: SourceFile, extent: Extent): SourceText {
  const {start, end} = trimExtent(file.text, extent);
  return verbatim({file, start, end});
}

/**
 * A field's value: all from behind the colon to the end of its last continuation line. Empty lines written as dots are
 * kept even at the edges.
 */
export function valueText(file: SourceFile, {start: from, end: to}: Extent): SourceText {
  const {text} = file;
  const newline = text.indexOf('\n', from);
  if (newline === -1 || newline >= to) return onOneLine(file, {start: from, end: to});
  const rows = rowsOf(text, {start: from, end: lineEnd(text, from, newline)}, {start: newline + 1, end: to});
  const [top = {start: from, end: from}] = rows;
  rows[0] = {start: pastSpace(text, top.start, top.end), end: top.end};
  const last = rows.length - 1;
  const {start: lastStart, end: lastEnd} = rows[last] ?? top;
  rows[last] = {start: lastStart, end: beforeSpace(text, lastStart, lastEnd)};
  const pieces: Piece[] = [];
  const lines: string[] = [];
  let at = 0;
  for (const {start, end} of rows) {
    pieces.push({at, source: start, length: end - start});
    lines.push(text.slice(start, end));
    at += end - start + 1;
  }
  const span = {file, start: rows[0].start, end: rows[last]?.end ?? from};
  return {text: lines.length === 1 ? (lines[0] ?? '') : lines.join('\n'), span, pieces};
}

/** Whether the value's first character is not one that may stand for nothing: a comment's or a dot. */
export function startsPlainly(text: string, {start, end}: Extent): boolean {
  const first = pastSpace(text, start, end);
  const code = text.charCodeAt(first);
  return first < end && code !== hash && code !== dot;
}

/** Where the value that stands at `extent` ends, as in its span. */
export function valueEnd(file: SourceFile, extent: Extent): number {
  const {text} = file;
  const newline = text.lastIndexOf('\n', extent.end - 1);
  if (newline < extent.start) return trimExtent(text, extent).end;
  const row = {start: newline + 2, end: extent.end};
  const isPlain = text.charCodeAt(newline + 1) !== hash && !isLoneDot(text, row);
  return isPlain ? beforeSpace(text, row.start, row.end) : valueText(file, extent).span.end;
}
