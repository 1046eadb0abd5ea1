import {join} from 'node:path';
import type {UnitId} from '../../base/ids.ts';
import {describeMachine} from '../../exporters/machine.ts';
import type {History} from '../../planner/estimate.ts';
import type {ReadResources} from '../../runners/survey.ts';
import type {SessionEvent} from '../../session/events.ts';
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
    const events = readable(() => store.readEvents(name, ['resource-recorded', 'job-finished']));
    const other = describeMachine(resourcesIn(events)).name;
    if (model !== undefined && other !== undefined && model !== other) continue;
    addDurations(history, events);
  }
  return history;
}

/** A session that is damaged or still being made tells nothing. */
function readable(read: () => readonly SessionEvent[]): readonly SessionEvent[] {
  try {
    return read();
  } catch {
    return [];
  }
}

function resourcesIn(events: readonly SessionEvent[]): ReadResources {
  return new Map(
    events.flatMap((event) => (event.type === 'resource-recorded' ? [[event.resource, event.state]] : [])),
  );
}

function addDurations(history: Map<UnitId, number[]>, events: readonly SessionEvent[]): void {
  for (const event of events) {
    if (event.type !== 'job-finished' || (event.outcome !== 'pass' && event.outcome !== 'fail')) continue;
    const known = history.get(event.jobId);
    if (known === undefined) history.set(event.jobId, [event.durationMs]);
    else known.push(event.durationMs);
  }
}
