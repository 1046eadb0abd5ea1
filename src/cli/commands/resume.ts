import type {SessionState} from '../../session/state.ts';
import {openStore, type SessionListing, type Store} from '../../session/store.ts';
import {type CliContext, stateDirectory} from '../context.ts';
import {loadCatalog} from '../load.ts';
import type {ExitCode, RunOptions} from '../options.ts';
import {writeErrors} from '../output.ts';
import {runHeadless} from '../run-headless.ts';
import {continueSession, withSessionErrors} from '../session-run.ts';
import {usageError} from '../usage-error.ts';

type Readable = Extract<SessionListing, {readonly state: 'readable'}>;

/** The session that is meant: by its id or the beginning of it, else the newest that is not finished and nobody drives. */
function chosen(context: CliContext, store: Store, word: string | undefined): Readable {
  const sessions = store.listSessions();
  const named = word === undefined ? sessions : sessions.filter(({id}) => id.startsWith(word));
  const [first, second] = word === undefined ? named.filter(isWaiting) : named;
  const fail = (code: 'usage/no-session' | 'session/damaged', message: string) =>
    usageError(context.words, {code, message, word: word ?? 'resume'});
  if (first === undefined) {
    const which = word === undefined ? 'unfinished session' : `session ${word}`;
    throw fail('usage/no-session', `there is no ${which} in ${store.directory}`);
  }
  if (first.state === 'damaged') throw fail('session/damaged', `session ${first.id} is damaged: ${first.reason}`);
  if (word !== undefined && second !== undefined) {
    throw fail('usage/no-session', `more than one session begins with ${word}: ${first.id} and ${second.id}`);
  }
  if (first.phase === 'finished')
    throw fail('usage/no-session', `session ${first.id} is finished: nothing is left to run`);
  return first;
}

function isWaiting(session: SessionListing): boolean {
  return session.state === 'readable' && session.phase !== 'finished' && session.owner === undefined;
}

export function resume(context: CliContext, word: string | undefined, options: RunOptions): Promise<ExitCode> {
  return withSessionErrors(async () => {
    const store = openStore(stateDirectory(context));
    const {id} = chosen(context, store, word);
    const session = store.openSession(id);
    try {
      const {state} = session;
      const provider = options.provider.length > 0 ? options.provider : state.providerDirectories;
      const loaded = await loadCatalog(context, {...options, provider});
      writeErrors(context, loaded.diagnostics);
      const plan = planOf(context, loaded.set.testPlans, state);
      return await runHeadless(context, await continueSession(context, loaded, {plan, session, store}), options);
    } finally {
      session.close();
    }
  });
}

function planOf<T>(context: CliContext, plans: ReadonlyMap<string, T>, {plan, sessionId}: SessionState): T {
  const found = plans.get(plan);
  if (found !== undefined) return found;
  const message = `session ${sessionId} runs the test plan ${plan}, which its providers no longer have`;
  throw usageError(context.words, {code: 'usage/unknown-id', message, word: 'resume'});
}
