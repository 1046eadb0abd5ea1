import type {UnitId} from '../../base/ids.ts';
import {isSettled} from '../../session/apply.ts';
import type {SessionEvent} from '../../session/events.ts';
import {isTest} from '../../session/kinds.ts';
import type {SessionState} from '../../session/state.ts';

/** How many of the plan's tests are done, told by the events alone: the state that comes with one may be further. */
export interface Count {
  take(event: SessionEvent, state: SessionState): void;
  isTest(id: UnitId): boolean;
  /** False while the machine is read to make the plan. */
  hasPlan(): boolean;
  done(): number;
  total(): number;
}

export function createCount(): Count {
  const settled = new Set<UnitId>();
  let tests: ReadonlySet<UnitId> = new Set();
  let planned = false;
  let done = 0;
  const settle = (id: UnitId): void => {
    if (!settled.has(id) && tests.has(id)) done++;
    settled.add(id);
  };
  const reopen = (id: UnitId): void => {
    if (settled.delete(id) && tests.has(id)) done--;
  };
  const adoptPlan = ({jobs}: SessionState): void => {
    tests = new Set(jobs.filter(isTest).map(({id}) => id));
    planned = jobs.length > 0;
    done = [...settled].filter((id) => tests.has(id)).length;
  };
  return {
    take(event, state) {
      if (event.type === 'job-finished') settle(event.jobId);
      else if (event.type === 'jobs-requeued') for (const id of event.jobIds) reopen(id);
      else if (event.type === 'plan-made') adoptPlan(state);
      else if (event.type === 'session-resumed') {
        for (const id of state.attempts.keys()) if (isSettled(state, id)) settled.add(id);
        adoptPlan(state);
      }
    },
    isTest: (id) => tests.has(id),
    hasPlan: () => planned,
    done: () => done,
    total: () => tests.size,
  };
}
