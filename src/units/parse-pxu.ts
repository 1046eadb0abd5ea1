import type {Parsed} from '../base/diagnostic.ts';
import type {SourceFile, Span} from '../base/source.ts';
import {readAllowance, unattachedAllowance} from './allowance.ts';
import {type Extent, trimExtent, valueText} from './pxu-text.ts';
import type {Allowance, Field, Origin, UnitRecord} from './record.ts';
import {emptyReport, limits, quoted, report, reportBadCharacters, type SyntaxReport} from './syntax-report.ts';

interface OpenField {
  readonly name: Extent;
  readonly first: Extent;
  readonly continuation: Extent[];
  length: number;
}

/** A record while its lines are read. */
interface Draft {
  readonly fields: Map<string, Field>;
  readonly allowed: Allowance[];
  open: OpenField | undefined;
  isDamaged: boolean;
}

interface Reader {
  readonly file: SourceFile;
  readonly origin: Origin;
  readonly records: UnitRecord[];
  readonly found: SyntaxReport;
  readonly hasNul: boolean;
  draft: Draft;
  /** The line before was a continuation that belongs to nothing: said once for a run of them. */
  isStraying: boolean;
}

const carriageReturn = 13;

function emptyDraft(): Draft {
  return {fields: new Map(), allowed: [], open: undefined, isDamaged: false};
}

function spanOf(reader: Reader, {start, end}: Extent): Span {
  return {file: reader.file, start, end};
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

/** The name as it was written tells whether translators see the value. */
function fieldOf(reader: Reader, open: OpenField): Field {
  const written = reader.file.text.slice(open.name.start, open.name.end);
  const translatable = written.length > 1 && written.startsWith('_');
  const text = valueText(reader.file, open.first, open.continuation);
  return {
    name: translatable ? written.slice(1) : written,
    nameSpan: spanOf(reader, open.name),
    translatable,
    value: {type: 'text', text, span: text.span},
  };
}

function closeField(reader: Reader): void {
  const {draft} = reader;
  if (draft.open === undefined) return;
  const field = fieldOf(reader, draft.open);
  draft.open = undefined;
  const before = draft.fields.get(field.name);
  if (before === undefined) draft.fields.set(field.name, field);
  else closeSecond(reader, before, field);
  if (reader.hasNul && field.value.type === 'text' && field.value.text.text.includes('\0')) draft.isDamaged = true;
}

/** Only the marked one of `name` and `_name` counts, as in Checkbox; the same name twice makes the unit unsure. */
function closeSecond(reader: Reader, before: Field, field: Field): void {
  const {draft, found} = reader;
  const isMarkedTwin = before.translatable !== field.translatable;
  if (isMarkedTwin && field.translatable) draft.fields.set(field.name, field);
  if (!isMarkedTwin) draft.isDamaged = true;
  report(found, {
    code: isMarkedTwin ? 'syntax/shadowed-field' : 'syntax/duplicate-field',
    severity: isMarkedTwin ? 'warning' : 'error',
    message: isMarkedTwin
      ? `This unit has both ${quoted(field.name)} and "_${field.name}": only the one with the underscore counts.`
      : `This unit has the field ${quoted(field.name)} twice.`,
    span: field.nameSpan,
    related: [{message: 'the first is here', span: before.nameSpan}],
  });
}

function closeRecord(reader: Reader): void {
  closeField(reader);
  const {fields, allowed, isDamaged} = reader.draft;
  reader.draft = emptyDraft();
  const [first] = fields.values();
  if (first === undefined) {
    for (const allowance of allowed) report(reader.found, unattachedAllowance(allowance));
    return;
  }
  let {end} = first.nameSpan;
  for (const {value} of fields.values()) end = Math.max(end, value.span.end);
  reader.records.push({
    origin: reader.origin,
    fields,
    span: {file: reader.file, start: first.nameSpan.start, end},
    allowed,
    ...(isDamaged ? {damaged: true} : {}),
  });
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

function readContinuation(reader: Reader, line: Extent): void {
  const {open} = reader.draft;
  const row = {start: line.start + 1, end: line.end};
  if (open !== undefined) {
    open.length += line.end - line.start;
    if (open.length <= limits.valueLength) open.continuation.push(row);
    else if (open.length - (line.end - line.start) <= limits.valueLength) tooLong(reader, open);
    return;
  }
  if (!reader.isStraying) {
    const message = 'This line continues no field: an empty line inside a value is written as " .".';
    fault(reader, 'stray-continuation', {extent: trimExtent(reader.file.text, row), message});
    // The empty line ended the record above too early, so that one has lost text.
    const last = reader.records.at(-1);
    if (reader.draft.fields.size === 0 && last !== undefined) {
      reader.records[reader.records.length - 1] = {...last, damaged: true};
    }
  }
  reader.isStraying = true;
}

function tooLong(reader: Reader, open: OpenField): void {
  const message = `This value is longer than ${limits.valueLength} characters.`;
  fault(reader, 'value-too-long', {extent: open.name, message});
}

/** Why the text before a colon is no field's name, if it is none. */
function nameFault(name: string): string | undefined {
  if (name === '') return 'There is no field name before this colon.';
  if (name.length <= limits.nameLength && !/\s/.test(name)) return undefined;
  return `${quoted(name)} is no field name: start the line with a space if it continues the value above.`;
}

function readField(reader: Reader, line: Extent, colon: number): void {
  const {text} = reader.file;
  closeField(reader);
  const name = trimExtent(text, {start: line.start, end: Math.min(colon, line.start + 4 * limits.nameLength)});
  const wrong = nameFault(text.slice(name.start, name.end));
  if (wrong !== undefined) {
    fault(reader, 'bad-field-name', {
      extent: name.start < name.end ? name : {start: colon, end: colon + 1},
      message: wrong,
    });
    return;
  }
  if (reader.draft.fields.size === limits.fields) {
    if (!reader.draft.isDamaged) {
      const message = `This unit has more than ${limits.fields} fields; the rest of them is not read.`;
      fault(reader, 'too-many-fields', {extent: name, message});
    }
    return;
  }
  const length = line.end - colon - 1;
  const open: OpenField = {name, first: {start: colon + 1, end: line.end}, continuation: [], length};
  reader.draft.open = open;
  if (length > limits.valueLength) {
    tooLong(reader, open);
    reader.draft.open = {...open, first: {start: colon + 1, end: colon + 1 + limits.valueLength}};
  }
}

function readLine(reader: Reader, line: Extent): void {
  const {text} = reader.file;
  const first = text.charCodeAt(line.start);
  const straying = reader.isStraying;
  reader.isStraying = false;
  if (first === 35) {
    reader.isStraying = straying;
    readComment(reader, line);
  } else if (line.start === line.end) {
    closeRecord(reader);
  } else if (first === 32 || first === 9) {
    reader.isStraying = straying;
    if (isBlank(text, line)) closeRecord(reader);
    else readContinuation(reader, line);
  } else {
    const colon = text.indexOf(':', line.start);
    if (colon !== -1 && colon < line.end) readField(reader, line, colon);
    else if (isBlank(text, line)) closeRecord(reader);
    else readJunk(reader, line);
  }
}

/** The search is bounded because a line may be as long as the file. */
function isBlank(text: string, {start, end}: Extent): boolean {
  const step = 200;
  for (let at = start; at < end; at += step) if (text.slice(at, Math.min(end, at + step)).trim() !== '') return false;
  return true;
}

function readJunk(reader: Reader, line: Extent): void {
  const {open} = reader.draft;
  const shown = {start: line.start, end: Math.min(line.end, line.start + 200)};
  const name = open === undefined ? '' : reader.file.text.slice(open.name.start, open.name.end);
  const hint = open === undefined ? '' : `, or a space at its start if it continues ${quoted(name)}`;
  const message = `Expected "field: value" on this line${hint}.`;
  fault(reader, 'missing-colon', {extent: trimExtent(reader.file.text, shown), message});
}

/**
 * Reads Checkbox's RFC 822-like unit files. Never throws; a record that a mistake has made untrustworthy is `damaged`.
 * Source of the format: Checkbox reference, "RFC822 specification".
 */
export function parsePxu(file: SourceFile, origin: Origin): Parsed<readonly UnitRecord[]> {
  const {text} = file;
  const found = emptyReport();
  reportBadCharacters(found, file);
  const hasNul = text.includes('\0');
  const reader: Reader = {file, origin, records: [], found, hasNul, draft: emptyDraft(), isStraying: false};
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length && !found.isFull) {
    let next = text.indexOf('\n', at);
    if (next === -1) next = text.length;
    let end = next;
    while (end > at && text.charCodeAt(end - 1) === carriageReturn) end--;
    readLine(reader, {start: at, end});
    at = next + 1;
  }
  closeRecord(reader);
  return {value: reader.records, diagnostics: found.diagnostics};
}
