import {counted} from '../../base/counted.ts';
import {duration} from '../../base/duration.ts';
import {type Paint, paint} from '../../base/paint.ts';
import {wrap} from '../../base/wrap.ts';
import {isComplete, lastFinished} from '../../session/apply.ts';
import {describeInhibitor, describeNothing} from '../../session/describe.ts';
import type {JournalJob, Outcome} from '../../session/events.ts';
import {isTest} from '../../session/kinds.ts';
import type {SessionState} from '../../session/state.ts';
import {countPhrase, jobName, oneLine, paintOutcome, verdictColours} from './words.ts';

/** What somebody must look at comes first. */
const order: readonly Outcome[] = [
  'fail',
  'crash',
  'not-run',
  'undecided',
  'skip',
  'skipped-dependency',
  'skipped-resource',
  'skipped-manifest',
  'pass',
];
/** All of these are named; of the others only the first, the rest being in the report. */
const allNamed: ReadonlySet<Outcome> = new Set(['fail', 'crash', 'not-run', 'undecided']);
const someNamed = 10;
const widestName = 44;

/** What the reports say of the whole, so that the terminal says the same. */
export interface Verdict {
  readonly state: 'passed' | 'failed' | 'incomplete' | 'nothing-ran';
  readonly label: string;
  readonly sentence: string;
}

export interface SummaryOptions extends Paint {
  readonly verdict: Verdict;
  /** Of the terminal; undefined: lines are as long as they are. */
  readonly columns: number | undefined;
  /** Only the verdict, where the reports are and how to go on. */
  readonly brief?: boolean;
  /** Lines that stand before the verdict. */
  readonly notes?: readonly string[];
  /** Lines on where the reports are. */
  readonly reports: readonly string[];
  /** How to go on with an interrupted session. */
  readonly resumeCommand: string;
}

function reasonOf(state: SessionState, job: JournalJob): string {
  const last = lastFinished(state, job.id);
  const said = last?.comments === undefined ? '' : ` ("${last.comments}")`;
  const reason = last?.reason ?? (job.inhibitor === undefined ? '' : describeInhibitor(job.inhibitor));
  return oneLine(`${reason}${said}`);
}

function jobLines(state: SessionState, jobs: readonly JournalJob[], {columns}: SummaryOptions): readonly string[] {
  const width = Math.min(widestName, Math.max(0, ...jobs.map(({id}) => jobName(id).length)));
  return jobs.flatMap((job) => {
    const reason = reasonOf(state, job);
    const name = `       ${jobName(job.id).padEnd(width)}`;
    return reason === '' ? [name.trimEnd()] : wrap(`${name}  ${reason}`, {columns, indent: ' '.repeat(width + 9)});
  });
}

/** A count with its words, then the jobs that are counted. */
function outcomeLines(
  state: SessionState,
  {outcome, jobs}: {readonly outcome: Outcome; readonly jobs: readonly JournalJob[]},
  options: SummaryOptions,
): readonly string[] {
  if (jobs.length === 0) return [];
  const title = `${String(jobs.length).padStart(5)}  ${countPhrase[outcome]}`;
  const named = outcome === 'pass' ? [] : allNamed.has(outcome) ? jobs : jobs.slice(0, someNamed);
  const left = outcome === 'pass' ? 0 : jobs.length - named.length;
  return [
    paintOutcome(title, outcome, options),
    ...jobLines(state, named, options),
    ...(left === 0 ? [] : [`       and ${left} more, in the report`]),
  ];
}

/** Only what is wrong with a record is of interest; those that do not apply are not even counted. */
function recordLines(state: SessionState, records: readonly JournalJob[], options: SummaryOptions): readonly string[] {
  const of = (wanted: ReadonlySet<Outcome>): readonly JournalJob[] =>
    records.filter(({id}) => wanted.has(state.outcomes.get(id) ?? 'skip'));
  const kept = of(new Set(['pass']));
  const missing = of(allNamed);
  const line = (count: number, what: string): string =>
    `${String(count).padStart(5)}  ${count === 1 ? 'record' : 'records'} of the machine ${what}`;
  return [
    ...(missing.length === 0 ? [] : [paintOutcome(line(missing.length, 'missing'), 'not-run', options)]),
    ...jobLines(state, missing, options),
    ...(kept.length === 0 ? [] : [line(kept.length, 'kept')]),
  ];
}

/** On the templates that made no job of this machine: they are in no count. */
function nothingHere({templates}: SessionState, {columns}: SummaryOptions): readonly string[] {
  const empty = templates.flatMap((tally) => {
    const why = describeNothing(tally);
    return why === undefined ? [] : [`${jobName(tally.id)} (${why})`];
  });
  if (empty.length === 0) return [];
  const named = empty.slice(0, someNamed);
  const more = empty.length > named.length ? ` and ${empty.length - named.length} more` : '';
  return wrap(`       nothing here for: ${named.join(', ')}${more}`, {columns, indent: ' '.repeat(9)});
}

function headline(state: SessionState, tests: number, at: number): string {
  const {title, plan, startedAt, finishedAt = at, reboots} = state;
  const restarts = reboots === 0 ? '' : `, ${counted(reboots, 'restart')}`;
  const name = oneLine(title === '' ? plan : title);
  return `${name}: ${counted(tests, 'test')}, ${duration(finishedAt - startedAt)}${restarts}`;
}

function closingLines(state: SessionState, options: SummaryOptions): readonly string[] {
  const {verdict, reports, columns, resumeCommand} = options;
  const said = wrap(`${verdict.label}: ${oneLine(verdict.sentence)}`, {columns, indent: '  '});
  const lines = said.map((line) => paint(line, verdictColours[verdict.state], options));
  if (!isComplete(state)) {
    const why = state.interruption === undefined ? '' : ` (${oneLine(state.interruption)})`;
    lines.push('', `The session was interrupted${why}. Go on with: ${resumeCommand}`);
  }
  if (reports.length > 0) lines.push('', ...reports);
  return lines;
}

/** What a person wants to know at the end of a run. `at` is now, for a session that is not finished. */
export function summaryLines(state: SessionState, options: SummaryOptions, at: number): readonly string[] {
  if (options.brief === true) return closingLines(state, options);
  const tests = state.jobs.filter(isTest);
  const records = state.jobs.filter((job) => !isTest(job));
  const waiting = state.jobs.filter(({id}) => !state.outcomes.has(id)).length;
  return [
    '',
    headline(state, tests.length, at),
    ...order.flatMap((outcome) => {
      const jobs = tests.filter(({id}) => state.outcomes.get(id) === outcome);
      return outcomeLines(state, {outcome, jobs}, options);
    }),
    ...nothingHere(state, options),
    ...(waiting === 0 ? [] : [`${String(waiting).padStart(5)}  not reached`]),
    ...recordLines(state, records, options),
    ...(options.notes === undefined || options.notes.length === 0 ? [] : ['', ...options.notes]),
    '',
    ...closingLines(state, options),
  ];
}
