import {counted} from '../base/counted.ts';
import type {Diagnostic} from '../base/diagnostic.ts';
import {renderDiagnostic} from '../base/render-diagnostic.ts';
import {type CliContext, mayColour} from './context.ts';

/** The one document that `--json` puts on standard output. */
export function writeJson({out}: CliContext, value: unknown): void {
  out.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function writeLines({out}: CliContext, lines: readonly string[]): void {
  out.write(lines.map((line) => `${line.trimEnd()}\n`).join(''));
}

/** How people's text on standard output may look. What goes to no terminal is not broken into lines. */
export interface Style {
  readonly colour: boolean;
  readonly columns: number | undefined;
}

export function styleOf({out, host}: CliContext): Style {
  if (!out.isTTY) return {colour: false, columns: undefined};
  return {colour: mayColour(host), columns: out.columns > 0 ? out.columns : 80};
}

/** Columns as wide as their widest cell, but for the last; nothing is cut. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** What a command that is not about diagnostics shows of them: the errors, as many as a person reads. */
const mostShown = 20;

export function writeErrors(context: CliContext, diagnostics: readonly Diagnostic[]): void {
  const errors = diagnostics.filter(({severity}) => severity === 'error');
  if (errors.length === 0) return;
  const {err, colour} = context;
  for (const diagnostic of errors.slice(0, mostShown)) err.write(`${renderDiagnostic(diagnostic, {colour})}\n`);
  const more = errors.length - mostShown;
  if (more > 0) err.write(`and ${counted(more, 'more error')}: assay validate shows all\n`);
}
