import type {UnitId} from '../base/ids.ts';
import type {Job} from '../units/unit.ts';
import type {Measured, Plan} from './plan.ts';

/** How long a job took on machines of this model, in milliseconds; what was interrupted or not run is not in it. */
export type History = ReadonlyMap<UnitId, readonly number[]>;

/** From the median of what was measured, else as its author declared it. */
export function estimateJob(job: Job, history: History): {readonly estimatedMs?: number; readonly measured?: Measured} {
  const measured = measure(history.get(job.id) ?? []);
  if (measured !== undefined) return {estimatedMs: measured.medianMs, measured};
  return job.estimatedMs === undefined ? {} : {estimatedMs: job.estimatedMs};
}

function measure(durations: readonly number[]): Measured | undefined {
  if (durations.length === 0) return undefined;
  const sorted = durations.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return {runs: sorted.length, medianMs: at(0.5), lowMs: at(0.1), highMs: at(0.9)};
}

export interface Estimate {
  /** Of the jobs that are planned and whose duration is declared or was measured, one after another. */
  readonly totalMs: number;
  /** The same with the 10th percentile, and the 90th, of each job that was measured. */
  readonly lowMs: number;
  readonly highMs: number;
  readonly measuredCount: number;
  /** Planned jobs of unknown duration. */
  readonly unknownCount: number;
}

export function estimate({jobs}: Pick<Plan, 'jobs'>): Estimate {
  const sum = {totalMs: 0, lowMs: 0, highMs: 0, measuredCount: 0, unknownCount: 0};
  for (const job of jobs) {
    if (job.status !== 'planned') continue;
    if (job.estimatedMs === undefined) {
      sum.unknownCount++;
      continue;
    }
    sum.totalMs += job.estimatedMs;
    sum.lowMs += job.measured?.lowMs ?? job.estimatedMs;
    sum.highMs += job.measured?.highMs ?? job.estimatedMs;
    if (job.measured !== undefined) sum.measuredCount++;
  }
  return sum;
}
