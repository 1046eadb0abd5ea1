import {type Cursor, giveUp, type HereDocument, peek} from './cursor.ts';
import {readBackticks, readDollar, readEscape, readMark} from './expansions.ts';
import {mark, type Place} from './place.ts';

/** Behind a newline: reads the bodies of the here-documents that the line before began. */
export function readBodies(cursor: Cursor): void {
  const pending = cursor.pending;
  cursor.pending = [];
  for (const document of pending) readBody(cursor, document);
}

function readBody(cursor: Cursor, document: HereDocument): void {
  const start = cursor.at;
  const end = bodyEnd(cursor.text, start, document);
  if (end === undefined || document.delimiter.includes(mark)) {
    giveUp(cursor, 'the end of a here-document cannot be found');
    return;
  }
  document.bodies.push({start, end: end.from});
  if (document.quoted) putQuoted(cursor, end.from, document);
  else readUnquoted(cursor, end.from, document);
  if (cursor.at > end.from) giveUp(cursor, 'an expansion goes beyond its here-document');
  else cursor.at = end.to;
}

/** Where the line with the delimiter begins and where the next one does. */
function bodyEnd(
  text: string,
  start: number,
  {delimiter, stripTabs}: HereDocument,
): {from: number; to: number} | undefined {
  let from = start;
  while (from <= text.length) {
    const newline = text.indexOf('\n', from);
    const stop = newline === -1 ? text.length : newline;
    const line = text.slice(from, stop);
    if ((stripTabs ? line.replace(/^\t+/, '') : line) === delimiter) return {from, to: Math.min(stop + 1, text.length)};
    if (newline === -1) return undefined;
    from = newline + 1;
  }
  return undefined;
}

function putQuoted(cursor: Cursor, end: number, document: HereDocument): void {
  for (let at = cursor.text.indexOf(mark, cursor.at); at !== -1 && at < end; at = cursor.text.indexOf(mark, at + 1)) {
    cursor.at = at;
    cursor.places.set(at, {offset: at, quoting: 'here-quoted', startsWord: false, ...risk(cursor, document)});
  }
  cursor.at = end;
}

function readUnquoted(cursor: Cursor, end: number, document: HereDocument): void {
  while (cursor.at < end) {
    const char = peek(cursor);
    if (char === '\\') readEscape(cursor, 'here');
    else if (char === '$') readDollar(cursor, true);
    else if (char === '`') readBackticks(cursor);
    else if (char === mark) readMark(cursor, 'here', risk(cursor, document));
    else cursor.at++;
  }
}

/** Whether some value could make the placeholder's line the one that ends the here-document. */
function risk(cursor: Cursor, document: HereDocument): Partial<Place> {
  const from = cursor.text.lastIndexOf('\n', cursor.at) + 1;
  const to = cursor.text.indexOf('\n', cursor.at);
  const line = cursor.text.slice(from, to === -1 ? cursor.text.length : to).replace(/^\t+/, '');
  const literal = line.replace(/\\$/, '').split(mark);
  return literal.every((piece) => document.delimiter.includes(piece)) ? {delimiter: document.delimiter} : {};
}
