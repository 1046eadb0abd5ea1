import type {UnitId} from '../../base/ids.ts';
import {laneJobs} from '../../planner/lanes.ts';
import type {Plan} from '../../planner/plan.ts';
import {type CriticalPath, criticalPath, schedule} from '../../planner/schedule.ts';

/** What a job of unknown duration is taken to take. */
export const assumedMs = 1000;

export interface LaneTimes {
  readonly lanes: readonly {readonly lanes: number; readonly totalMs: number}[];
  readonly criticalPath: CriticalPath;
}

/** How long the plan takes with one, two and four jobs at a time, and what no further lane makes shorter. */
export function laneTimes({jobs}: Plan): LaneTimes {
  const durations = new Map<UnitId, number>();
  for (const line of jobs) {
    if (line.status === 'planned' && line.estimatedMs !== undefined) durations.set(line.id, line.estimatedMs);
  }
  const durationMs = (id: UnitId): number => durations.get(id) ?? assumedMs;
  const tasks = laneJobs(jobs);
  return {
    lanes: [1, 2, 4].map((lanes) => ({lanes, totalMs: schedule(tasks, durationMs, lanes).totalMs})),
    criticalPath: criticalPath(tasks, durationMs),
  };
}
