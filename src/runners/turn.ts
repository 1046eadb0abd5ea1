import type {UnitId} from '../base/ids.ts';
import {apply} from '../session/apply.ts';
import type {SessionEvent} from '../session/events.ts';
import type {ActiveAttempt, Effect, RunnerPhase, RunnerState} from './run-state.ts';

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

/** What the job is doing, if it is under way. */
export function activeOf({active}: RunnerState, jobId: UnitId): ActiveAttempt | undefined {
  return active.find(({job}) => job.id === jobId);
}

/** The attempt begins, or its next phase does. */
export function activate(turn: Turn, attempt: ActiveAttempt): void {
  const {active} = turn.state;
  const place = active.findIndex(({job}) => job.id === attempt.job.id);
  turn.state = {...turn.state, active: place === -1 ? [...active, attempt] : active.with(place, attempt)};
}

export function deactivate(turn: Turn, jobId: UnitId): void {
  turn.state = {...turn.state, active: turn.state.active.filter(({job}) => job.id !== jobId)};
}
