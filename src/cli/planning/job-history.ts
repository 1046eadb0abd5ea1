import {join} from 'node:path';
import type {UnitId} from '../../base/ids.ts';
import type {JournalJob, Outcome} from '../../session/events.ts';
import type {Attempt} from '../../session/state.ts';
import {type CliContext, stateDirectory} from '../context.ts';
import {withSessionErrors} from '../session-run.ts';
import {usageError} from '../usage-error.ts';

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
    const directory = stateDirectory(context);
    const sessions = join(directory, 'sessions');
    const {host, words} = context;
    const all = host.files.stat(sessions)?.kind === 'directory' ? host.files.list(sessions) : [];
    const [first, second] = all.filter((name) => name.startsWith(word));
    if (first === undefined) {
      throw usageError(words, {code: 'usage/no-session', message: `there is no session ${word} in ${directory}`, word});
    }
    if (second !== undefined && first !== word) {
      const message = `more than one session begins with ${word}: ${first} and ${second}`;
      throw usageError(words, {code: 'usage/no-session', message, word});
    }
    const {openStore} = await import('../../session/store.ts');
    const state = openStore(directory).readSession(first);
    const job = state.jobs.find((other) => other.id === id);
    const outcome = state.outcomes.get(id);
    return {
      id: first,
      plan: state.plan,
      ...(job === undefined ? {} : {job}),
      ...(outcome === undefined ? {} : {outcome}),
      attempts: state.attempts.get(id) ?? [],
    };
  });
}
