import {describe, expect, it} from 'vitest';
import {partialId} from '../../src/base/ids.ts';
import {laneJobs, mayOverlap, openLanes} from '../../src/planner/lanes.ts';
import type {Plan} from '../../src/planner/plan.ts';
import {createQueue} from '../../src/planner/queue.ts';
import {criticalPath, schedule} from '../../src/planner/schedule.ts';
import {isJob, type Job} from '../../src/units/unit.ts';
import {fc} from '../helpers/property.ts';
import {type Fields, job, readUnits, type UnitText} from '../helpers/units.ts';
import {planIncluding} from './plan-of.ts';

function read(fields: Fields): Job {
  const [unit] = readUnits([job('j', fields)]).units;
  if (unit === undefined || !isJob(unit)) throw new Error('no job');
  return unit;
}

function waits(plan: Plan): Readonly<Record<string, readonly string[]>> {
  const jobs = laneJobs(plan.jobs);
  const name = (place: number): string => partialId(jobs[place]?.id ?? plan.id);
  return Object.fromEntries(jobs.map(({id, waits: all}) => [partialId(id), all.map(name).sort()]));
}

function planOfAll(units: readonly UnitText[]): Plan {
  return planIncluding(['.*'], units);
}

function durations({jobs}: Plan): (id: string) => number {
  const all = new Map<string, number>(jobs.map((line) => [line.id, line.job?.estimatedMs ?? 0]));
  return (id) => all.get(id) ?? 0;
}

describe('two jobs', () => {
  it.each([
    ['disk:sda', 'disk:sdb', true],
    ['disk:sda', 'disk:sda', false],
    ['disk', 'disk:sda', false],
    ['disk:sda audio', 'audio cpu', false],
    ['disk:sd', 'disk:sda', true],
    ['usb:1:2', 'usb:1', false],
    ['', '', true],
  ])('that touch %j and %j may overlap: %s', (left, right, expected) => {
    const touching = (touches: string): Job => ({
      ...read({}),
      touches: touches.split(' ').filter((word) => word !== ''),
    });
    expect(mayOverlap(touching(left), touching(right))).toBe(expected);
    expect(mayOverlap(touching(right), touching(left))).toBe(expected);
  });

  it('overlap with nothing where nothing is known, where the machine restarts, and where both need the person', () => {
    const cpu = read({touches: 'cpu'});
    expect(mayOverlap(read({}), cpu)).toBe(false);
    expect(mayOverlap(read({touches: 'disk', flags: 'noreturn'}), cpu)).toBe(false);
    const manual = {plugin: 'manual', command: 'true', steps: 's', verification: 'v', purpose: 'p'};
    expect(mayOverlap(read({...manual, touches: 'usb'}), cpu)).toBe(true);
    expect(mayOverlap(read({...manual, touches: 'usb'}), read({...manual, touches: 'audio'}))).toBe(false);
  });
});

describe('lanes', () => {
  // a(disk:sda) b(disk:sdb)   c(disk)   d alone   e(cpu) ─depends→ f(audio)
  const plan = planOfAll([
    job('a', {touches: 'disk:sda', estimated_duration: '4'}),
    job('b', {touches: 'disk:sdb', estimated_duration: '3'}),
    job('c', {touches: 'disk', estimated_duration: '2'}),
    job('d', {estimated_duration: '1'}),
    job('e', {touches: 'cpu', estimated_duration: '5', depends: 'f'}),
    job('f', {touches: 'audio', estimated_duration: '2'}),
    job('g', {touches: 'audio', estimated_duration: '2'}),
  ]);

  it('wait for what they need and what they would disturb', () => {
    expect(waits(plan)).toEqual({
      a: [],
      b: [],
      c: ['a', 'b'],
      d: ['a', 'b', 'c'],
      f: ['d'],
      e: ['d', 'f'],
      g: ['d', 'f'],
    });
  });

  it('give the time with one, two and four', () => {
    const times = [1, 2, 4].map((lanes) => schedule(laneJobs(plan.jobs), durations(plan), lanes).totalMs);
    expect(times).toEqual([19_000, 14_000, 14_000]);
    const {turns} = schedule(laneJobs(plan.jobs), durations(plan), 2);
    expect(turns.slice(0, 3)).toMatchObject([
      {id: 'ns::a', lane: 0, startMs: 0},
      {id: 'ns::b', lane: 1, startMs: 0, endMs: 3000},
      {id: 'ns::c', lane: 0, startMs: 4000},
    ]);
  });

  it('name the critical path', () => {
    const path = criticalPath(laneJobs(plan.jobs), durations(plan));
    expect(path.ids.map(partialId)).toEqual(['a', 'c', 'd', 'f', 'e']);
    expect(path.totalMs).toBe(14_000);
    expect(criticalPath([], () => 0)).toEqual({ids: [], totalMs: 0});
  });

  it('leave out what does not run', () => {
    const cyclic = planOfAll([job('a', {depends: 'b'}), job('b', {depends: 'a'}), job('c', {after: 'a'})]);
    expect(waits(cyclic)).toEqual({c: []});
  });

  it('start nothing twice and never more than there are', () => {
    const lanes = openLanes(laneJobs(plan.jobs), 2);
    expect(lanes.start()).toEqual([0, 1]);
    expect(lanes.start()).toEqual([]);
    lanes.end(1);
    expect(lanes.start()).toEqual([]);
    lanes.end(0);
    expect(lanes.start()).toEqual([2]);
  });

  it('never let jobs overlap that may not, whatever the lanes', () => {
    const touches = fc.option(fc.subarray(['disk', 'disk:a', 'disk:a:1', 'disk:b', 'cpu'], {maxLength: 2}), {freq: 8});
    fc.assert(
      fc.property(
        fc.array(fc.tuple(touches, fc.integer({min: 1, max: 9})), {maxLength: 12}),
        fc.integer({min: 1, max: 5}),
        (all, lanes) => {
          const made = planOfAll(
            all.map(([things, seconds], at) =>
              job(`j${String(at).padStart(2, '0')}`, {
                estimated_duration: String(seconds),
                ...(things === null ? {} : {touches: things.join(' ')}),
              }),
            ),
          );
          const {turns, totalMs} = schedule(laneJobs(made.jobs), durations(made), lanes);
          const jobs = new Map(made.jobs.map((line) => [line.id, line.job]));
          expect(turns).toHaveLength(all.length);
          expect(totalMs).toBe(Math.max(0, ...turns.map(({endMs}) => endMs)));
          for (const [at, one] of turns.entries()) {
            for (const other of turns.slice(at + 1)) {
              if (one.endMs <= other.startMs || other.endMs <= one.startMs) continue;
              expect(one.lane).not.toBe(other.lane);
              const [left, right] = [jobs.get(one.id), jobs.get(other.id)];
              expect(left !== undefined && right !== undefined && mayOverlap(left, right)).toBe(true);
            }
          }
        },
      ),
      {numRuns: 200},
    );
  });

  it('cost what the jobs are, for 20,000 of them too', () => {
    const jobs = Array.from({length: 20_000}, (_, at) => ({...read({}), touches: [`disk:${at % 7}`, 'cpu']}));
    const lines = planOfAll([job('a')]).jobs.flatMap((line) =>
      jobs.map((one, index) => ({...line, id: one.id, job: one, index})),
    );
    // All of them use the CPU.
    expect(schedule(laneJobs(lines), () => 1, 4).totalMs).toBe(20_000);
  });
});

describe('the queue', () => {
  it('gives the smallest first', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.array(fc.integer()), (start, more) => {
        const queue = createQueue(start);
        for (const value of more) queue.add(value);
        const all = [...start, ...more].sort((a, b) => a - b);
        expect(queue.first()).toBe(all[0]);
        expect(all.map(() => queue.take())).toEqual(all);
        expect(queue.take()).toBeUndefined();
      }),
    );
  });
});
