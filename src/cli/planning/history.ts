import {join} from 'node:path';
import type {UnitId} from '../../base/ids.ts';
import {describeMachine} from '../../exporters/machine.ts';
import type {History} from '../../planner/estimate.ts';
import type {ReadResources} from '../../runners/survey.ts';
import type {SessionState} from '../../session/state.ts';
import {type CliContext, stateDirectory} from '../context.ts';

/** Sessions that are read, from the newest on: a laboratory keeps thousands. */
const mostSessions = 20;

/** What the jobs of earlier sessions took here, on a machine of the same model where both say which it is. */
export async function readHistory(context: CliContext, resources: ReadResources): Promise<History> {
  const directory = stateDirectory(context);
  // Opening the store loads SQLite.
  if (context.host.files.stat(join(directory, 'sessions')) === undefined) return new Map();
  const {openStore} = await import('../../session/store.ts');
  const store = openStore(directory);
  const model = describeMachine(resources).name;
  const history = new Map<UnitId, number[]>();
  for (const name of store.sessionIds().slice(0, mostSessions)) {
    const state = readable(() => store.readSession(name));
    const other = state && describeMachine(state.resources).name;
    if (state === undefined || (model !== undefined && other !== undefined && model !== other)) continue;
    addDurations(history, state);
  }
  return history;
}

/** A session that is damaged or still being made tells nothing. */
function readable(read: () => SessionState): SessionState | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function addDurations(history: Map<UnitId, number[]>, {attempts}: SessionState): void {
  for (const [id, all] of attempts) {
    for (const attempt of all) {
      if (attempt.state !== 'finished' || (attempt.outcome !== 'pass' && attempt.outcome !== 'fail')) continue;
      const known = history.get(id);
      if (known === undefined) history.set(id, [attempt.durationMs]);
      else known.push(attempt.durationMs);
    }
  }
}
