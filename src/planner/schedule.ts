import type {UnitId} from '../base/ids.ts';
import {type LaneJob, openLanes} from './lanes.ts';

/** A job's turn, in milliseconds from the start of the plan; lanes count from 0. */
export interface Turn {
  readonly id: UnitId;
  readonly lane: number;
  readonly startMs: number;
  readonly endMs: number;
}

export interface Schedule {
  readonly totalMs: number;
  /** In the order they start. */
  readonly turns: readonly Turn[];
}

/** How long the jobs take with so many lanes, each started as soon as it may and a lane is free. */
export function schedule(jobs: readonly LaneJob[], durationMs: (id: UnitId) => number, lanes: number): Schedule {
  const started = openLanes(jobs, lanes);
  const free = Array.from({length: Math.min(lanes, jobs.length)}, (_, lane) => lane);
  const running: {readonly place: number; readonly lane: number; readonly endMs: number}[] = [];
  const turns: Turn[] = [];
  let nowMs = 0;
  for (;;) {
    for (const place of started.start()) {
      const lane = free.shift() ?? 0;
      const id = idAt(jobs, place);
      const endMs = nowMs + durationMs(id);
      turns.push({id, lane, startMs: nowMs, endMs});
      running.push({place, lane, endMs});
    }
    // Lanes are few; the first to end of those that end together is the first in the plan.
    running.sort((a, b) => a.endMs - b.endMs || a.place - b.place);
    const next = running.shift();
    if (next === undefined) return {totalMs: nowMs, turns};
    nowMs = next.endMs;
    free.push(next.lane);
    free.sort((a, b) => a - b);
    started.end(next.place);
  }
}

export interface CriticalPath {
  readonly ids: readonly UnitId[];
  readonly totalMs: number;
}

/** The jobs that make the plan as long as it is, however many lanes there are. */
export function criticalPath(jobs: readonly LaneJob[], durationMs: (id: UnitId) => number): CriticalPath {
  const ends: number[] = [];
  const cameFrom: (number | undefined)[] = [];
  let last: number | undefined;
  for (const [place, {id, waits}] of jobs.entries()) {
    let from: number | undefined;
    for (const other of waits) if (from === undefined || (ends[other] ?? 0) > (ends[from] ?? 0)) from = other;
    const end = (from === undefined ? 0 : (ends[from] ?? 0)) + durationMs(id);
    ends.push(end);
    cameFrom.push(from);
    if (last === undefined || end > (ends[last] ?? 0)) last = place;
  }
  const ids: UnitId[] = [];
  for (let place = last; place !== undefined; place = cameFrom[place]) ids.push(idAt(jobs, place));
  return {ids: ids.reverse(), totalMs: last === undefined ? 0 : (ends[last] ?? 0)};
}

function idAt(jobs: readonly LaneJob[], place: number): UnitId {
  const job = jobs[place];
  if (job === undefined) throw new Error(`Internal error: there is no job ${place}`);
  return job.id;
}
