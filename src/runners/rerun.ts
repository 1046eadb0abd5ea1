import type {UnitId} from '../base/ids.ts';
import {isSettled, lastFinished, outcomeOf} from '../session/apply.ts';
import type {RunnerState} from './run-state.ts';
import type {Runnable} from './start.ts';

type Queued = Pick<RunnerState, 'queue' | 'session'>;

/** What has to pass before these can, as far as it did not. */
function withNeeds({queue, session}: Queued, ids: Iterable<UnitId>): ReadonlySet<UnitId> {
  const entries = new Map(queue.map((entry) => [entry.id, entry]));
  const found = new Set(ids);
  // A set is walked on over what is added to it meanwhile.
  for (const id of found) {
    const entry = entries.get(id);
    const inhibitor = lastFinished(session, id)?.inhibitor;
    const blamed = inhibitor?.type === 'dependency-failed' ? [inhibitor.job] : [];
    const needs = entry?.state === 'runnable' ? entry.needs : [];
    for (const need of [...needs, ...blamed]) if (outcomeOf(session, need) !== 'pass') found.add(need);
  }
  return found;
}

/** Whether one of these is why the job was not run. */
function isSkippedFor({session}: Queued, {id, needs}: Runnable, ids: ReadonlySet<UnitId>): boolean {
  const inhibitor = lastFinished(session, id)?.inhibitor;
  switch (inhibitor?.type) {
    case 'dependency-failed':
    case 'input-missing':
      return ids.has(inhibitor.job);
    case 'nothing-to-salvage':
      return inhibitor.jobs.some((job) => ids.has(job));
    case 'requirement-unmet':
    case 'requirement-unknown':
      return needs.some((need) => ids.has(need));
    default:
      return false;
  }
}

/** These with what was skipped because of them, and because of that, in the queue's order. */
export function withSkipped(state: Queued, ids: ReadonlySet<UnitId>): ReadonlySet<UnitId> {
  const found = new Set(ids);
  for (const entry of state.queue) {
    if (entry.state === 'runnable' && isSkippedFor(state, entry, found)) found.add(entry.id);
  }
  return found;
}

/** The jobs that run once more where these are to: those they need that did not pass, and those skipped because of any. */
export function jobsToRunAgain(state: Queued, ids: readonly UnitId[]): readonly UnitId[] {
  const all = withSkipped(state, withNeeds(state, ids));
  const {queue, session} = state;
  return queue.flatMap(({id}) => (all.has(id) && isSettled(session, id) ? [id] : []));
}
