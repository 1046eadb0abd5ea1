import {positionAt} from '../../base/source.ts';
import {explainLine} from '../../planner/reasons.ts';
import {cut, flow, nearby, type Page, paint} from './page.ts';
import {isTemplateRow, type PlanRow, standsInPlace} from './plan-rows.ts';
import {fateOf, isForPerson, type NameOf, plainText, timeOf} from './words.ts';

/** Of the names, what fits beside a summary on 80 columns. */
const widestName = 36;

interface Columns {
  readonly number: number;
  readonly time: number;
  readonly line: number;
  readonly record: number;
  readonly name: number;
}

interface TableOptions {
  readonly names: NameOf;
  readonly brief: (sentence: string) => string;
  readonly page: Page;
}

/**
 * A line for each job; above those that stand somewhere for the same reason stands the reason, and which template made
 * them; below each that does not run why.
 */
export function tableOf(rows: readonly PlanRow[], {names, brief, page}: TableOptions): readonly string[] {
  if (rows.length === 0) return [];
  const columns = columnsOf(rows, names);
  const lines = [paint(heading(columns), 'bold', page)];
  const headed = (text: string, lead: string): readonly string[] =>
    flow(nearby(text, page), page, {lead, hang: lead.length + 2}).map((line) => paint(line, 'dim', page));
  let [reason, maker, fate] = ['', '', ''];
  for (const row of rows) {
    const [nextReason, nextMaker] = [brief(reasonOf(row)), makerOf(row, names)];
    if (nextReason !== reason) lines.push(...headed(nextReason, '  '));
    if (nextMaker !== '' && (nextReason !== reason || nextMaker !== maker)) lines.push(...headed(nextMaker, '    '));
    const nextFate = isTemplateRow(row) ? '' : fateOf(row);
    lines.push(...linesOf(row, {names, columns, page, isAsAbove: nextFate === fate && Number.isFinite(page.columns)}));
    [reason, maker, fate] = [nextReason, nextMaker, nextFate];
  }
  return lines;
}

function columnsOf(rows: readonly PlanRow[], names: NameOf): Columns {
  const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map(({length}) => length));
  const records = rows.map(recordOf);
  const written = rows.map(writtenLine);
  return {
    number: Math.max(4, String(rows.length).length),
    time: Math.max(4, widest(rows.map(timeOfRow))),
    line: written.some((line) => line !== '') ? Math.max(4, widest(written)) : 0,
    record: records.some((record) => record !== '') ? Math.max(3, widest(records)) : 0,
    name: Math.min(widestName, Math.max(3, widest(rows.map(({id}) => names(id))))),
  };
}

function heading({number, time, line, record, name}: Columns): string {
  const cells = ['#'.padStart(number), ' ', 'TIME'.padStart(time)];
  if (line > 0) cells.push('LINE'.padStart(line));
  if (record > 0) cells.push('REC'.padStart(record));
  return [...cells, 'JOB'.padEnd(name), 'SUMMARY'].join(' ');
}

function timeOfRow(row: PlanRow): string {
  return isTemplateRow(row) ? '?' : timeOf(row);
}

function recordOf(row: PlanRow): string {
  if (isTemplateRow(row) || row.status === 'dropped' || row.instance === undefined) return '';
  return String(row.instance.record);
}

/** Where the plan has it, of what stands in its place. */
function writtenLine(row: PlanRow): string {
  const {inclusion} = row;
  if (inclusion.type === 'pulled' || !(isTemplateRow(row) || standsInPlace(row))) return '';
  const {file, start} = inclusion.span;
  return String(positionAt(file, start).line);
}

/** Why it stands here, but for the number of the line. */
function reasonOf(row: PlanRow): string {
  const written = writtenLine(row);
  const {inclusion} = row;
  const whole = isTemplateRow(row) ? (inclusion.type === 'selected' ? explainLine(inclusion) : '') : row.why;
  return written === '' ? whole : whole.slice(0, -written.length - 1);
}

function makerOf(row: PlanRow, names: NameOf): string {
  const made = isTemplateRow(row) || row.status === 'dropped' ? undefined : row.instance;
  return made === undefined ? '' : `made by ${names(made.template)} over ${names(made.resource)}`;
}

interface RowContext {
  readonly names: NameOf;
  readonly columns: Columns;
  readonly page: Page;
  /** It does not run for the same reason as the row above. What is piped is read line by line, and says it again. */
  readonly isAsAbove: boolean;
}

function linesOf(row: PlanRow, {names, columns, page, isAsAbove}: RowContext): readonly string[] {
  const {number, time, line: written, record, name} = columns;
  const id = names(row.id);
  const isTemplate = isTemplateRow(row);
  const mark = isTemplate ? 'T' : isForPerson(row) ? 'P' : ' ';
  const cells = [(isTemplate ? '' : String(row.index + 1)).padStart(number), mark, timeOfRow(row).padStart(time)];
  if (written > 0) cells.push(writtenLine(row).padStart(written));
  if (record > 0) cells.push(recordOf(row).padStart(record));
  const start = cells.join(' ');
  const summary = isTemplate ? `one for each record of ${names(row.resource)}` : plainText(row.job?.summary ?? '');
  const indent = start.length + 1;
  const rest = page.columns - indent - name - 1;
  // A name that does not fit is worth a line of its own: it is what one copies.
  const rows =
    id.length > name
      ? [`${start} ${id}`, `${' '.repeat(indent + name)} ${cut(summary, rest)}`]
      : [`${start} ${id.padEnd(name)} ${cut(summary, rest)}`];
  if (isTemplate) return rows.map((text) => paint(text, 'dim', page));
  const whole = fateOf(row);
  const fate = isAsAbove && whole !== '' ? `${row.status}: as above` : whole;
  const style = row.status === 'dropped' ? 'red' : 'yellow';
  const why = fate === '' ? [] : flow(fate, page, {lead: ' '.repeat(indent), hang: indent + 2});
  return [...rows, ...why.map((text) => paint(text, style, page))].filter((text) => text.trim() !== '');
}
