import type {Attempt} from '../session/state.ts';

/** How often a job is under way when the machine restarts, or when the run is ended, before it is not tried again. */
export const mostInterruptions = {restarted: 2, ended: 3} as const;

/** Attempts that something else than a person cut short: it may be the job itself that does. */
export function interruptions(attempts: readonly Attempt[]): number {
  return attempts.filter(
    (attempt) => attempt.state === 'finished' && attempt.end?.type === 'interrupted' && attempt.fault !== 'operator',
  ).length;
}
