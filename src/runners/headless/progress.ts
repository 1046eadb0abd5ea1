import {counted} from '../../base/counted.ts';
import {duration} from '../../base/duration.ts';
import type {UnitId} from '../../base/ids.ts';
import type {Paint} from '../../base/paint.ts';
import {wrap} from '../../base/wrap.ts';
import type {SessionEvent} from '../../session/events.ts';
import type {SessionState} from '../../session/state.ts';
import type {RunHandle} from '../view/view.ts';
import {type Count, createCount} from './count.ts';
import {createJobOutput} from './job-output.ts';
import {createLiveLine, type Output} from './live-line.ts';
import {about, jobName, oneLine, paintOutcome, shortOutcome} from './words.ts';

export type Verbosity = 'quiet' | 'normal';

export type ShownOutput = 'none' | 'tests' | 'all';

export interface ProgressOptions extends Paint {
  readonly out: Output;
  /** A line at the bottom is redrawn and long lines are wrapped; else only whole lines are written. */
  readonly isTerminal: boolean;
  readonly columns: () => number;
  /** `quiet`: only what is wrong. */
  readonly verbosity: Verbosity;
  /** Whose output is shown as it comes. */
  readonly output: ShownOutput;
  readonly now: () => number;
}

const redrawMs = 250;
/** Without a terminal, so often a job that takes long is said to run still. */
const stillRunningMs = 60_000;

interface Running {
  readonly since: number;
  saidAt: number;
}

function clockTime(at: number): string {
  return new Date(at).toISOString().slice(11, 19);
}

type Finished = Extract<SessionEvent, {readonly type: 'job-finished'}>;

function finishedLines(event: Finished, count: Count, options: ProgressOptions): readonly string[] {
  const {outcome, jobId, durationMs, reason} = event;
  const isTest = count.isTest(jobId);
  const total = String(count.total());
  const nowhere = count.hasPlan() ? ' '.repeat(total.length * 2 + 3) : '[setup]';
  const place = isTest ? `[${String(count.done()).padStart(total.length)}/${total}]` : nowhere;
  const stamp = options.isTerminal ? '' : `${clockTime(event.at)} `;
  const short = outcome === 'pass' && !isTest && count.hasPlan() ? 'kept' : shortOutcome[outcome];
  const word = paintOutcome(short.padEnd(7), outcome, options);
  const took = event.inhibitor === undefined ? ` (${duration(durationMs)})` : '';
  const why = reason === undefined ? '' : `: ${oneLine(reason)}`;
  const lead = `${stamp}${place} `;
  const [first = '', ...rest] = wrap(`${lead}${short.padEnd(7)} ${jobName(jobId)}${took}${why}`, {
    columns: options.isTerminal ? options.columns() : undefined,
    indent: ' '.repeat(lead.length + 8),
  });
  return [`${lead}${word}${first.slice(lead.length + 7)}`, ...rest];
}

/** Of jobs that run once more, so many are named. */
const mostNamed = 8;

function requeuedLine({jobIds, reason}: Extract<SessionEvent, {readonly type: 'jobs-requeued'}>): string {
  const left = jobIds.length - mostNamed;
  const more = left > 0 ? ` and ${left} more` : '';
  return `to run once more (${reason}): ${jobIds.slice(0, mostNamed).map(jobName).join(', ')}${more}`;
}

function openingLines(event: SessionEvent, state: SessionState, count: Count): readonly string[] {
  if (event.type === 'session-resumed') {
    return [`going on with session ${state.sessionId}: ${counted(state.outcomes.size, 'job')} with a result`];
  }
  if (event.type === 'jobs-requeued') return [requeuedLine(event)];
  if (event.type !== 'plan-made') return [];
  const unknown = [...state.resources].flatMap(([id, resource]) =>
    resource.state === 'unknown' ? [`  cannot be known: ${jobName(id)}: ${oneLine(resource.reason)}`] : [],
  );
  const changes = (event.changes ?? []).map(({type, jobId}) => `  ${type} since the session began: ${jobName(jobId)}`);
  // What was known from the beginning, such as the manifest, was not read.
  const resources = [...state.resources.keys()].filter((id) => state.attempts.has(id)).length;
  const read = `${resources === 0 ? '' : `${counted(resources, 'resource')} read, `}${counted(count.total(), 'test')} planned`;
  return [read, ...unknown, ...changes];
}

/** The line at the bottom, or once in a while a line that a job runs still. */
function createWatch(handle: RunHandle, options: ProgressOptions, count: Count) {
  const live = createLiveLine(options);
  const running = new Map<UnitId, Running>();
  const draw = (): void => {
    const [first, ...others] = running;
    if (first === undefined) return;
    const [jobId, {since}] = first;
    const leftMs = handle.view().estimatedLeftMs;
    const left = leftMs === undefined ? '' : `, ${about(leftMs)} left`;
    const place = count.hasPlan() ? `${count.done()}/${count.total()}` : 'reading this machine:';
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    live.draw(`${place} ${jobName(jobId)} ${duration(options.now() - since)}${more}${left}`);
  };
  const remind = (): void => {
    const now = options.now();
    for (const [jobId, job] of running) {
      if (now - job.saidAt < stillRunningMs) continue;
      job.saidAt = now;
      live.print(`${clockTime(now)} ${jobName(jobId)} still runs after ${duration(now - job.since)}`);
    }
  };
  return {
    live,
    running,
    tick(): void {
      if (options.verbosity === 'quiet') return;
      if (options.isTerminal) draw();
      else remind();
    },
  };
}

/** Tells of a run as it goes on. Returns what stops it; call that before anything else is written. */
export function showProgress(handle: RunHandle, options: ProgressOptions): () => void {
  const {verbosity, output} = options;
  const count = createCount();
  const {live, running, tick} = createWatch(handle, options, count);
  const isShown = (id: UnitId): boolean => output === 'all' || (output === 'tests' && count.isTest(id));
  const printed = createJobOutput(({jobId, stream, text}) => {
    live.print(`${clockTime(options.now())} ${jobName(jobId)} ${stream === 'stdout' ? '|' : '!'} ${text}`);
  });
  const finish = (event: Finished, state: SessionState): void => {
    printed.end(event.jobId);
    running.delete(event.jobId);
    // A resource that the plan is made from is no line of its own; where it went wrong, that is told with the plan.
    if (!count.hasPlan() && state.resources.has(event.jobId)) return;
    const isFine = event.outcome === 'pass' || event.outcome.startsWith('skip');
    if (verbosity === 'quiet' && isFine) return;
    for (const line of finishedLines(event, count, options)) live.print(line);
  };
  const unsubscribe = handle.subscribe((event, state) => {
    count.take(event, state);
    if (verbosity !== 'quiet') for (const line of openingLines(event, state, count)) live.print(line);
    if (event.type === 'job-started') running.set(event.jobId, {since: event.at, saidAt: event.at});
    else if (event.type === 'job-output' && isShown(event.jobId)) printed.add(event);
    else if (event.type === 'job-finished') finish(event, state);
  });
  const timer = setInterval(tick, redrawMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    unsubscribe();
    live.clear();
  };
}
