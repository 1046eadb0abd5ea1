import type {Diagnostic, DiagnosticCode, Parsed} from '../base/diagnostic.ts';
import {type SourceFile, type SourceText, sliceText, spanWithin} from '../base/source.ts';
import type {Expr, Line, Program} from './ast.ts';
import {buildExpr, maxResources} from './build-expr.ts';
import {countSlots} from './names.ts';
import {PythonParser, Refusal} from './python-parser.ts';
import type {RawNode} from './raw-node.ts';

export type {Expr, Line, Program} from './ast.ts';
export {resourceNames} from './names.ts';

/** UTF-16 code units of one expression. */
export const maxExpressionLength = 32_768;

/** UTF-16 code units of a whole program. */
export const maxProgramLength = 500_000;

interface Problem {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly suggestion?: string | undefined;
}

function problem(text: SourceText, {code, message, start, end, suggestion}: Problem): Diagnostic {
  const from = Math.max(0, Math.min(start, text.text.length - 1));
  const to = Math.min(Math.max(end, from + 1), text.text.length);
  const span = spanWithin(text, from, to);
  const base = {code, severity: 'error', message, span} as const;
  return suggestion === undefined ? base : {...base, suggestion};
}

function tooLong(text: SourceText, limit: number): Diagnostic {
  const message = `this text has ${text.text.length} characters; at most ${limit} are read`;
  return problem(text, {code: 'expression/too-long', message, start: 0, end: 1});
}

/** What has been read of a file: its lines are often alike, and twins have their programs from one place. */
interface KnownTexts {
  readonly lines: Map<string, RawNode>;
  readonly programs: Map<string, Parsed<Program>>;
}

const knownTexts = new WeakMap<SourceFile, KnownTexts>();

/** Undefined for a text that is not in its file: there is no end to those. */
function knownOf({pieces, span}: SourceText): KnownTexts | undefined {
  if (pieces?.length === 0) return undefined;
  const known = knownTexts.get(span.file) ?? {lines: new Map(), programs: new Map()};
  knownTexts.set(span.file, known);
  return known;
}

function readRaw(text: SourceText): RawNode | Diagnostic {
  const known = knownOf(text)?.lines;
  try {
    const raw = known?.get(text.text) ?? new PythonParser(text.text).parseLine();
    known?.set(text.text, raw);
    return raw;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const {code, message, start, end, suggestion} = error;
    return problem(text, {code, message, start, end, suggestion});
  }
}

/** The part `from`…`to` without the white space round it. */
function trimmed(text: SourceText, from = 0, to = text.text.length): SourceText {
  const part = text.text.slice(from, to);
  const start = from + part.length - part.trimStart().length;
  const end = start + part.trim().length;
  return start === 0 && end === text.text.length ? text : sliceText(text, start, end);
}

function parseTrimmed(text: SourceText): Parsed<Expr | undefined> {
  if (text.text.length > maxExpressionLength)
    return {value: undefined, diagnostics: [tooLong(text, maxExpressionLength)]};
  const raw = readRaw(text);
  if ('code' in raw) return {value: undefined, diagnostics: [raw]};
  const diagnostics: Diagnostic[] = [];
  const expr = buildExpr({text, diagnostics}, raw);
  // Each of them takes at least four characters.
  if (expr === undefined || text.text.length < 4 * maxResources || countSlots(expr) <= maxResources) {
    return {value: expr, diagnostics};
  }
  const message = `one expression can bind ${maxResources} records at most`;
  return {
    value: undefined,
    diagnostics: [problem(text, {code: 'expression/too-long', message, start: 0, end: text.text.length})],
  };
}

/** Reads one expression; white space and a comment may stand around it. Never throws. */
export function parseExpression(text: SourceText): Parsed<Expr | undefined> {
  return parseTrimmed(trimmed(text));
}

const lineEnd = /\r\n|[\n\r\v\f\u001c-\u001e\u0085\u2028\u2029]/g;

function extentsOfLines(text: string): readonly (readonly [number, number])[] {
  const extents: (readonly [number, number])[] = [];
  let from = 0;
  for (const {0: end, index} of text.matchAll(lineEnd)) {
    extents.push([from, index]);
    from = index + end.length;
  }
  return [...extents, [from, text.length]];
}

/**
 * Reads a resource program: one expression a line, blank lines and lines of comment skipped. A refused line stays in
 * the program without an expression, so that the program can never be true.
 */
export function parseProgram(text: SourceText): Parsed<Program> {
  const known = knownOf(text)?.programs;
  const place = `${text.span.start} ${text.text}`;
  const parsed = known?.get(place) ?? readProgram(text);
  known?.set(place, parsed);
  return parsed;
}

function readProgram(text: SourceText): Parsed<Program> {
  if (text.text.length > maxProgramLength) {
    const line: Line = {text: sliceText(text, 0, 1), expr: undefined};
    return {value: {text, lines: [line]}, diagnostics: [tooLong(text, maxProgramLength)]};
  }
  const lines: Line[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const line of programLines(text)) {
    const parsed = parseTrimmed(line);
    const [refusal] = parsed.value === undefined ? parsed.diagnostics : [];
    lines.push({text: line, expr: parsed.value, ...(refusal === undefined ? {} : {refusal: refusal.message})});
    diagnostics.push(...parsed.diagnostics);
  }
  return {value: {text, lines}, diagnostics};
}

/** The expressions of a program, unread. */
export function programLines(text: SourceText): readonly SourceText[] {
  const lines = extentsOfLines(text.text).map(([from, to]) => trimmed(text, from, to));
  return lines.filter((line) => line.text !== '' && !line.text.startsWith('#'));
}
