import {isComplete, outcomeOf} from './apply.ts';
import type {Outcome} from './events.ts';
import type {SessionState} from './state.ts';

const bad: ReadonlySet<Outcome> = new Set(['fail', 'crash']);
const incomplete: ReadonlySet<Outcome> = new Set(['not-run', 'undecided']);
const ran: ReadonlySet<Outcome> = new Set(['pass', 'fail', 'crash', 'undecided']);

/**
 * 4: it was interrupted, so that resuming it is what is to be done; else 1: a job failed or crashed; else 3: no job ran
 * that is more than a resource the others need; else 4: a job could not run for a reason that is not the hardware's; else 0.
 */
export function exitCode(state: SessionState): 0 | 1 | 3 | 4 {
  if (!isComplete(state)) return 4;
  const results = state.jobs.map((job) => ({job, outcome: outcomeOf(state, job.id) ?? 'not-run'}));
  if (results.some(({outcome}) => bad.has(outcome))) return 1;
  if (!results.some(({job, outcome}) => job.pulled !== true && ran.has(outcome))) return 3;
  return results.some(({outcome}) => incomplete.has(outcome)) ? 4 : 0;
}
