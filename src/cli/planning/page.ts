import {fitTo, wrapLines} from '../../base/columns.ts';
import {paint as paintCode} from '../../base/paint.ts';
import type {CliContext} from '../context.ts';

/** What a text is laid out for. `columns` is infinite where nobody sees a right margin: a file, a pipe. */
export interface Page {
  readonly columns: number;
  readonly colour: boolean;
  /** Paths below it are shown from there. */
  readonly directory: string;
}

const narrowest = 40;

export function pageOf({out, host, colour, workingDirectory}: CliContext): Page {
  const asked = Number.parseInt(host.env['COLUMNS'] ?? '', 10);
  const seen = out.isTTY && out.columns > 0 ? out.columns : Number.POSITIVE_INFINITY;
  return {
    columns: Math.max(narrowest, asked > 0 ? asked : seen),
    colour: colour && out.isTTY === true,
    directory: workingDirectory,
  };
}

/** Cut, but not filled up. */
export function cut(text: string, columns: number): string {
  return Number.isFinite(columns) ? fitTo(text, Math.max(1, columns)).trimEnd() : text;
}

/** `lead` and the text, broken into lines; all but the first begin with `hang` spaces, or what `rail` draws. */
export function flow(
  text: string,
  {columns}: Page,
  {lead = '', hang = 2, rail = ''}: {readonly lead?: string; readonly hang?: number; readonly rail?: string} = {},
): readonly string[] {
  const pad = `${rail}${' '.repeat(Math.max(0, hang - rail.length))}`;
  const room = columns - Math.max(lead.length, pad.length);
  const lines = Number.isFinite(columns) ? wrapLines(text, room) : [text];
  return lines.map((line, at) => (at === 0 ? `${lead}${line}` : `${pad}${line.trimStart()}`));
}

/** A text with the paths in it as short as one would type them. */
export function nearby(text: string, {directory}: Page): string {
  return text.replaceAll(`${directory}/`, '');
}

const codes = {dim: '2', bold: '1', red: '31', yellow: '33', green: '32', cyan: '36'} as const;

export type Style = keyof typeof codes;

export function paint(text: string, style: Style, page: Page): string {
  return text === '' ? text : paintCode(text, codes[style], page);
}
