import type {UnitId} from '../base/ids.ts';
import type {PlannedJob} from './plan.ts';

/** Something is plugged or set before a job; `from` is undefined where nothing is known of it yet. */
export interface BenchMove {
  readonly before: UnitId;
  readonly key: string;
  readonly from?: string;
  readonly to: string;
}

/** What a person takes for one of them: to read what is wanted, find it, plug it, come back. */
export const moveMs = 40_000;

/** What has to be plugged, in the order of the plan, by those of its jobs that run. */
export function benchMoves(jobs: readonly PlannedJob[]): readonly BenchMove[] {
  const state = new Map<string, string>();
  return jobs.flatMap((line) => {
    if (line.status !== 'planned') return [];
    return [...line.job.bench].flatMap(([key, to]): readonly BenchMove[] => {
      const from = state.get(key);
      if (from === to) return [];
      state.set(key, to);
      return [{before: line.id, key, to, ...(from === undefined ? {} : {from})}];
    });
  });
}
