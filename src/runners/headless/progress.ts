import type {UnitId} from '../../base/ids.ts';
import {isSettled} from '../../session/apply.ts';
import type {SessionEvent} from '../../session/events.ts';
import type {SessionState} from '../../session/state.ts';
import {harmless, harmlessLine} from '../harmless.ts';
import type {RunHandle} from '../view.ts';
import {about, duration, jobName, type Paint, paintOutcome, shortOutcome} from './words.ts';

export type Verbosity = 'quiet' | 'normal' | 'verbose';

export interface Output {
  write(text: string): unknown;
}

export interface ProgressOptions extends Paint {
  readonly out: Output;
  /** A line at the bottom is redrawn; else only whole lines are written. */
  readonly isTerminal: boolean;
  readonly columns: () => number;
  /** `quiet`: only what is wrong. `verbose`: what the jobs print too. */
  readonly verbosity: Verbosity;
  readonly now: () => number;
}

const redrawMs = 250;
/** Without a terminal, so often a job that takes long is said to run still. */
const stillRunningMs = 60_000;

/** One line that is drawn over itself, below the lines that stay. */
function createLiveLine({out, isTerminal, columns}: ProgressOptions) {
  let isDrawn = false;
  const clear = (): void => {
    if (isDrawn) out.write('\r\u001b[K');
    isDrawn = false;
  };
  return {
    clear,
    draw(text: string): void {
      if (!isTerminal) return;
      out.write(`\r\u001b[K${text.slice(0, Math.max(20, columns() - 1))}`);
      isDrawn = true;
    },
    /** A line that stays. */
    print(text: string): void {
      clear();
      out.write(`${text}\n`);
    },
  };
}

function clockTime(at: number): string {
  return new Date(at).toISOString().slice(11, 19);
}

/** Splits what a job prints into whole lines. */
function createLines(print: (line: string) => void) {
  let rest = '';
  const decoder = new TextDecoder();
  return {
    add(data: string): void {
      const lines = (rest + decoder.decode(Buffer.from(data, 'base64'), {stream: true})).split('\n');
      rest = (lines.pop() ?? '').slice(-10_000);
      for (const line of lines) print(harmlessLine(line));
    },
    end(): void {
      if (rest !== '') print(harmlessLine(rest));
      rest = '';
    },
  };
}

/** How far the plan is, told by the events alone: the state that comes with one may be further. */
function createCount() {
  const settled = new Set<UnitId>();
  let plan: ReadonlySet<UnitId> = new Set();
  let done = 0;
  const settle = (id: UnitId): void => {
    if (!settled.has(id) && plan.has(id)) done++;
    settled.add(id);
  };
  const reopen = (id: UnitId): void => {
    if (settled.delete(id) && plan.has(id)) done--;
  };
  const adoptPlan = (state: SessionState): void => {
    plan = new Set(state.jobs.map(({id}) => id));
    done = [...settled].filter((id) => plan.has(id)).length;
  };
  return {
    take(event: SessionEvent, state: SessionState): void {
      if (event.type === 'job-finished') settle(event.jobId);
      else if (event.type === 'jobs-requeued') for (const id of event.jobIds) reopen(id);
      else if (event.type === 'plan-made') adoptPlan(state);
      else if (event.type === 'session-resumed') {
        for (const id of state.attempts.keys()) if (isSettled(state, id)) settled.add(id);
        adoptPlan(state);
      }
    },
    done: () => done,
    total: () => plan.size,
  };
}

type Count = ReturnType<typeof createCount>;

type Finished = Extract<SessionEvent, {readonly type: 'job-finished'}>;

function finishedLine(event: Finished, count: Count, options: ProgressOptions): string {
  const {outcome, jobId, durationMs, reason} = event;
  const total = count.total();
  const place = `[${String(count.done()).padStart(String(total).length)}/${total}]`;
  const stamp = options.isTerminal ? '' : `${clockTime(event.at)} `;
  const word = paintOutcome(shortOutcome[outcome].padEnd(7), outcome, options);
  const took = event.inhibitor === undefined ? ` (${duration(durationMs)})` : '';
  const why = reason === undefined || outcome === 'pass' ? '' : `: ${harmless(reason).replace(/\s*\n\s*/g, ' ')}`;
  return `${stamp}${place} ${word} ${jobName(jobId)}${took}${why}`;
}

function openingLines(event: SessionEvent, state: SessionState): readonly string[] {
  if (event.type === 'session-resumed') {
    return [`going on with session ${state.sessionId}: ${state.outcomes.size} jobs have a result`];
  }
  if (event.type !== 'plan-made') return [];
  const unknown = [...state.resources].flatMap(([id, resource]) =>
    resource.state === 'unknown' ? [`  cannot be known: ${jobName(id)}: ${harmless(resource.reason)}`] : [],
  );
  const changes = (event.changes ?? []).map(({type, jobId}) => `  ${type} since the session began: ${jobName(jobId)}`);
  const {size} = state.resources;
  const read = `${size === 0 ? '' : `${size} resources read, `}${event.jobs.length} jobs planned`;
  return [read, ...unknown, ...changes];
}

/** Tells of a run as it goes on. Returns what stops it; call that before anything else is written. */
export function showProgress(handle: RunHandle, options: ProgressOptions): () => void {
  const {out, verbosity, now} = options;
  const live = createLiveLine(options);
  const count = createCount();
  const lines = createLines((line) => live.print(`    ${line}`));
  let running: {readonly jobId: UnitId; readonly since: number; saidAt: number} | undefined;

  const redraw = (): void => {
    if (running === undefined) return;
    const elapsed = duration(now() - running.since);
    if (options.isTerminal) {
      const leftMs = handle.view().estimatedLeftMs;
      const left = leftMs === undefined ? '' : `, ${about(leftMs)} left`;
      const place = count.total() === 0 ? 'reading this machine:' : `${count.done()}/${count.total()}`;
      live.draw(`${place} ${jobName(running.jobId)} ${elapsed}${left}`);
    } else if (now() - running.saidAt >= stillRunningMs && verbosity !== 'quiet') {
      running.saidAt = now();
      out.write(`${clockTime(now())} ${jobName(running.jobId)} still runs after ${elapsed}\n`);
    }
  };
  const finish = (event: Finished): void => {
    lines.end();
    running = undefined;
    // What the plan is made from is no line of its own, unless it is wrong.
    if (count.total() === 0) return;
    const isFine = event.outcome === 'pass' || event.outcome.startsWith('skip');
    if (verbosity !== 'quiet' || !isFine) live.print(finishedLine(event, count, options));
  };
  const unsubscribe = handle.subscribe((event, state) => {
    count.take(event, state);
    if (verbosity !== 'quiet') for (const line of openingLines(event, state)) live.print(line);
    if (event.type === 'job-started') running = {jobId: event.jobId, since: event.at, saidAt: event.at};
    else if (event.type === 'job-output' && verbosity === 'verbose') lines.add(event.data);
    else if (event.type === 'job-finished') finish(event);
  });
  const timer = setInterval(redraw, redrawMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    unsubscribe();
    live.clear();
  };
}
