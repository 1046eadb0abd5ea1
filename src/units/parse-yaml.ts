import {Composer, type CST, type Document, isMap, isScalar, Lexer, Parser, type YAMLError} from 'yaml';
import type {Diagnostic, Parsed} from '../base/diagnostic.ts';
import type {SourceFile} from '../base/source.ts';
import {readAllowance, unattachedAllowance} from './allowance.ts';
import type {Allowance, Field, Origin, UnitRecord} from './record.ts';
import {makeField} from './record-access.ts';
import {emptyReport, limits, quoted, report, reportBadCharacters, type SyntaxReport} from './syntax-report.ts';
import type {MapEntry, Value} from './value.ts';
import {type Conversion, fault, spanOfNode, toEntries} from './yaml-values.ts';

function reportYaml(to: Conversion, error: YAMLError): void {
  const most = to.file.text.length;
  const start = Math.min(error.pos[0], most);
  const end = Math.min(error.pos[1], most);
  const [sentence = ''] = error.message.split('\n');
  // The library says of what it gave up on only how its stack ended.
  const isTooDeep = error.code === 'RESOURCE_EXHAUSTION';
  report(to.found, {
    code: isTooDeep ? 'syntax/too-deep' : 'syntax/yaml',
    severity: error.name === 'YAMLWarning' ? 'warning' : 'error',
    message: isTooDeep ? 'Values are nested too deep here to be read.' : `${sentence.replace(/[.:]$/, '')}.`,
    span: {file: to.file, start, end: Math.max(start, end)},
  });
  if (error.name !== 'YAMLWarning') to.isDamaged = true;
}

function toFields(to: Conversion, entries: readonly MapEntry[]): Map<string, Field> {
  const fields = new Map<string, Field>();
  for (const {key, keySpan, value} of entries) {
    const field = {...makeField(key, value), nameSpan: keySpan};
    const before = fields.get(field.name);
    if (fields.size === limits.fields) {
      const message = `This unit has more than ${limits.fields} fields; the rest of them is not read.`;
      fault(to, 'too-many-fields', {span: keySpan, message});
      break;
    }
    if (before === undefined || field.translatable) fields.set(field.name, field);
    if (before === undefined) continue;
    report(to.found, {
      code: 'syntax/shadowed-field',
      severity: 'warning',
      message: `This unit has both ${quoted(field.name)} and "_${field.name}": only the one with the underscore counts.`,
      span: keySpan,
      related: [{message: 'the first is here', span: before.nameSpan}],
    });
  }
  return fields;
}

/** Comments for us, anywhere in the file. */
function readAllowances(file: SourceFile, found: SyntaxReport): Allowance[] {
  const allowances: Allowance[] = [];
  for (const match of file.text.matchAll(/^[ \t]*#[^\n]{0,1000}/gm)) {
    if (!match[0].includes('assay:')) continue;
    const said = readAllowance(match[0], {file, start: match.index, end: match.index + match[0].length});
    if (said === undefined) continue;
    if ('severity' in said) report(found, said);
    else allowances.push(said);
  }
  return allowances;
}

function isWithin(value: Value, offset: number): boolean {
  if (value.type === 'list') return value.items.some((item) => isWithin(item, offset));
  if (value.type === 'map') return value.entries.some((entry) => isWithin(entry.value, offset));
  return value.span.start <= offset && offset < value.span.end;
}

/**
 * Takes the allowances up to the end of a document and keeps those that are comments of it. What looks like one inside a
 * value is that value's text.
 */
function takeAllowances(reader: Reader, document: Document.Parsed, fields: ReadonlyMap<string, Field>): Allowance[] {
  const [, , end] = document.range;
  const taken: Allowance[] = [];
  for (; reader.next < reader.allowances.length; reader.next++) {
    const next = reader.allowances[reader.next];
    if (next === undefined || next.span.start >= end) break;
    const {start: offset} = next.span;
    if (fields.size === 0) report(reader.found, unattachedAllowance(next));
    else if (![...fields.values()].some(({value}) => isWithin(value, offset))) taken.push(next);
  }
  return taken;
}

interface Reader {
  readonly file: SourceFile;
  readonly origin: Origin;
  readonly found: SyntaxReport;
  readonly hasNul: boolean;
  readonly allowances: readonly Allowance[];
  /** The first allowance behind the documents that were read. */
  next: number;
}

function readDocument(reader: Reader, document: Document.Parsed): UnitRecord | undefined {
  const {file, origin, found} = reader;
  const to: Conversion = {file, found, anchors: new Map(), values: 0, isDamaged: false};
  const said = new Set<string>();
  for (const problem of [...document.errors, ...document.warnings]) {
    // Of each level that is left open the library says the same at the same place.
    const words = `${problem.pos[0]} ${problem.message}`;
    if (!said.has(words)) reportYaml(to, problem);
    said.add(words);
  }
  const {contents} = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) {
    takeAllowances(reader, document, new Map());
    return undefined;
  }
  if (!isMap(contents)) {
    const message = 'A document holds one unit: a map of fields to values.';
    fault(to, 'not-a-unit', {span: spanOfNode(to, contents), message});
    return undefined;
  }
  const fields = toFields(to, toEntries(to, contents.items, 0));
  const values = [...fields.values()];
  const [first] = values;
  if (first === undefined) return undefined;
  const end = Math.max(...values.map(({value, nameSpan}) => Math.max(value.span.end, nameSpan.end)));
  return {
    origin,
    fields,
    span: {file, start: first.nameSpan.start, end},
    allowed: takeAllowances(reader, document, fields),
    damaged: to.isDamaged || (reader.hasNul && holdsNul(file, document)) ? true : undefined,
    twin: undefined,
  };
}

function holdsNul(file: SourceFile, {range: [start, , end]}: Document.Parsed): boolean {
  return file.text.slice(start, end).includes('\0');
}

/** Entries of the parser's stack: many times what values ask for that are nested as deep as they may be. */
const deepestStack = 1000;

/** Characters; a unit's longest value and many others fit in. */
const longestDocument = 2 * limits.valueLength;

/** Why no more of the document is to be read. */
function excess({stack, offset}: Parser): Pick<Diagnostic, 'code' | 'message'> | undefined {
  const [document] = stack;
  if (stack.length > deepestStack) {
    const message = 'Values are nested too deep here; this document and what is behind it is not read.';
    return {code: 'syntax/too-deep', message};
  }
  if (document?.type !== 'document' || offset - document.offset <= longestDocument) return undefined;
  const message = `This document is longer than ${longestDocument} characters; it and what is behind it is not read.`;
  return {code: 'syntax/document-too-long', message};
}

/** The file's tokens, of which the library keeps those of a document in memory, up to where these are too many. */
function* tokensOf(file: SourceFile, found: SyntaxReport): Iterable<CST.Token> {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(file.text)) {
    yield* parser.next(lexeme);
    const problem = excess(parser);
    if (problem === undefined) continue;
    const start = Math.min(parser.offset, file.text.length);
    report(found, {...problem, severity: 'error', span: {file, start, end: start}});
    return;
  }
  yield* parser.end();
}

/**
 * Reads a stream of YAML documents, each a unit (or file-wide `defaults`). Never throws; a record that a mistake has made
 * untrustworthy is `damaged`. Heavy: import it only where there is a YAML file.
 */
export function parseYaml(file: SourceFile, origin: Origin): Parsed<readonly UnitRecord[]> {
  const found = emptyReport();
  reportBadCharacters(found, file);
  const hasNul = file.text.includes('\0');
  const reader: Reader = {file, origin, found, hasNul, allowances: readAllowances(file, found), next: 0};
  const records: UnitRecord[] = [];
  // Unique keys are checked by us: the library compares each with each.
  const composer = new Composer({uniqueKeys: false, prettyErrors: false});
  for (const document of composer.compose(tokensOf(file, found), false, file.text.length)) {
    if (found.isFull) break;
    const record = readDocument(reader, document);
    if (record !== undefined) records.push(record);
  }
  for (const allowance of reader.allowances.slice(reader.next)) report(found, unattachedAllowance(allowance));
  return {value: records, diagnostics: found.diagnostics};
}
