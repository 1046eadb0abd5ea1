import type {Parsed} from '../base/diagnostic.ts';
import type {SourceFile, Span} from '../base/source.ts';
import {readAllowance, unattachedAllowance} from './allowance.ts';
import {sharedName} from './fields/index.ts';
import {type FieldPlace, type FieldPlaces, isTranslatable, PxuFields} from './pxu-fields.ts';
import {type Extent, lineEnd, trimExtent, valueEnd, valueText} from './pxu-text.ts';
import type {Allowance, Origin, UnitRecord} from './record.ts';
import {emptyReport, limits, quoted, report, reportBadCharacters, type SyntaxReport} from './syntax-report.ts';

/** A record while its lines are read. */
interface Draft extends FieldPlaces {
  readonly allowed: Allowance[];
  /** The first and the last field that were read, also those that do not count. */
  first: FieldPlace | undefined;
  last: FieldPlace | undefined;
  /** Whether the line before belongs to that field. */
  isOpen: boolean;
  isDamaged: boolean;
}

interface Reader {
  readonly file: SourceFile;
  readonly origin: Origin;
  readonly records: UnitRecord[];
  readonly found: SyntaxReport;
  readonly hasNul: boolean;
  /** Whether a comment of the file may be for us. */
  readonly hasAllowances: boolean;
  /** The name of a field and its colon, where `lastIndex` is. */
  readonly fieldName: RegExp;
  /** The first line end from `lastIndex` on that has neither a continuation line nor a comment behind it. */
  readonly lastLineEnd: RegExp;
  draft: Draft;
  /** The line before belongs to nothing, which is said once for a run of them. */
  isStraying: boolean;
}

const tab = 9;
const space = 32;
const hash = 35;

function emptyDraft(): Draft {
  return {names: [], places: [], allowed: [], first: undefined, last: undefined, isOpen: false, isDamaged: false};
}

function spanOf({file}: Reader, {start, end}: Extent): Span {
  return {file, start, end};
}

function fault(reader: Reader, code: string, at: {readonly extent: Extent; readonly message: string}): void {
  reader.draft.isDamaged = true;
  report(reader.found, {
    code: `syntax/${code}`,
    severity: 'error',
    message: at.message,
    span: spanOf(reader, at.extent),
  });
}

/** Only the marked one of `name` and `_name` counts, as in Checkbox; the same name twice makes the unit unsure. */
function addSecond(reader: Reader, name: string, {first, second}: {first: FieldPlace; second: FieldPlace}): void {
  const {draft, found} = reader;
  const isMarked = isTranslatable(name, second);
  const isMarkedTwin = isTranslatable(name, first) !== isMarked;
  if (isMarkedTwin && isMarked) draft.places[draft.names.indexOf(name)] = second;
  if (!isMarkedTwin) draft.isDamaged = true;
  report(found, {
    code: isMarkedTwin ? 'syntax/shadowed-field' : 'syntax/duplicate-field',
    severity: isMarkedTwin ? 'warning' : 'error',
    message: isMarkedTwin
      ? `This unit has both ${quoted(name)} and "_${name}": only the one with the underscore counts.`
      : `This unit has the field ${quoted(name)} twice.`,
    span: spanOf(reader, {start: second.nameStart, end: second.nameEnd}),
    related: [{message: 'the first is here', span: spanOf(reader, {start: first.nameStart, end: first.nameEnd})}],
  });
}

function addField(reader: Reader, place: FieldPlace): void {
  const {draft, file} = reader;
  const {nameStart, nameEnd} = place;
  const isMarked = nameEnd > nameStart + 1 && file.text.startsWith('_', nameStart);
  const name = sharedName(file.text.slice(isMarked ? nameStart + 1 : nameStart, nameEnd));
  const index = draft.names.indexOf(name);
  const first = index === -1 ? undefined : draft.places[index];
  if (first === undefined) {
    draft.names.push(name);
    draft.places.push(place);
  } else addSecond(reader, name, {first, second: place});
  draft.first ??= place;
  draft.last = place;
  draft.isOpen = true;
  if (reader.hasNul && valueText(file, place).text.includes('\0')) draft.isDamaged = true;
}

function closeRecord(reader: Reader): void {
  const {draft, file, origin} = reader;
  const {names, places, allowed, first, last} = draft;
  if (first !== undefined && last !== undefined) {
    const fields = new PxuFields(file, {names, places});
    const span = {file, start: first.nameStart, end: valueEnd(file, last)};
    const damaged = draft.isDamaged ? true : undefined;
    reader.records.push({origin, fields, span, allowed, damaged, twin: undefined});
  } else {
    for (const allowance of allowed) report(reader.found, unattachedAllowance(allowance));
  }
  reader.draft = emptyDraft();
}

function readComment(reader: Reader, line: Extent): void {
  // Nobody reads a longer comment, and a pattern need not either.
  const text = reader.file.text.slice(line.start, Math.min(line.end, line.start + 1000));
  if (!text.includes('assay:')) return;
  const said = readAllowance(text, spanOf(reader, line));
  if (said === undefined) return;
  if ('severity' in said) report(reader.found, said);
  else reader.draft.allowed.push(said);
}

/** A line that starts with white space and stands behind no value. */
function readStray(reader: Reader, line: Extent): void {
  const {draft, file, records} = reader;
  // Behind a line that is no field, which was said.
  if (draft.isOpen) return;
  if (!reader.isStraying) {
    const message = 'This line continues no field: an empty line inside a value is written as " .".';
    fault(reader, 'stray-continuation', {extent: trimExtent(file.text, line), message});
    // The empty line ended the record above too early, so that one has lost text.
    const last = records.at(-1);
    if (draft.first === undefined && last !== undefined) records[records.length - 1] = {...last, damaged: true};
  }
  reader.isStraying = true;
}

/** Why the text before a colon is no field's name, if it is none. */
function nameFault(name: string): string | undefined {
  if (name === '') return 'There is no field name before this colon.';
  if (name.length <= limits.nameLength && !/\s/.test(name)) return undefined;
  return `${quoted(name)} is no field name: start the line with a space if it continues the value above.`;
}

/** Where a value ends whose first line ends at `newline`. */
function endOfValue({file, lastLineEnd}: Reader, newline: number): number {
  const next = file.text.charCodeAt(newline + 1);
  if (next !== space && next !== tab && next !== hash) return newline;
  lastLineEnd.lastIndex = newline;
  return lastLineEnd.test(file.text) ? lastLineEnd.lastIndex - 1 : file.text.length;
}

function* linesOf(text: string, {start, end}: Extent): Iterable<Extent> {
  for (let at = start; at < end; ) {
    const found = text.indexOf('\n', at);
    const newline = found === -1 || found > end ? end : found;
    yield {start: at, end: lineEnd(text, at, newline)};
    at = newline + 1;
  }
}

/** The end of the part of a value that is read: all of it, unless that is too long. */
function endWithinLimit(reader: Reader, {nameStart, nameEnd, start, end}: FieldPlace): number {
  let length = 0;
  let last = Math.min(end, start + limits.valueLength);
  for (const line of linesOf(reader.file.text, {start, end})) {
    const isComment = line.start > start && reader.file.text.charCodeAt(line.start) === hash;
    if (!isComment) length += line.end - line.start;
    if (length > limits.valueLength) {
      const message = `This value is longer than ${limits.valueLength} characters.`;
      fault(reader, 'value-too-long', {extent: {start: nameStart, end: nameEnd}, message});
      return last;
    }
    last = line.end;
  }
  return end;
}

/** Reads a field with all its lines; gives the place behind them. */
function readField(reader: Reader, name: Extent, colon: number): number {
  const {file, draft} = reader;
  const found = file.text.indexOf('\n', colon);
  const newline = found === -1 ? file.text.length : found;
  const end = endOfValue(reader, newline);
  reader.isStraying = false;
  if (draft.names.length === limits.fields) {
    draft.isOpen = false;
    const message = `This unit has more than ${limits.fields} fields; the rest of them is not read.`;
    if (!draft.isDamaged) fault(reader, 'too-many-fields', {extent: name, message});
    return end + 1;
  }
  const place = {nameStart: name.start, nameEnd: name.end, start: colon + 1, end, made: undefined};
  addField(reader, end - colon <= limits.valueLength ? place : {...place, end: endWithinLimit(reader, place)});
  if (reader.hasAllowances) {
    const below = {start: newline + 1, end};
    for (const line of linesOf(file.text, below))
      if (file.text.charCodeAt(line.start) === hash) readComment(reader, line);
  }
  return end + 1;
}

/** A line that has a colon, with anything before it; gives the place behind the field, if it is one. */
function readNamed(reader: Reader, line: Extent, colon: number): number {
  const {text} = reader.file;
  const name = trimExtent(text, {start: line.start, end: Math.min(colon, line.start + 4 * limits.nameLength)});
  const message = nameFault(text.slice(name.start, name.end));
  if (message === undefined) return readField(reader, name, colon);
  reader.draft.isOpen = false;
  fault(reader, 'bad-field-name', {extent: name.start < name.end ? name : {start: colon, end: colon + 1}, message});
  return line.end + 1;
}

/** Reads what is no plain field; gives the place behind it. */
function readLine(reader: Reader, start: number): number {
  const {text} = reader.file;
  const found = text.indexOf('\n', start);
  const newline = found === -1 ? text.length : found;
  const line = {start, end: lineEnd(text, start, newline)};
  const first = text.charCodeAt(start);
  const isIndented = first === space || first === tab;
  if (first !== hash && !isIndented) reader.isStraying = false;
  if (first === hash) readComment(reader, line);
  else if (isBlank(text, line)) closeRecord(reader);
  else if (isIndented) readStray(reader, {start: start + 1, end: line.end});
  else {
    const colon = text.slice(start, line.end).indexOf(':');
    if (colon !== -1) return readNamed(reader, {start, end: newline}, start + colon);
    readJunk(reader, line);
  }
  return newline + 1;
}

/** The search is bounded because a line may be as long as the file. */
function isBlank(text: string, {start, end}: Extent): boolean {
  const step = 200;
  for (let at = start; at < end; at += step) if (text.slice(at, Math.min(end, at + step)).trim() !== '') return false;
  return true;
}

function readJunk(reader: Reader, line: Extent): void {
  const {last, isOpen} = reader.draft;
  const {text} = reader.file;
  const shown = {start: line.start, end: Math.min(line.end, line.start + 200)};
  const name = last === undefined || !isOpen ? undefined : text.slice(last.nameStart, last.nameEnd);
  const hint = name === undefined ? '' : `, or a space at its start if it continues ${quoted(name)}`;
  fault(reader, 'missing-colon', {
    extent: trimExtent(text, shown),
    message: `Expected "field: value" on this line${hint}.`,
  });
}

/**
 * Reads Checkbox's RFC 822-like unit files. Never throws; a record that a mistake has made untrustworthy is `damaged`.
 * Source of the format: Checkbox reference, "RFC822 specification".
 */
export function parsePxu(file: SourceFile, origin: Origin): Parsed<readonly UnitRecord[]> {
  const {text} = file;
  const found = emptyReport();
  reportBadCharacters(found, file);
  const reader: Reader = {
    file,
    origin,
    records: [],
    found,
    hasNul: text.includes('\0'),
    hasAllowances: text.includes('assay:'),
    fieldName: /[^\s:]+:/y,
    lastLineEnd: /\n(?!#|[ \t][^\S\n]*\S)/g,
    draft: emptyDraft(),
    isStraying: false,
  };
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length && !found.isFull) at = readNext(reader, at);
  closeRecord(reader);
  return {value: reader.records, diagnostics: found.diagnostics};
}

/** Nearly all lines are fields, so these are looked for by patterns that run as machine code. */
function readNext(reader: Reader, at: number): number {
  const {file, fieldName} = reader;
  const first = file.text.charCodeAt(at);
  if (first > space && first !== hash) {
    fieldName.lastIndex = at;
    const end = fieldName.test(file.text) ? fieldName.lastIndex - 1 : -1;
    if (end !== -1 && end - at <= limits.nameLength) return readField(reader, {start: at, end}, end);
  }
  return readLine(reader, at);
}
