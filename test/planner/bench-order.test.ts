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
    expect(ids(bench)).toEqual(['n', 'a', 'z', 'b', 'y']);
  });

  it('keeps groups whole and mandatory jobs first', () => {
    const units = [
      plugged('a', 'stick', {group: 'g'}),
      plugged('b', 'disk', {group: 'g'}),
      plugged('c', 'stick'),
      plugged('m', 'disk'),
    ];
    const {bench} = plans(units, {mandatory_include: ['m']});
    expect(ids(bench)).toEqual(['m', 'c', 'a', 'b']);
    expect(violations(bench)).toEqual([]);
  });

  it('plugs nothing for jobs that do not run', () => {
    const units = [plugged('a', 'stick'), plugged('b', 'disk', {depends: 'b'}), plugged('c', 'stick'), resource('r')];
    const set = unitSet([...units, testPlan('p', {include: ['[abc]']})]);
    const plan = planOf(set, {forBench: true, resources: resourceTable({})});
    expect(ids(plan)).toEqual(['a', 'b', 'c']);
    expect(benchMoves(plan.jobs)).toHaveLength(1);
  });

  it('respects everything, never costs a move more, and is within one move of the best there is', () => {
    const size = 6;
    const state = fc.option(fc.constantFrom('stick', 'disk', 'none'), {nil: undefined});
    const edges = fc.array(fc.boolean(), {minLength: size * size, maxLength: size * size});
    fc.assert(
      fc.property(fc.array(state, {minLength: size, maxLength: size}), edges, fc.nat(3), (states, wanted, sparse) => {
        const before = (at: number): readonly number[] =>
          states.flatMap((_, other) =>
            other < at && wanted[at * size + other] === true && (at + other) % 4 >= sparse ? [other] : [],
          );
        const units = states.map((usb, at) => {
          const depends = before(at).map((other) => `j${other}`);
          const fields = depends.length === 0 ? {} : {depends};
          return usb === undefined ? job(`j${at}`, fields) : plugged(`j${at}`, usb, fields);
        });
        const {plain, bench} = plans(units);
        expect(
          violations(
            bench,
            plain.jobs.map((line) => line.id),
          ),
        ).toEqual([]);
        const moves = benchMoves(bench.jobs).length;
        expect(moves).toBeLessThanOrEqual(benchMoves(plain.jobs).length);
        expect(moves).toBeLessThanOrEqual(fewest(states, before) + 1);
      }),
      {numRuns: 400},
    );
  });
});

/** Tries every order. */
function fewest(states: readonly (string | undefined)[], before: (at: number) => readonly number[]): number {
  const search = (done: readonly number[], usb: string | undefined): number => {
    if (done.length === states.length) return 0;
    const next = states.flatMap((_, at) =>
      !done.includes(at) && before(at).every((other) => done.includes(other)) ? [at] : [],
    );
    return Math.min(
      ...next.map((at) => {
        const wants = states[at] ?? usb;
        return (wants === usb ? 0 : 1) + search([...done, at], wants);
      }),
    );
  };
  return search([], undefined);
}
