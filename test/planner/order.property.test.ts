import {describe, expect, it} from 'vitest';
import {partialId} from '../../src/base/ids.ts';
import type {Plan} from '../../src/planner/plan.ts';
import {fc} from '../helpers/property.ts';
import {id, job, mergeSets, readUnits, resource, testPlan, type UnitText} from '../helpers/units.ts';
import {violations} from './check-plan.ts';
import {planOf} from './plan-of.ts';

const size = 10;
const names = Array.from({length: size}, (_, at) => `j${at}`);
const some = fc.uniqueArray(fc.constantFrom(...names), {maxLength: 2});

interface Shape {
  readonly units: readonly UnitText[];
  readonly include: readonly string[];
  readonly mandatory: readonly string[];
}

/** `edges` from any job to any other, cycles and all, or only from later to earlier names. */
function shape({acyclic}: {readonly acyclic: boolean}): fc.Arbitrary<Shape> {
  const fields = fc.record({
    depends: some,
    after: some,
    before: some,
    salvages: fc.oneof({weight: 4, arbitrary: fc.constant([])}, some),
    group: fc.option(fc.constantFrom('g', 'h'), {freq: 2, nil: undefined}),
    requires: fc.option(fc.constantFrom('r', 's'), {freq: 3, nil: undefined}),
  });
  const jobs = fc.array(fields, {minLength: size, maxLength: size}).map((all) =>
    all.map(({group, requires, ...edges}, at) => {
      const allowed = (list: readonly string[], later: boolean): readonly string[] =>
        acyclic ? list.filter((name) => names.indexOf(name) > at === later && name !== `j${at}`) : list;
      const written = Object.entries(edges).map(([field, list]) => [field, allowed(list, field === 'before')] as const);
      return job(`j${at}`, {
        ...Object.fromEntries(written.filter(([, list]) => list.length > 0)),
        ...(group === undefined || acyclic ? {} : {group}),
        ...(requires === undefined ? {} : {requires: `${requires}.x == '1'`}),
      });
    }),
  );
  const resources = [resource('r'), resource('s', {requires: "r.x == '1'"})];
  const chosen = fc.uniqueArray(fc.constantFrom(...names, 'j[3-6]', '.*'), {minLength: 1, maxLength: 6});
  return fc
    .tuple(jobs, chosen, fc.uniqueArray(fc.constantFrom(...names), {maxLength: 2}))
    .map(([units, include, mandatory]) => ({units: [...units, ...resources], include, mandatory}));
}

/** Each unit in a file of its own, so that the units can come in any order. */
function plan({units, include, mandatory}: Shape, arrange: (count: number) => readonly number[] = inOrder): Plan {
  const all = [...units, testPlan('p', {include, mandatory_include: mandatory})];
  const read = all.map((unit, at) => readUnits([unit], {path: `${String(at).padStart(3, '0')}.pxu`}));
  return planOf(mergeSets(arrange(all.length).flatMap((at) => read[at] ?? [])));
}

function inOrder(count: number): readonly number[] {
  return Array.from({length: count}, (_, at) => at);
}

function order({jobs}: Plan): readonly string[] {
  return jobs.map((line) => partialId(line.id));
}

describe('the checker', () => {
  it('sees what is wrong', () => {
    const units = [job('j0', {group: 'g'}), job('j1', {depends: 'j0'}), job('j2', {group: 'g', before: 'j0'})];
    const {jobs, ...rest} = plan({units, include: ['.*'], mandatory: []});
    expect(violations({...rest, jobs})).toEqual([]);
    const [first, second, third] = jobs;
    if (first === undefined || second === undefined || third === undefined) throw new Error('three jobs were planned');
    const wrong = [third, first, first, second].map((line, index) => ({...line, index: index === 3 ? 7 : index}));
    expect(violations({...rest, jobs: [wrong[1] ?? first, third, second]}, ['ns::j9'])).toEqual(
      expect.arrayContaining(['ns::j9 is lost', 'ns::g is torn apart', 'depends: ns::j0 must be before ns::j1']),
    );
    expect(violations({...rest, jobs: wrong})).toEqual(
      expect.arrayContaining(['ns::j2 stands twice', 'ns::j0 has the index 7']),
    );
  });
});

describe('any plan', () => {
  it('loses nothing, doubles nothing, respects every edge', () => {
    fc.assert(
      fc.property(shape({acyclic: false}), (given) => {
        const wanted = [...given.include, ...given.mandatory].filter((line) => names.includes(line)).map(id);
        expect(violations(plan(given), wanted)).toEqual([]);
      }),
      {numRuns: 200},
    );
  });

  it('is the same however the units come', () => {
    const shuffled = fc.array(fc.nat(), {minLength: size + 3, maxLength: size + 3});
    fc.assert(
      fc.property(shape({acyclic: false}), shuffled, (given, keys) => {
        const arrange = (count: number): readonly number[] =>
          inOrder(count).toSorted((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
        const summary = ({jobs}: Plan): readonly string[] =>
          jobs.map((line) => `${line.id} ${line.status} ${line.why}`);
        expect(summary(plan(given, arrange))).toEqual(summary(plan(given)));
      }),
      {numRuns: 100},
    );
  });

  it('moves nothing for a job that is unrelated', () => {
    fc.assert(
      fc.property(shape({acyclic: false}), fc.nat({max: 6}), (given, at) => {
        const include = given.include.toSpliced(at, 0, 'stranger');
        const more = plan({...given, include, units: [...given.units, job('stranger')]});
        expect(order(more).filter((name) => name !== 'stranger')).toEqual(order(plan(given)));
      }),
      {numRuns: 100},
    );
  });

  it('drops nothing where nothing leads back', () => {
    fc.assert(
      fc.property(shape({acyclic: true}), (given) => {
        expect(plan(given).jobs.filter(({status}) => status === 'dropped')).toEqual([]);
      }),
      {numRuns: 100},
    );
  });
});
