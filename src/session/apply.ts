import {assertNever} from '../base/assert-never.ts';
import {type UnitId, unitId} from '../base/ids.ts';
import type {Outcome, SessionEvent} from './events.ts';
import {PersistentMap, persistent} from './persistent-map.ts';
import type {Attempt, SessionState} from './state.ts';

export const emptyState: SessionState = {
  phase: 'empty',
  sessionId: '',
  plan: unitId('', ''),
  title: '',
  version: '',
  startedAt: 0,
  bootId: '',
  reboots: 0,
  providerDirectories: [],
  resources: new PersistentMap(),
  jobs: [],
  templates: [],
  attempts: new PersistentMap(),
  outcomes: new PersistentMap(),
  requeued: new PersistentMap(),
  changes: [],
  verdicts: new PersistentMap(),
};

type EventOf<Type extends SessionEvent['type']> = Extract<SessionEvent, {readonly type: Type}>;

function withAttempts(state: SessionState, jobId: UnitId, attempts: readonly Attempt[]): SessionState {
  return {...state, attempts: persistent(state.attempts).with(jobId, attempts)};
}

function jobStarted(state: SessionState, {jobId, attempt, at}: EventOf<'job-started'>): SessionState {
  const earlier = state.attempts.get(jobId) ?? [];
  return withAttempts({...state, verdicts: persistent(state.verdicts).without(jobId)}, jobId, [
    ...earlier,
    {state: 'running', number: attempt, startedAt: at},
  ]);
}

function processStarted(state: SessionState, {jobId, pid}: EventOf<'process-started'>): SessionState {
  const attempts = state.attempts.get(jobId) ?? [];
  const last = attempts.at(-1);
  if (last?.state !== 'running') return state;
  return withAttempts(state, jobId, [...attempts.slice(0, -1), {...last, pid}]);
}

function jobFinished(state: SessionState, event: EventOf<'job-finished'>): SessionState {
  const {type: _type, at, jobId, attempt, ...result} = event;
  const attempts = state.attempts.get(jobId) ?? [];
  const last = attempts.at(-1);
  const running = last?.state === 'running' ? last : undefined;
  const finished: Attempt = {
    state: 'finished',
    number: attempt,
    startedAt: running?.startedAt ?? at,
    finishedAt: at,
    ...result,
  };
  const kept = running === undefined ? attempts : attempts.slice(0, -1);
  const outcomes = persistent(state.outcomes).with(jobId, result.outcome);
  const requeued = persistent(state.requeued).without(jobId);
  return withAttempts({...state, outcomes, requeued}, jobId, [...kept, finished]);
}

function resumed(state: SessionState, {bootId}: EventOf<'session-resumed'>): SessionState {
  const {interruption: _interruption, finishedAt: _finishedAt, ...rest} = state;
  return {
    ...rest,
    phase: state.jobs.length > 0 ? 'running' : 'bootstrapping',
    bootId,
    reboots: state.reboots + (bootId === state.bootId ? 0 : 1),
  };
}

function requeue(state: SessionState, {jobIds, reason}: EventOf<'jobs-requeued'>): SessionState {
  let requeued = persistent(state.requeued);
  for (const id of jobIds) requeued = requeued.with(id, reason);
  const {finishedAt: _finishedAt, ...rest} = state;
  return {...rest, requeued, phase: state.phase === 'finished' ? 'running' : state.phase};
}

/** Pure; the older state stays good. Costs the same however long the session is. */
export function apply(state: SessionState, event: SessionEvent): SessionState {
  switch (event.type) {
    case 'session-started': {
      const {type: _type, at, ...header} = event;
      return {...emptyState, ...header, phase: 'bootstrapping', startedAt: at};
    }
    case 'resource-recorded':
      return {...state, resources: persistent(state.resources).with(event.resource, event.state)};
    case 'plan-made':
      return {
        ...state,
        phase: 'running',
        jobs: event.jobs,
        templates: event.templates ?? [],
        changes: event.changes ?? [],
      };
    case 'job-started':
      return jobStarted(state, event);
    case 'process-started':
      return processStarted(state, event);
    case 'verdict-given': {
      const {outcome, comments} = event;
      const verdict = {outcome, ...(comments === undefined ? {} : {comments})};
      return {...state, verdicts: persistent(state.verdicts).with(event.jobId, verdict)};
    }
    case 'job-finished':
      return jobFinished(state, event);
    case 'jobs-requeued':
      return requeue(state, event);
    case 'session-interrupted':
      return {...state, phase: 'interrupted', interruption: event.reason};
    case 'session-resumed':
      return resumed(state, event);
    case 'session-finished':
      return {...state, phase: 'finished', finishedAt: event.at};
    case 'job-output':
    case 'operator-asked':
    case 'process-ended':
      return state;
    default:
      return assertNever(event);
  }
}

type FinishedAttempt = Extract<Attempt, {readonly state: 'finished'}>;

export function lastFinished(state: SessionState, jobId: UnitId): FinishedAttempt | undefined {
  return state.attempts.get(jobId)?.findLast((attempt) => attempt.state === 'finished');
}

/** Of the last finished attempt, also while the job waits to run once more. */
export function outcomeOf(state: SessionState, jobId: UnitId): Outcome | undefined {
  return state.outcomes.get(jobId);
}

/** It has a result and is not to run once more. */
export function isSettled(state: SessionState, jobId: UnitId): boolean {
  const last = state.attempts.get(jobId)?.at(-1);
  return last?.state === 'finished' && !state.requeued.has(jobId);
}

/** The plan was made and every job of it is settled. */
export function isComplete(state: SessionState): boolean {
  return state.phase === 'finished' || (state.jobs.length > 0 && state.jobs.every(({id}) => isSettled(state, id)));
}

/** Of the plan's jobs; those without a result are not in it. */
export function countOutcomes(state: SessionState): ReadonlyMap<Outcome, number> {
  const counts = new Map<Outcome, number>();
  for (const {id} of state.jobs) {
    const outcome = outcomeOf(state, id);
    if (outcome !== undefined) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  return counts;
}
