import type {Diagnostic, Severity} from './diagnostic.ts';
import {type Paint, paint} from './paint.ts';
import {lineStarts, positionAt, type Span} from './source.ts';

/** The longest part of a source line that is shown; a caret far to the right moves the window. */
const windowWidth = 110;

const colours: Record<Severity, string> = {error: '31', warning: '33', advice: '36'};

/** Control characters would move the caret or the terminal; each is shown as one visible character. */
function visible(text: string): string {
  return text
    .replace(/\t/g, ' ')
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, '\u00b7');
}

/** The line a span starts on, with a caret line under it. */
function excerpt(span: Span, options: Paint & {readonly severity: Severity}): string[] {
  const {line, column} = positionAt(span.file, span.start);
  const starts = lineStarts(span.file);
  const from = starts[line - 1] ?? 0;
  const to = (starts[line] ?? span.file.text.length + 1) - 1;
  const whole = span.file.text.slice(from, to).replace(/\r$/, '');
  const shift = column > windowWidth ? column - Math.floor(windowWidth / 2) : 0;
  const shown = visible(whole.slice(shift, shift + windowWidth));
  const length = Math.max(
    1,
    Math.min(span.end - span.start, whole.length - (column - 1), windowWidth - (column - 1 - shift)),
  );
  const number = String(line);
  const margin = ' '.repeat(number.length);
  const caret = `${' '.repeat(column - 1 - shift)}${'^'.repeat(length)}`;
  return [`  ${number} | ${shown}`, `  ${margin} | ${paint(caret, colours[options.severity], options)}`];
}

/** What is about a file as a whole, or about no file, has no line to show. */
function isPlaceless(span: Span): boolean {
  return span.file.text === '';
}

function place(span: Span): string {
  if (isPlaceless(span)) return visible(span.file.path);
  const {line, column} = positionAt(span.file, span.start);
  return `${visible(span.file.path)}:${line}:${column}`;
}

/** Several lines for a person, without a newline at the end. */
export function renderDiagnostic(diagnostic: Diagnostic, options: Paint = {colour: false}): string {
  const {code, severity, message, span, suggestion, related = []} = diagnostic;
  const label = paint(`${severity}[${code}]`, `1;${colours[severity]}`, options);
  const lines = [
    `${place(span)}: ${label}: ${visible(message)}`,
    ...(isPlaceless(span) ? [] : excerpt(span, {...options, severity})),
  ];
  if (suggestion !== undefined) lines.push(`  = did you mean ${paint(visible(suggestion), '1', options)}?`);
  for (const other of related) lines.push(`  ${place(other.span)}: ${visible(other.message)}`);
  return lines.join('\n');
}

/** Machine-readable form, as `--json` prints it. */
export function diagnosticToJson(diagnostic: Diagnostic): Readonly<Record<string, unknown>> {
  const {code, severity, message, span, suggestion, related} = diagnostic;
  return {
    code,
    severity,
    message,
    ...spanToJson(span),
    ...(suggestion === undefined ? {} : {suggestion}),
    ...(related === undefined
      ? {}
      : {related: related.map((other) => ({message: other.message, ...spanToJson(other.span)}))}),
  };
}

function spanToJson(span: Span): Readonly<Record<string, string | number>> {
  const start = positionAt(span.file, span.start);
  const end = positionAt(span.file, span.end);
  return {file: span.file.path, line: start.line, column: start.column, endLine: end.line, endColumn: end.column};
}
