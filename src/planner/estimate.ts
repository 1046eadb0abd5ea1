import type {Plan} from './plan.ts';

export interface Estimate {
  /** Of the jobs that are planned and whose duration is declared, one after another. */
  readonly totalMs: number;
  /** Planned jobs without a declared duration. */
  readonly unknownCount: number;
}

export function estimate({jobs}: Pick<Plan, 'jobs'>): Estimate {
  let totalMs = 0;
  let unknownCount = 0;
  for (const job of jobs) {
    if (job.status !== 'planned') continue;
    if (job.estimatedMs === undefined) unknownCount++;
    else totalMs += job.estimatedMs;
  }
  return {totalMs, unknownCount};
}
