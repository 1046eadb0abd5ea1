import type {UnitId} from '../base/ids.ts';
import {isSettled, lastFinished} from '../session/apply.ts';
import {finishUnstarted} from './finish.ts';
import {mayRunBeside, runsAlone} from './overlap.ts';
import {withSkipped} from './rerun.ts';
import type {QueueEntry, RunnerState} from './run-state.ts';
import {inhibitorOf, type Runnable, start} from './start.ts';
import {activeOf, emit, enter, type Turn} from './turn.ts';

/** The failed jobs that a retry is due for, with what was skipped because of them. */
function retriesDue({rules, session, queue}: RunnerState): readonly UnitId[] {
  const {retry} = rules;
  if (retry === undefined) return [];
  const failed = queue.filter((entry) => {
    const last = lastFinished(session, entry.id);
    const mayRetry = entry.state === 'runnable' && entry.retries && (last?.number ?? 0) < retry.maxAttempts;
    return mayRetry && (last?.outcome === 'fail' || last?.outcome === 'crash');
  });
  const due = withSkipped({queue, session}, new Set(failed.map(({id}) => id)));
  return queue.flatMap(({id}) => (due.has(id) ? [id] : []));
}

/** Nothing waits any more: bootstrapping goes on elsewhere, a plan is retried, held open or over. */
function endOfQueue(turn: Turn): void {
  const {planned, rules, session, queue} = turn.state;
  if (!planned) {
    enter(turn, {phase: 'idle'});
    return;
  }
  if (session.requeued.size > 0 && queue.some(({id}) => session.requeued.has(id))) {
    turn.state = {...turn.state, position: 0};
    advance(turn);
    return;
  }
  const due = retriesDue(turn.state);
  if (due.length > 0) {
    emit(turn, {type: 'jobs-requeued', at: turn.at, jobIds: due, reason: 'failed jobs are retried'});
    turn.effects.push({type: 'wait', ms: rules.retry?.delayMs ?? 0});
    enter(turn, {phase: 'waiting'});
  } else if (rules.stayOpen) enter(turn, {phase: 'all-done'});
  else end(turn);
}

export function end(turn: Turn): void {
  emit(turn, {type: 'session-finished', at: turn.at});
  enter(turn, {phase: 'ended'});
}

/** A job that may have to be waited for: it is under way, or it waits itself and nothing it minds may overtake it. */
type Ahead = Pick<Runnable, 'id' | 'job' | 'setup'>;

/** Behind so many jobs that wait, no further one is looked for. */
const mostAhead = 64;

function mustWait({job, setup, waits}: Runnable, ahead: readonly Ahead[]): boolean {
  if (ahead.length === 0) return false;
  if (waits === 'everything' || setup) return true;
  return ahead.some((other) => other.setup || waits.includes(other.id) || !mayRunBeside(job, other.job));
}

function hadTurn(state: RunnerState, {id}: QueueEntry): boolean {
  return isSettled(state.session, id) || activeOf(state, id) !== undefined;
}

/** Whoever stands behind this place goes on from there. */
function pass(turn: Turn, place: number): void {
  if (turn.state.position === place) turn.state = {...turn.state, position: place + 1};
}

function take(turn: Turn, entry: QueueEntry): void {
  if (entry.state === 'settled') {
    finishUnstarted(turn, entry.id, entry);
    return;
  }
  const inhibitor = inhibitorOf(turn.state, entry);
  if (inhibitor === undefined) start(turn, entry);
  else finishUnstarted(turn, entry.id, {job: entry.job, inhibitor});
}

/**
 * Settles what cannot run and starts what can, as far as there are lanes. A job overtakes others only where it neither
 * waits for them nor disturbs what they do, so that every result is what it would be in one lane.
 */
function fillLanes(turn: Turn): void {
  const {queue, rules} = turn.state;
  if (turn.state.active.some(({job, setup}) => setup || runsAlone(job))) return;
  const ahead: Ahead[] = turn.state.active.map(({job, setup}) => ({id: job.id, job, setup}));
  for (let place = turn.state.position; place < queue.length; place++) {
    if (turn.state.active.length >= (rules.lanes ?? 1) || ahead.length > mostAhead) return;
    const entry = queue[place];
    if (entry === undefined || hadTurn(turn.state, entry)) {
      pass(turn, place);
      continue;
    }
    const waits = entry.state === 'runnable' && mustWait(entry, ahead);
    if (waits && (entry.setup || runsAlone(entry.job))) return;
    if (!waits) {
      pass(turn, place);
      take(turn, entry);
    }
    if (entry.state === 'runnable' && (waits || activeOf(turn.state, entry.id) !== undefined)) ahead.push(entry);
  }
}

/** Goes on with the queue. */
export function advance(turn: Turn): void {
  const {phase} = turn.state.at;
  if (phase === 'interrupting' || phase === 'ended') return;
  fillLanes(turn);
  if (turn.state.active.length > 0) enter(turn, {phase: 'running'});
  else endOfQueue(turn);
}
