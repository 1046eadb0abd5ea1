import {countFront} from './count-front.ts';

/** One file's text as it was read. `path` is what people see in a message. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Offsets into `file.text` in UTF-16 code units; `end` is exclusive. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** 1-based; the column counts UTF-16 code units, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A run of text that stands in the file letter for letter: `length` units from `at` in the text, from `source` in the file. */
export interface Piece {
  readonly at: number;
  readonly source: number;
  readonly length: number;
}

/**
 * A value's text together with where it was written. A multi-line value has one piece per line, because its indentation
 * is not part of it; text that a transform made has an empty list of them and stands for its whole span. Undefined where
 * the text is all that stands in the span, letter for letter, as most texts are: `piecesOf` gives the one piece.
 */
export interface SourceText {
  readonly text: string;
  readonly span: Span;
  readonly pieces: readonly Piece[] | undefined;
}

const lineStartsOf = new WeakMap<SourceFile, readonly number[]>();

/** The offset at which each line of the file starts. */
export function lineStarts(file: SourceFile): readonly number[] {
  const known = lineStartsOf.get(file);
  if (known !== undefined) return known;
  const starts = [0];
  for (let at = file.text.indexOf('\n'); at !== -1; at = file.text.indexOf('\n', at + 1)) starts.push(at + 1);
  lineStartsOf.set(file, starts);
  return starts;
}

export function positionAt(file: SourceFile, offset: number): Position {
  const starts = lineStarts(file);
  const line = countFront(starts, (start) => start <= offset) - 1;
  return {line: line + 1, column: offset - (starts[line] ?? 0) + 1};
}

/** Text that stands in the file as it is, on one line or many, without indentation taken away. */
export function verbatim(span: Span): SourceText {
  return {text: span.file.text.slice(span.start, span.end), span, pieces: undefined};
}

export function piecesOf({pieces, span}: SourceText): readonly Piece[] {
  return pieces ?? [{at: 0, source: span.start, length: span.end - span.start}];
}

/** Text made by us rather than written by somebody; messages about any part of it point at `span`. */
export function synthetic(text: string, span: Span): SourceText {
  return {text, span, pieces: []};
}

/** The number of the last piece that begins at the offset or before it; -1 where none does. */
function pieceNumber(pieces: readonly Piece[], offset: number): number {
  return countFront(pieces, ({at}) => at <= offset) - 1;
}

function sourceOffset(text: SourceText, offset: number): number {
  const pieces = piecesOf(text);
  const piece = pieces[pieceNumber(pieces, offset)];
  if (piece === undefined) return text.span.start;
  return piece.source + Math.min(offset - piece.at, piece.length);
}

/**
 * Where a part that is not empty stands in the file, if all of it is in the first piece; so it is nearly always, as most
 * texts are of one line.
 */
function spanInFirst({pieces, span}: SourceText, start: number, end: number): Span | undefined {
  const first = pieces === undefined ? {at: 0, source: span.start, length: span.end - span.start} : pieces[0];
  if (first === undefined || start < first.at || start >= end || end > first.at + first.length) return undefined;
  const moved = first.source - first.at;
  return {file: span.file, start: start + moved, end: end + moved};
}

/** Where the part `start`…`end` of the value stands in the file. */
export function spanWithin(text: SourceText, start: number, end: number): Span {
  if (text.pieces?.length === 0) return text.span;
  const span = spanInFirst(text, start, end);
  if (span !== undefined) return span;
  const from = sourceOffset(text, start);
  // The last character's place plus one: `end` itself may be the first character of the next piece.
  const to = end > start ? sourceOffset(text, end - 1) + 1 : from;
  return {file: text.span.file, start: from, end: Math.max(from, to)};
}

/** The part `start`…`end` as a value of its own. */
export function sliceText(text: SourceText, start: number, end: number): SourceText {
  const span = spanInFirst(text, start, end);
  if (span !== undefined) return {text: text.text.slice(start, end), span, pieces: undefined};
  const pieces: Piece[] = [];
  const all = piecesOf(text);
  for (let number = Math.max(0, pieceNumber(all, start)); number < all.length; number++) {
    const piece = all[number];
    if (piece === undefined || piece.at >= end) break;
    const from = Math.max(start, piece.at);
    const to = Math.min(end, piece.at + piece.length);
    if (from < to) pieces.push({at: from - start, source: piece.source + (from - piece.at), length: to - from});
  }
  return {text: text.text.slice(start, end), span: spanWithin(text, start, end), pieces};
}
