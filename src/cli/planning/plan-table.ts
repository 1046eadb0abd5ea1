import {positionAt} from '../../base/source.ts';
import type {PlannedJob} from '../../planner/plan.ts';
import {explainLine} from '../../planner/reasons.ts';
import {cut, flow, nearby, type Page, paint} from './page.ts';
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

/**
 * A line for each job; above those that stand somewhere for the same reason stands the reason, below each that does not
 * run why.
 */
export function tableOf(jobs: readonly PlannedJob[], names: NameOf, page: Page): readonly string[] {
  if (jobs.length === 0) return [];
  const columns = columnsOf(jobs, names);
  const lines = [paint(heading(columns), 'bold', page)];
  let reason = '';
  for (const line of jobs) {
    const next = reasonOf(line, names);
    if (next !== reason)
      lines.push(...flow(nearby(next, page), page, {lead: '  ', hang: 4}).map((text) => paint(text, 'dim', page)));
    reason = next;
    lines.push(...rowOf(line, {names, columns, page}));
  }
  return lines;
}

function columnsOf(jobs: readonly PlannedJob[], names: NameOf): Columns {
  const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map(({length}) => length));
  const records = jobs.map(recordOf);
  const written = jobs.map(writtenLine);
  return {
    number: Math.max(4, String(jobs.length).length),
    time: Math.max(4, widest(jobs.map(timeOf))),
    line: written.some((line) => line !== '') ? Math.max(4, widest(written)) : 0,
    record: records.some((record) => record !== '') ? Math.max(3, widest(records)) : 0,
    name: Math.min(widestName, Math.max(3, widest(jobs.map(({id}) => names(id))))),
  };
}

function heading({number, time, line, record, name}: Columns): string {
  const cells = ['#'.padStart(number), ' ', 'TIME'.padStart(time)];
  if (line > 0) cells.push('LINE'.padStart(line));
  if (record > 0) cells.push('REC'.padStart(record));
  return [...cells, 'JOB'.padEnd(name), 'SUMMARY'].join(' ');
}

function recordOf(line: PlannedJob): string {
  return line.status !== 'dropped' && line.instance !== undefined ? String(line.instance.record) : '';
}

/** Where the plan has it, of a job that stands in its place. */
function writtenLine({inclusion, why}: PlannedJob): string {
  if (inclusion.type === 'pulled' || why !== explainLine(inclusion)) return '';
  const {file, start} = inclusion.span;
  return String(positionAt(file, start).line);
}

/** Why it stands here, but for the number of the line, and which template made it. */
function reasonOf(line: PlannedJob, names: NameOf): string {
  const written = writtenLine(line);
  const why = written === '' ? line.why : line.why.slice(0, -written.length - 1);
  const template = line.status === 'dropped' ? undefined : line.instance;
  const made = template === undefined ? '' : `; made by ${names(template.template)} over ${names(template.resource)}`;
  return plainText(`${why}${made}`);
}

interface RowContext {
  readonly names: NameOf;
  readonly columns: Columns;
  readonly page: Page;
}

function rowOf(line: PlannedJob, {names, columns, page}: RowContext): readonly string[] {
  const {number, time, line: written, record, name} = columns;
  const id = names(line.id);
  const cells = [String(line.index + 1).padStart(number), isForPerson(line) ? 'P' : ' ', timeOf(line).padStart(time)];
  if (written > 0) cells.push(writtenLine(line).padStart(written));
  if (record > 0) cells.push(recordOf(line).padStart(record));
  const start = cells.join(' ');
  const summary = plainText(line.job?.summary ?? '');
  const indent = start.length + 1;
  const rest = page.columns - indent - name - 1;
  // A name that does not fit is worth a line of its own: it is what one copies.
  const rows =
    id.length > name
      ? [`${start} ${id}`, `${' '.repeat(indent + name)} ${cut(summary, rest)}`]
      : [`${start} ${id.padEnd(name)} ${cut(summary, rest)}`];
  const fate = fateOf(line);
  const style = line.status === 'dropped' ? 'red' : 'yellow';
  const why = fate === '' ? [] : flow(fate, page, {lead: ' '.repeat(indent), hang: indent + 2});
  return [...rows, ...why.map((text) => paint(text, style, page))].filter((text) => text.trim() !== '');
}
