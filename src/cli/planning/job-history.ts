import type {UnitId} from '../../base/ids.ts';
import type {JournalJob, Outcome} from '../../session/events.ts';
import type {Attempt, SessionState} from '../../session/state.ts';
import {type CliContext, stateDirectory} from '../context.ts';
import {namedSession} from '../named-session.ts';
import {withSessionErrors} from '../running/machine-answers.ts';

/** What became of a job in a session. */
export interface JobHistory {
  readonly id: string;
  readonly plan: UnitId;
  /** Undefined where it was not in that session's plan. */
  readonly job?: JournalJob;
  readonly outcome?: Outcome;
  readonly attempts: readonly Attempt[];
}

/** `word` is a session's id or the beginning of it. */
export function pastSession(context: CliContext, word: string): Promise<SessionState> {
  return withSessionErrors(async () => {
    const {openStore} = await import('../../session/store.ts');
    const store = openStore(stateDirectory(context));
    return store.readSession(namedSession(context, store, word));
  });
}

export function jobHistory({sessionId, plan, jobs, outcomes, attempts}: SessionState, id: UnitId): JobHistory {
  const job = jobs.find((other) => other.id === id);
  const outcome = outcomes.get(id);
  return {
    id: sessionId,
    plan,
    ...(job === undefined ? {} : {job}),
    ...(outcome === undefined ? {} : {outcome}),
    attempts: attempts.get(id) ?? [],
  };
}
