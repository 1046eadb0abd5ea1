import {type Piece, piecesOf, type SourceText, sliceText} from '../base/source.ts';

/** The lines of a text with something on them, without the space around it and without comment lines. */
export function linesOf(text: SourceText): SourceText[] {
  const lines: SourceText[] = [];
  let at = 0;
  for (const line of text.text.split('\n')) {
    const trimmed = line.trim();
    const start = at + line.indexOf(trimmed);
    if (trimmed !== '' && !trimmed.startsWith('#')) lines.push(sliceText(text, start, start + trimmed.length));
    at += line.length + 1;
  }
  return lines;
}

/** Words between spaces and commas; double quotes keep spaces, `#` begins a comment. */
export function wordsOf(text: SourceText): SourceText[] {
  const words: SourceText[] = [];
  const next = /"([^"\n]*)"|#[^\n]*|[^\s,"#]+/g;
  for (let match = next.exec(text.text); match !== null; match = next.exec(text.text)) {
    const [whole, inner] = match;
    if (whole.startsWith('#')) continue;
    const start = match.index + (inner === undefined ? 0 : 1);
    const word = sliceText(text, start, start + (inner ?? whole).length);
    if (word.text !== '') words.push(word);
  }
  return words;
}

/** One text of several, a line each. */
export function joinLines(texts: readonly SourceText[], span: SourceText['span']): SourceText {
  const pieces: Piece[] = [];
  let at = 0;
  for (const text of texts) {
    for (const piece of piecesOf(text)) pieces.push({...piece, at: piece.at + at});
    at += text.text.length + 1;
  }
  return {text: texts.map(({text}) => text).join('\n'), span, pieces};
}
