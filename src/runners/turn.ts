import type {UnitId} from '../base/ids.ts';
import {apply} from '../session/apply.ts';
import type {SessionEvent} from '../session/events.ts';
import type {CurrentAttempt, Effect, RunnerPhase, RunnerState} from './run-state.ts';

/** One call of `step` while it is being worked out: the state so far and what has to be done. Local to that call. */
export interface Turn {
  state: RunnerState;
  readonly effects: Effect[];
  readonly at: number;
}

export function emit(turn: Turn, event: SessionEvent): void {
  turn.effects.push({type: 'emit', event});
  turn.state = {...turn.state, session: apply(turn.state.session, event)};
}

export function enter(turn: Turn, at: RunnerPhase): void {
  turn.state = {...turn.state, at};
}

export function nextAttempt(turn: Turn, jobId: UnitId): number {
  return (turn.state.session.attempts.get(jobId)?.at(-1)?.number ?? 0) + 1;
}

/** The attempt that is being made, if it is one of this job. */
export function attemptOf({at}: RunnerState, jobId: UnitId): CurrentAttempt | undefined {
  return 'job' in at && at.job.id === jobId ? at : undefined;
}
