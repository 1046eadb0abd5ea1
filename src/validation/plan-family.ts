import type {UnitId} from '../base/ids.ts';
import type {TestPlan, Unit} from '../units/unit.ts';
import type {Subject} from './rule.ts';

type Plans = ReadonlySet<TestPlan>;

/** Everything that leads on from a plan, itself included. */
function closure(start: Iterable<TestPlan>, next: (plan: TestPlan) => readonly TestPlan[]): Plans {
  const found = new Set(start);
  for (const plan of found) for (const other of next(plan)) found.add(other);
  return found;
}

export interface PlanFamilies {
  /** The plan, what is nested in it, what it is nested in, and what else is nested there: they may run together. */
  readonly familyOf: (plan: TestPlan) => Plans;
  /** The plans that select the unit by a line of theirs. */
  readonly selectedBy: ReadonlyMap<Unit, readonly TestPlan[]>;
}

export function planFamilies({set, lines, matches}: Subject): PlanFamilies {
  const outer = new Map<UnitId, TestPlan[]>();
  const selectedBy = new Map<Unit, TestPlan[]>();
  for (const [plan, all] of lines) {
    for (const {id} of plan.nestedParts) outer.set(id, [...(outer.get(id) ?? []), plan]);
    for (const {pattern, does} of all) {
      if (does !== 'select') continue;
      for (const unit of matches(pattern).units) {
        const known = selectedBy.get(unit);
        if (known === undefined) selectedBy.set(unit, [plan]);
        else if (known.at(-1) !== plan) known.push(plan);
      }
    }
  }
  const families = new Map<TestPlan, Plans>();
  const familyOf = (plan: TestPlan): Plans => {
    const known = families.get(plan);
    if (known !== undefined) return known;
    const above = closure([plan], ({id}) => outer.get(id) ?? []);
    const family = closure(above, ({nestedParts}) => nestedParts.flatMap(({id}) => set.testPlans.get(id) ?? []));
    families.set(plan, family);
    return family;
  };
  return {familyOf, selectedBy};
}
