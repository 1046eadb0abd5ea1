import type {UnitId} from '../../base/ids.ts';
import type {JournalJob, Outcome} from '../../session/events.ts';
import type {Attempt} from '../../session/state.ts';
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
export function jobHistory(context: CliContext, word: string, id: UnitId): Promise<JobHistory> {
  return withSessionErrors(async () => {
    const {openStore} = await import('../../session/store.ts');
    const store = openStore(stateDirectory(context));
    const state = store.readSession(namedSession(context, store, word));
    const job = state.jobs.find((other) => other.id === id);
    const outcome = state.outcomes.get(id);
    return {
      id: state.sessionId,
      plan: state.plan,
      ...(job === undefined ? {} : {job}),
      ...(outcome === undefined ? {} : {outcome}),
      attempts: state.attempts.get(id) ?? [],
    };
  });
}
