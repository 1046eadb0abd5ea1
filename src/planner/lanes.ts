import type {UnitId} from '../base/ids.ts';
import type {Job} from '../units/unit.ts';
import {needsPerson} from './needs-person.ts';
import type {PlannedJob} from './plan.ts';
import {createQueue} from './queue.ts';

/** A job as the lanes see it. `waits` are places in the same list: all must have ended before this one may start. */
export interface LaneJob {
  readonly id: UnitId;
  readonly waits: readonly number[];
}

/** What a job disturbs; undefined where it must run alone. There is one person, so jobs that need one never overlap. */
export function disturbs(job: Job): readonly string[] | undefined {
  const restarts = job.flags.includes('noreturn');
  if (job.touches === undefined || job.kind === 'setup job' || restarts) return undefined;
  return needsPerson(job) ? [...job.touches, 'person'] : job.touches;
}

/** Whether two jobs may run side by side; `disk` is every disk, `disk:sda` one of them. */
export function mayOverlap(a: Job, b: Job): boolean {
  const [left, right] = [disturbs(a), disturbs(b)];
  if (left === undefined || right === undefined) return false;
  return !left.some((one) => right.some((other) => one === other || isPart(one, other) || isPart(other, one)));
}

function isPart(part: string, whole: string): boolean {
  return part.startsWith(`${whole}:`);
}

/**
 * The jobs that are planned, with what each must wait for: its edges, and whatever stands before it in the plan and may
 * not overlap with it. So jobs that disturb each other keep the plan's order, whatever the number of lanes. Linear.
 */
export function laneJobs(lines: readonly PlannedJob[]): readonly LaneJob[] {
  const tasks = lines.filter((line) => line.status === 'planned');
  const places = new Map(tasks.map(({id}, place) => [id, place]));
  const claims = createClaims();
  return tasks.map(({id, job, edges}, place) => {
    const waits = new Set(edges.flatMap(({to}) => places.get(to) ?? []).filter((other) => other < place));
    for (const other of claims.take(place, disturbs(job))) waits.add(other);
    return {id, waits: [...waits]};
  });
}

/** Remembers who disturbs what, as far as a later job has to know. */
function createClaims() {
  let alone: number | undefined;
  /** All since the last job that ran alone. */
  let since: number[] = [];
  const last = new Map<string, number>();
  /** The last ones on parts of a thing, until somebody claims all of it. */
  const parts = new Map<string, Set<string>>();

  function claim(place: number, thing: string): readonly number[] {
    const inside = [...(parts.get(thing) ?? [])];
    const found = [thing, ...wholesOf(thing), ...inside].flatMap((name) => last.get(name) ?? []);
    for (const part of inside) last.delete(part);
    parts.delete(thing);
    last.set(thing, place);
    for (const whole of wholesOf(thing)) {
      const known = parts.get(whole);
      if (known === undefined) parts.set(whole, new Set([thing]));
      else known.add(thing);
    }
    return found;
  }

  return {
    /** The places that the job at this place has to wait for. */
    take(place: number, things: readonly string[] | undefined): readonly number[] {
      const barrier = alone === undefined ? [] : [alone];
      if (things !== undefined) {
        since.push(place);
        return [...barrier, ...things.flatMap((thing) => claim(place, thing))].filter((other) => other !== place);
      }
      const before = since;
      alone = place;
      since = [];
      last.clear();
      parts.clear();
      return before.length === 0 ? barrier : before;
    },
  };
}

/** `usb:1:2` is part of `usb:1` and of `usb`. */
function wholesOf(thing: string): readonly string[] {
  const words = thing.split(':');
  return words.slice(1).map((_, count) => words.slice(0, count + 1).join(':'));
}

/** Which jobs start when: told what has ended, it says what starts now. */
export interface Lanes {
  /** Places of the jobs to start now, in plan order; they count as running from then on. */
  start(): readonly number[];
  end(place: number): void;
}

export function openLanes(jobs: readonly LaneJob[], lanes: number): Lanes {
  const left = jobs.map(({waits}) => waits.length);
  const waiting = jobs.map((): number[] => []);
  for (const [place, {waits}] of jobs.entries()) for (const other of waits) waiting[other]?.push(place);
  const ready = left.flatMap((count, place) => (count === 0 ? [place] : []));
  const queue = createQueue(ready);
  let free = lanes;
  return {
    start() {
      const started: number[] = [];
      while (free > 0) {
        const place = queue.take();
        if (place === undefined) break;
        free--;
        started.push(place);
      }
      return started;
    },
    end(place) {
      free++;
      for (const next of waiting[place] ?? []) {
        const count = (left[next] ?? 0) - 1;
        left[next] = count;
        if (count === 0) queue.add(next);
      }
    },
  };
}
