import {countOutcomes, isComplete, lastFinished} from '../../session/apply.ts';
import {describeInhibitor, describeNothing} from '../../session/describe.ts';
import type {JournalJob, Outcome} from '../../session/events.ts';
import type {SessionState} from '../../session/state.ts';
import {harmless} from '../harmless.ts';
import {countPhrase, duration, jobName, type Paint, paintOutcome} from './words.ts';

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

export interface SummaryOptions extends Paint {
  /** Lines on where the reports are. */
  readonly reports: readonly string[];
  /** How to go on with an interrupted session. */
  readonly resumeCommand: string;
}

function reasonOf(state: SessionState, job: JournalJob): string {
  const last = lastFinished(state, job.id);
  const said = last?.comments === undefined ? '' : ` ("${last.comments}")`;
  const reason = last?.reason ?? (job.inhibitor === undefined ? '' : describeInhibitor(job.inhibitor));
  return harmless(`${reason}${said}`).replace(/\s*\n\s*/g, ' ');
}

function namedJobs(state: SessionState, outcome: Outcome): readonly string[] {
  if (outcome === 'pass') return [];
  const jobs = state.jobs.filter(({id}) => state.outcomes.get(id) === outcome);
  const named = allNamed.has(outcome) ? jobs : jobs.slice(0, someNamed);
  const width = Math.min(44, Math.max(0, ...named.map(({id}) => jobName(id).length)));
  const lines = named.map((job) => {
    const reason = reasonOf(state, job);
    return `       ${jobName(job.id).padEnd(width)}${reason === '' ? '' : `  ${reason}`}`;
  });
  const left = jobs.length - named.length;
  return left === 0 ? lines : [...lines, `       and ${left} more, in the report`];
}

/** One line on the templates that made no job of this machine: they are in no count. */
function nothingHere({templates}: SessionState): readonly string[] {
  const empty = templates.flatMap((tally) => {
    const why = describeNothing(tally);
    return why === undefined ? [] : [`${jobName(tally.id)} (${why})`];
  });
  if (empty.length === 0) return [];
  const named = empty.slice(0, someNamed);
  const more = empty.length > named.length ? ` and ${empty.length - named.length} more` : '';
  return [`       nothing here for: ${named.join(', ')}${more}`];
}

function headline(state: SessionState, at: number): string {
  const {title, plan, jobs, startedAt, finishedAt = at, reboots} = state;
  const name = harmless(title === '' ? plan : title);
  const restarts = reboots === 0 ? '' : `, ${reboots} ${reboots === 1 ? 'restart' : 'restarts'}`;
  return `${name}: ${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'}, ${duration(finishedAt - startedAt)}${restarts}`;
}

/** What a person wants to know at the end of a run. `at` is now, for a session that is not finished. */
export function summaryLines(state: SessionState, options: SummaryOptions, at: number): readonly string[] {
  const counts = countOutcomes(state);
  const lines = ['', headline(state, at)];
  for (const outcome of order) {
    const count = counts.get(outcome) ?? 0;
    if (count === 0) continue;
    lines.push(paintOutcome(`${String(count).padStart(5)}  ${countPhrase[outcome]}`, outcome, options));
    lines.push(...namedJobs(state, outcome));
  }
  lines.push(...nothingHere(state));
  const waiting = state.jobs.filter(({id}) => !state.outcomes.has(id)).length;
  if (waiting > 0) lines.push(`${String(waiting).padStart(5)}  not reached`);
  if (state.phase === 'interrupted' || !isComplete(state)) {
    const why = state.interruption === undefined ? '' : ` (${harmless(state.interruption)})`;
    lines.push('', `The session was interrupted${why}. Go on with: ${options.resumeCommand}`);
  }
  if (options.reports.length > 0) lines.push('', ...options.reports);
  return lines;
}
