import type {UnitId} from '../../base/ids.ts';
import {isSettled, lastFinished} from '../../session/apply.ts';
import type {JournalJob, Outcome, SessionEvent} from '../../session/events.ts';
import type {SessionState} from '../../session/state.ts';
import {createTimeLeft} from './time-left.ts';
import {createUnderWay} from './under-way.ts';
import type {RunLine, RunPhase, RunView} from './view.ts';

/** Follows a run's events and gives what to show at an instant, at a cost that does not grow with each event. */
export interface LiveView {
  take(event: SessionEvent, state: SessionState): void;
  /** What the job asked, if anything, is answered. */
  commandStarts(jobId: UnitId): void;
  printed(jobId: UnitId, bytes: Uint8Array): void;
  view(now: number, open: {readonly allDone: boolean}): RunView;
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

/** How many lines have which outcome and how many are done, kept up to date line by line. */
function createTotals() {
  const counts = new Map<Outcome, number>();
  let done = 0;
  const add = ({status, outcome}: RunLine, sign: 1 | -1): void => {
    if (outcome !== undefined) counts.set(outcome, (counts.get(outcome) ?? 0) + sign);
    if (status === 'done') done += sign;
  };
  return {
    replace(before: RunLine | undefined, after: RunLine): void {
      if (before !== undefined) add(before, -1);
      add(after, 1);
    },
    counts: (): ReadonlyMap<Outcome, number> => new Map([...counts].filter(([, count]) => count > 0)),
    done: () => done,
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

/** The plan's lines as the state has them. */
function createLines(initial: SessionState) {
  let lines: RunLine[] = [];
  let places = new Map<UnitId, number>();
  let totals = createTotals();
  let timeLeft = createTimeLeft();
  /** A view that was given out keeps its lines. */
  let isGivenOut = false;

  const readAll = (state: SessionState): void => {
    places = new Map(state.jobs.map(({id}, index) => [id, index]));
    lines = state.jobs.map((job) => lineOf(job, state));
    totals = createTotals();
    timeLeft = createTimeLeft();
    for (const line of lines) {
      totals.replace(undefined, line);
      timeLeft.replace(undefined, line);
    }
  };
  readAll(initial);

  return {
    readAll,
    readOne(jobId: UnitId, state: SessionState): void {
      const place = places.get(jobId);
      const before = place === undefined ? undefined : lines[place];
      if (place === undefined || before === undefined) return;
      const after = lineOf(before.job, state);
      totals.replace(before, after);
      timeLeft.replace(before, after);
      if (isGivenOut) lines = lines.slice();
      isGivenOut = false;
      lines[place] = after;
    },
    find(jobId: UnitId): {readonly index: number; readonly job?: JournalJob} {
      const index = places.get(jobId) ?? -1;
      const job = lines[index]?.job;
      return job === undefined ? {index} : {index, job};
    },
    giveOut(): readonly RunLine[] {
      isGivenOut = true;
      return lines;
    },
    done: () => totals.done(),
    counts: () => totals.counts(),
    leftMs: () => timeLeft.left(),
  };
}

export function createLiveView(initial: SessionState): LiveView {
  let state = initial;
  const lines = createLines(initial);
  const underWay = createUnderWay();

  return {
    take(event, next) {
      state = next;
      switch (event.type) {
        case 'plan-made':
        case 'session-resumed':
          lines.readAll(state);
          break;
        case 'jobs-requeued':
          for (const id of event.jobIds) lines.readOne(id, state);
          break;
        case 'operator-asked':
          underWay.ask(event);
          break;
        case 'job-started':
          underWay.start(event);
          lines.readOne(event.jobId, state);
          break;
        case 'job-finished':
          underWay.finish(event.jobId);
          lines.readOne(event.jobId, state);
          break;
        default:
          break;
      }
    },
    commandStarts: underWay.commandStarts,
    printed: underWay.printed,
    view(now, {allDone}) {
      const leftMs = lines.leftMs();
      const [current, ...beside] = underWay.jobs(now, lines.find);
      const shown = lines.giveOut();
      return {
        phase: phaseOf(state, allDone),
        title: state.title,
        plan: state.plan,
        lines: shown,
        ...(current === undefined ? {} : {current}),
        ...(beside.length === 0 ? {} : {beside}),
        done: lines.done(),
        total: shown.length,
        counts: lines.counts(),
        ...(leftMs === undefined ? {} : {estimatedLeftMs: leftMs}),
      };
    },
  };
}
