import type {UnitId} from '../base/ids.ts';
import {isSettled, lastFinished} from '../session/apply.ts';
import type {JournalJob, Outcome, Question, SessionEvent} from '../session/events.ts';
import type {SessionState} from '../session/state.ts';
import {createTail, type Tail} from './tail.ts';
import type {CurrentJob, RunLine, RunPhase, RunView} from './view.ts';

/** Follows a run's events and gives what to show at an instant, at a cost that does not grow with each event. */
export interface LiveView {
  take(event: SessionEvent, state: SessionState): void;
  /** The present question, if any, is answered. */
  commandStarts(): void;
  /** What the running job printed. */
  printed(bytes: Uint8Array): void;
  view(now: number, open: {readonly allDone: boolean}): RunView;
}

interface Asked {
  readonly question: Question;
  readonly problem?: string;
}

interface Running {
  readonly jobId: UnitId;
  readonly attempt: number;
  readonly startedAt: number;
  readonly tail: Tail;
}

function lineOf(job: JournalJob, state: SessionState): RunLine {
  const attempts = state.attempts.get(job.id) ?? [];
  const last = lastFinished(state, job.id);
  const running = attempts.at(-1)?.state === 'running';
  const status = running ? 'running' : isSettled(state, job.id) ? 'done' : 'waiting';
  if (last === undefined) return {job, status, attempts: attempts.length};
  const {outcome, fault, reason, comments, durationMs} = last;
  return {
    job,
    status,
    outcome,
    durationMs,
    attempts: attempts.length,
    ...(fault === undefined ? {} : {fault}),
    ...(reason === undefined ? {} : {reason}),
    ...(comments === undefined ? {} : {comments}),
  };
}

/** Sums over the lines, kept up to date line by line. */
function createTotals() {
  const counts = new Map<Outcome, number>();
  let done = 0;
  let waitingMs = 0;
  let spentMs = 0;
  let expectedMs = 0;
  const add = ({status, outcome, job, durationMs = 0}: RunLine, sign: 1 | -1): void => {
    if (outcome !== undefined) counts.set(outcome, (counts.get(outcome) ?? 0) + sign);
    const estimate = job.estimatedMs ?? 0;
    if (status !== 'done') waitingMs += sign * estimate;
    else {
      done += sign;
      if (estimate > 0 && durationMs > 0) {
        spentMs += sign * durationMs;
        expectedMs += sign * estimate;
      }
    }
  };
  return {
    replace(before: RunLine | undefined, after: RunLine): void {
      if (before !== undefined) add(before, -1);
      add(after, 1);
    },
    counts: (): ReadonlyMap<Outcome, number> => new Map([...counts].filter(([, count]) => count > 0)),
    done: () => done,
    /** Jobs take as much longer or shorter than estimated as the finished ones did. */
    leftMs: (): number | undefined => {
      if (waitingMs <= 0) return undefined;
      return Math.round(waitingMs * (expectedMs > 0 ? spentMs / expectedMs : 1));
    },
  };
}

function phaseOf(state: SessionState, allDone: boolean): RunPhase {
  if (allDone) return 'all-done';
  switch (state.phase) {
    case 'empty':
    case 'bootstrapping':
      return 'bootstrapping';
    case 'running':
    case 'interrupted':
    case 'finished':
      return state.phase;
  }
}

export function createLiveView(initial: SessionState): LiveView {
  let state = initial;
  let lines: RunLine[] = [];
  let places = new Map<UnitId, number>();
  let totals = createTotals();
  let asked: Asked | undefined;
  let running: Running | undefined;
  /** A view that was given out keeps its lines. */
  let isGivenOut = false;

  const readAll = (): void => {
    places = new Map(state.jobs.map(({id}, index) => [id, index]));
    lines = state.jobs.map((job) => lineOf(job, state));
    totals = createTotals();
    for (const line of lines) totals.replace(undefined, line);
  };
  const readOne = (jobId: UnitId): void => {
    const place = places.get(jobId);
    const before = place === undefined ? undefined : lines[place];
    if (place === undefined || before === undefined) return;
    const after = lineOf(before.job, state);
    totals.replace(before, after);
    if (isGivenOut) lines = lines.slice();
    isGivenOut = false;
    lines[place] = after;
  };
  const current = ({jobId, attempt, startedAt, tail}: Running, now: number): CurrentJob => {
    const index = places.get(jobId) ?? -1;
    const job = lines[index]?.job;
    const estimatedMs = job?.estimatedMs;
    return {
      jobId,
      index,
      summary: job?.summary ?? jobId,
      attempt,
      startedAt,
      elapsedMs: Math.max(0, now - startedAt),
      ...(estimatedMs === undefined ? {} : {estimatedMs}),
      phase: asked === undefined ? 'command' : 'question',
      ...(asked ?? {}),
      tail: tail.lines(),
    };
  };
  readAll();

  return {
    take(event, next) {
      state = next;
      if (event.type === 'plan-made' || event.type === 'session-resumed') readAll();
      else if (event.type === 'jobs-requeued') for (const id of event.jobIds) readOne(id);
      else if (event.type === 'operator-asked') {
        asked = {question: event.question, ...(event.problem === undefined ? {} : {problem: event.problem})};
      } else if (event.type === 'job-started') {
        const {jobId, attempt, at} = event;
        running = {jobId, attempt, startedAt: at, tail: createTail()};
        asked = undefined;
        readOne(jobId);
      } else if (event.type === 'job-finished') {
        running = undefined;
        asked = undefined;
        readOne(event.jobId);
      }
    },
    commandStarts() {
      asked = undefined;
    },
    printed: (bytes) => running?.tail.add(bytes),
    view(now, {allDone}) {
      const leftMs = totals.leftMs();
      isGivenOut = true;
      return {
        phase: phaseOf(state, allDone),
        title: state.title,
        plan: state.plan,
        lines,
        ...(running === undefined ? {} : {current: current(running, now)}),
        done: totals.done(),
        total: lines.length,
        counts: totals.counts(),
        ...(leftMs === undefined ? {} : {estimatedLeftMs: leftMs}),
      };
    },
  };
}
