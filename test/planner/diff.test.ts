import {describe, expect, it} from 'vitest';
import {diffPlans, isSame} from '../../src/planner/diff.ts';
import {longestRising} from '../../src/planner/longest-rising.ts';
import type {Plan} from '../../src/planner/plan.ts';
import {fc} from '../helpers/property.ts';
import {id, job, known, resource, resourceTable, template, testPlan, type UnitText, unitSet} from '../helpers/units.ts';
import {expansionOf, planIncluding, planOf} from './plan-of.ts';

const abc = ['a', 'b', 'c', 'd', 'e'].map((name) => job(name));

function including(include: readonly string[], units: readonly UnitText[] = abc): Plan {
  return planIncluding(include, units);
}

describe('the difference of two plans', () => {
  it('is none of a plan and the same plan made again', () => {
    const diff = diffPlans(including(['.*']), including(['.*']));
    expect(isSame(diff)).toBe(true);
  });

  it('is what was gained and lost', () => {
    const {gained, lost, moved} = diffPlans(including(['a', 'b', 'c']), including(['d', 'a', 'c']));
    expect(gained).toMatchObject([{id: 'ns::d', index: 0}]);
    expect(lost).toMatchObject([{id: 'ns::b', index: 1}]);
    expect(moved).toEqual([]);
  });

  it('names the fewest jobs that moved', () => {
    const {moved} = diffPlans(including(['a', 'b', 'c', 'd', 'e']), including(['b', 'c', 'a', 'd', 'e']));
    expect(moved).toMatchObject([{id: 'ns::a', before: {index: 0}, after: {index: 2}, behind: 'ns::c'}]);
  });

  it('compares definitions field by field, and what plans say of jobs apart', () => {
    const before = including(['a', 'b']);
    const after = including(
      ['a', 'b certification-status=blocker'],
      [job('a', {command: 'false', summary: 'a', user: 'root'}), job('b')],
    );
    const {changed, regraded} = diffPlans(before, after);
    expect(changed).toMatchObject([
      {
        id: 'ns::a',
        fields: [
          {field: 'command', before: 'true', after: 'false'},
          {field: 'user', before: undefined, after: 'root'},
        ],
      },
    ]);
    expect(regraded).toMatchObject([
      {id: 'ns::b', fields: [{field: 'certification-status', before: 'non-blocker', after: 'blocker'}]},
    ]);
  });

  it('says what runs no more, and why, and what templates make', () => {
    const set = unitSet([
      resource('res'),
      template('t_{name}', 'res'),
      job('a', {requires: "res.name == 'x'"}),
      testPlan('p', {include: ['a', 't_name']}),
    ]);
    const plan = (name: string, made: number): Plan =>
      planOf(set, {
        resources: resourceTable({res: known({name})}),
        expansions: [expansionOf(id('t_name'), {recordCount: made})],
      });
    const {fates, templates} = diffPlans(plan('x', 1), plan('y', 2));
    expect(fates).toMatchObject([
      {id: 'ns::a', before: {status: 'planned'}, after: {inhibitor: {type: 'requirement-unmet'}}},
    ]);
    expect(templates).toMatchObject([{id: 'ns::t_name', before: {recordCount: 1}, after: {recordCount: 2}}]);
  });
});

describe('the longest rising part', () => {
  it('rises, and none is longer', () => {
    const all = fc.uniqueArray(fc.integer(), {maxLength: 9});
    fc.assert(
      fc.property(all, (numbers) => {
        const places = longestRising(numbers);
        const part = places.map((place) => numbers[place] ?? 0);
        expect(part).toEqual(part.toSorted((a, b) => a - b));
        expect(places.length).toBe(longest(numbers));
      }),
    );
  });
});

/** Tries every part. */
function longest(numbers: readonly number[]): number {
  const ends: number[] = [];
  for (const [at, value] of numbers.entries()) {
    const before = ends.filter((_, other) => (numbers[other] ?? 0) < value && other < at);
    ends.push(1 + Math.max(0, ...before));
  }
  return Math.max(0, ...ends);
}
