import {describe, expect, it} from 'vitest';
import {benchMoves} from '../../src/planner/bench-moves.ts';
import type {Plan} from '../../src/planner/plan.ts';
import {fc} from '../helpers/property.ts';
import {type Fields, id, job, resource, resourceTable, testPlan, type UnitText, unitSet} from '../helpers/units.ts';
import {violations} from './check-plan.ts';
import {ids, lineOf, planOf} from './plan-of.ts';

const plugged = (name: string, usb: string, fields: Fields = {}): UnitText =>
  job(name, {bench: [`usb: ${usb}`], ...fields});

function plans(units: readonly UnitText[], fields: Fields = {}): {readonly plain: Plan; readonly bench: Plan} {
  const set = unitSet([...units, testPlan('p', {include: ['.*'], ...fields})]);
  return {plain: planOf(set), bench: planOf(set, {forBench: true})};
}

describe('an order for the bench', () => {
  it('does together what needs the same plugged', () => {
    const {plain, bench} = plans([plugged('a', 'stick'), plugged('b', 'disk'), job('c'), plugged('d', 'stick')]);
    expect(ids(bench)).toEqual(['a', 'd', 'b', 'c']);
    expect(benchMoves(plain.jobs)).toHaveLength(3);
    expect(benchMoves(bench.jobs)).toEqual([
      {before: 'ns::a', key: 'usb', to: 'stick'},
      {before: 'ns::b', key: 'usb', from: 'stick', to: 'disk'},
    ]);
    expect(lineOf(bench, id('d')).why).toBe(
      'moved up so that less has to be plugged: as long as that is plugged (usb stick)',
    );
    expect(lineOf(bench, id('b')).why).toMatch(/^in its place/);
  });

  it('is the plan’s own where nothing is spared', () => {
    const {plain, bench} = plans([plugged('a', 'stick'), job('b'), plugged('c', 'disk'), job('d')]);
    expect(bench).toEqual(plain);
  });

  it('plugs last what is wanted for jobs that must wait for others', () => {
    // a(stick)   b(disk) ←depends─ c(stick)
    const {bench} = plans([plugged('a', 'stick'), plugged('b', 'disk'), plugged('c', 'stick', {depends: 'b'})]);
    expect(ids(bench)).toEqual(['b', 'a', 'c']);
  });

  it('does first what keeps others from being done with what is plugged', () => {
    const {bench} = plans([
      plugged('a', 'stick'),
      plugged('b', 'disk'),
      job('n'),
      plugged('y', 'disk', {depends: 'n'}),
      plugged('z', 'stick', {depends: 'n'}),
    ]);
    expect(ids(bench)).toEqual(['a', 'n', 'z', 'b', 'y']);
  });

  it('keeps groups whole and mandatory jobs first', () => {
    const units = [
      plugged('a', 'stick', {group: 'g'}),
      plugged('b', 'disk', {group: 'g'}),
      plugged('c', 'stick'),
      plugged('m', 'disk'),
    ];
    const {bench} = plans(units, {mandatory_include: ['m']});
    expect(ids(bench)).toEqual(['m', 'b', 'a', 'c']);
    expect(violations(bench)).toEqual([]);
  });

  it('plugs nothing for jobs that do not run', () => {
    const units = [plugged('a', 'stick'), plugged('b', 'disk', {depends: 'b'}), plugged('c', 'stick'), resource('r')];
    const set = unitSet([...units, testPlan('p', {include: ['[abc]']})]);
    const plan = planOf(set, {forBench: true, resources: resourceTable({})});
    expect(ids(plan)).toEqual(['a', 'b', 'c']);
    expect(benchMoves(plan.jobs)).toHaveLength(1);
  });

  it('goes back to what was plugged where jobs that wait for each other want it', () => {
    // a(stick) ←─ b(disk) ←─ c(stick)   d(disk)
    const {bench} = plans([
      plugged('a', 'stick'),
      plugged('b', 'disk', {depends: 'a'}),
      plugged('c', 'stick', {depends: 'b'}),
      plugged('d', 'disk'),
    ]);
    expect(ids(bench)).toEqual(['a', 'b', 'd', 'c']);
  });

  it('respects everything and has the fewest moves of all orders', () => {
    fc.assert(
      fc.property(fc.array(request, {minLength: 5, maxLength: 7}), (requests) => {
        const {plain, bench} = plans(requests.map(unitOf));
        fc.pre(plain.jobs.every(({status}) => status === 'planned'));
        const wanted = plain.jobs.map((line) => line.id);
        expect(violations(bench, wanted)).toEqual([]);
        const moves = benchMoves(bench.jobs).length;
        expect(moves).toBe(fewest(requests));
        if (moves === benchMoves(plain.jobs).length) expect(bench).toEqual(plain);
      }),
      {numRuns: 300},
    );
  });

  it('has fewer moves than always plugging what looks best', () => {
    const {plain, bench} = plans([
      plugged('a', 'stick'),
      plugged('b', 'disk'),
      plugged('c', 'none', {depends: 'a'}),
      plugged('d', 'none', {depends: 'b'}),
      plugged('e', 'stick', {depends: 'b'}),
    ]);
    expect(benchMoves(plain.jobs)).toHaveLength(4);
    expect(ids(bench)).toEqual(['b', 'a', 'e', 'c', 'd']);
  });

  it('ends where there are too many orders to try, with no more moves than the plan has', () => {
    // Every job of 60 waits for some of those before it and wants one of five states.
    const units = Array.from({length: 60}, (_, at) => {
      const depends = [at - 7, at - 11].filter((other) => other >= 0).map((other) => `j${other}`);
      const fields = depends.length === 0 ? {} : {depends};
      return plugged(`j${at}`, `s${(at * 7 + (at % 3)) % 5}`, fields);
    });
    const {plain, bench} = plans(units);
    expect(
      violations(
        bench,
        plain.jobs.map((line) => line.id),
      ),
    ).toEqual([]);
    expect(benchMoves(bench.jobs).length).toBeLessThan(benchMoves(plain.jobs).length);
  });
});

interface Request {
  readonly usb: string | undefined;
  readonly lid: string | undefined;
  readonly group: string | undefined;
  /** How far back in the list the jobs stand that it depends on. */
  readonly back: readonly number[];
}

const request: fc.Arbitrary<Request> = fc.record({
  usb: fc.constantFrom(undefined, 'stick', 'disk', 'none'),
  lid: fc.constantFrom(undefined, undefined, undefined, 'open', 'shut'),
  group: fc.constantFrom(undefined, undefined, undefined, 'g', 'h'),
  back: fc.uniqueArray(fc.integer({min: 1, max: 6}), {maxLength: 2}),
});

const neededBy = ({back}: Request, at: number): readonly number[] =>
  back.map((distance) => at - distance).filter((other) => other >= 0);

function unitOf(wish: Request, at: number): UnitText {
  const bench = [wish.usb === undefined ? '' : `usb: ${wish.usb}`, wish.lid === undefined ? '' : `lid: ${wish.lid}`];
  const depends = neededBy(wish, at).map((other) => `j${other}`);
  return job(`j${at}`, {
    ...(depends.length === 0 ? {} : {depends}),
    ...(wish.group === undefined ? {} : {group: wish.group}),
    ...(bench.some((line) => line !== '') ? {bench: bench.filter((line) => line !== '')} : {}),
  });
}

/** Tries every order in which groups stay together. */
function fewest(requests: readonly Request[]): number {
  const search = (done: readonly number[], usb: string | undefined, lid: string | undefined): number => {
    if (done.length === requests.length) return 0;
    const left = [...requests.keys()].filter((at) => !done.includes(at));
    const group = requests[done.at(-1) ?? -1]?.group;
    const isOpen = group !== undefined && left.some((at) => requests[at]?.group === group);
    const moves = left.map((at) => {
      const wish = requests[at];
      if (wish === undefined || (isOpen && wish.group !== group)) return Number.POSITIVE_INFINITY;
      if (!neededBy(wish, at).every((other) => done.includes(other))) return Number.POSITIVE_INFINITY;
      const next = [wish.usb ?? usb, wish.lid ?? lid] as const;
      return (next[0] === usb ? 0 : 1) + (next[1] === lid ? 0 : 1) + search([...done, at], ...next);
    });
    return Math.min(...moves);
  };
  return search([], undefined, undefined);
}
