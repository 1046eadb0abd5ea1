import type {Diagnostic, DiagnosticCode, Parsed} from '../base/diagnostic.ts';
import {type SourceText, sliceText, spanWithin} from '../base/source.ts';
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

function readRaw(text: SourceText): RawNode | Diagnostic {
  try {
    return new PythonParser(text.text).parseLine();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const {code, message, start, end, suggestion} = error;
    return problem(text, {code, message, start, end, suggestion});
  }
}

function trimmed(text: SourceText): SourceText {
  const start = text.text.length - text.text.trimStart().length;
  const end = text.text.trimEnd().length;
  return start === 0 && end === text.text.length ? text : sliceText(text, start, Math.max(start, end));
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

/**
 * Reads a resource program: one expression a line, blank lines and lines of comment skipped. A refused line stays in
 * the program without an expression, so that the program can never be true.
 */
export function parseProgram(text: SourceText): Parsed<Program> {
  if (text.text.length > maxProgramLength) {
    const line: Line = {text: sliceText(text, 0, 1), expr: undefined};
    return {value: {text, lines: [line]}, diagnostics: [tooLong(text, maxProgramLength)]};
  }
  const lines: Line[] = [];
  const diagnostics: Diagnostic[] = [];
  const end = /\r\n|[\n\r\v\f\u001c-\u001e\u0085\u2028\u2029]|$/g;
  for (let from = 0; from <= text.text.length; ) {
    end.lastIndex = from;
    const found = end.exec(text.text);
    const to = found?.index ?? text.text.length;
    const line = trimmed(sliceText(text, from, to));
    from = to + Math.max(1, found?.[0].length ?? 1);
    if (line.text === '' || line.text.startsWith('#')) continue;
    const parsed = parseTrimmed(line);
    lines.push({text: line, expr: parsed.value});
    diagnostics.push(...parsed.diagnostics);
  }
  return {value: {text, lines}, diagnostics};
}
