import type {Piece, SourceFile, SourceText} from '../base/source.ts';
import type {Extent} from './pxu-text.ts';

/** A run of non-space text in the value and the place in the file where the same run stands. */
function addPiece(pieces: Piece[], file: SourceFile, found: Piece & {readonly value: string}): void {
  const {at, source, length, value} = found;
  const last = pieces.at(-1);
  const gap = last === undefined ? 0 : at - (last.at + last.length);
  const isSame =
    last !== undefined &&
    source - (last.source + last.length) === gap &&
    file.text.startsWith(value.slice(at - gap, at), source - gap);
  if (last !== undefined && isSame) pieces[pieces.length - 1] = {...last, length: last.length + gap + length};
  else pieces.push({at, source, length});
}

/**
 * Places of a scalar's text. Block scalars lose indentation and folded ones line ends, so the words of the value are
 * found again in the file, one after another; a word that was written with escapes has no place of its own.
 */
export function scalarText(file: SourceFile, value: string, {start, end}: Extent): SourceText {
  const span = {file, start, end};
  if (file.text.startsWith(value, start)) {
    const isAll = value.length === end - start;
    return {text: value, span, pieces: isAll ? undefined : [{at: 0, source: start, length: value.length}]};
  }
  const raw = file.text.slice(start, end);
  const pieces: Piece[] = [];
  const next = /[^\s]+/g;
  next.lastIndex = raw.startsWith('|') || raw.startsWith('>') ? raw.indexOf('\n') + 1 : quoteLength(raw);
  for (const word of value.matchAll(/\S+/g)) {
    const found = next.exec(raw);
    if (found === null) break;
    // Nothing that follows an escape can be told apart from it, so the places end there.
    if (!found[0].startsWith(word[0])) break;
    addPiece(pieces, file, {at: word.index, source: start + found.index, length: word[0].length, value});
  }
  const [first] = pieces;
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return {text: value, span, pieces};
  return {text: value, span: {file, start: first.source, end: last.source + last.length}, pieces};
}

function quoteLength(raw: string): number {
  return raw.startsWith('"') || raw.startsWith("'") ? 1 : 0;
}
