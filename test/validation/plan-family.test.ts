import {describe, expect, it} from 'vitest';
import type {UnitId} from '../../src/base/ids.ts';
import type {TestPlan} from '../../src/units/unit.ts';
import {planFamilies} from '../../src/validation/plan-family.ts';
import {subjectOf} from '../../src/validation/subject.ts';
import {fc} from '../helpers/property.ts';
import {testPlan, unitSet} from '../helpers/units.ts';

/** Plans of which each may be nested in those before it, so that there is no cycle. */
const nesting = fc.integer({min: 1, max: 8}).chain((count) =>
  fc.tuple(
    ...Array.from({length: count}, (_, at) =>
      fc.subarray(
        Array.from({length: count - at - 1}, (_, next) => `p${at + next + 1}`),
        {minLength: 0},
      ),
    ),
  ),
);

function plansOf(parts: readonly (readonly string[])[]) {
  const set = unitSet(parts.map((nested, at) => testPlan(`p${at}`, {include: ['x'], nested_part: [...nested]})));
  const families = planFamilies(subjectOf(set, {files: undefined, broken: new Set(), neighbours: []}));
  return {plans: set.testPlans, ...families};
}

function below(plans: ReadonlyMap<UnitId, TestPlan>, start: TestPlan): ReadonlySet<TestPlan> {
  const found = new Set([start]);
  for (const plan of found) {
    for (const {id} of plan.nestedParts) for (const nested of [plans.get(id)]) if (nested) found.add(nested);
  }
  return found;
}

describe('planFamilies', () => {
  it('holds plans together that some plan has both of', () => {
    fc.assert(
      fc.property(nesting, (parts) => {
        const {plans, mayRunTogether} = plansOf(parts);
        const all = [...plans.values()];
        for (const one of all) {
          for (const other of all) {
            const both = all.some((plan) => below(plans, plan).has(one) && below(plans, plan).has(other));
            expect(mayRunTogether(one, other)).toBe(both);
          }
        }
      }),
    );
  });

  it('ends where plans are nested in themselves', () => {
    const {plans, mayRunTogether} = plansOf([['p1'], ['p0', 'p2'], []]);
    const [first, , last] = [...plans.values()];
    expect(first && last && mayRunTogether(first, last)).toBe(true);
  });
});
