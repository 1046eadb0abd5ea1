import type {UnitId} from '../base/ids.ts';
import type {TestPlan, Unit} from '../units/unit.ts';
import type {Subject} from './rule.ts';

type Roots = ReadonlySet<TestPlan>;

function isAnyIn(some: Roots, others: Roots): boolean {
  for (const one of some) if (others.has(one)) return true;
  return false;
}

/** How often each plan is nested in another. */
function countNestings(plans: readonly TestPlan[]): Map<UnitId, number> {
  const counts = new Map<UnitId, number>();
  for (const {nestedParts} of plans) for (const {id} of nestedParts) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** The outermost plans that each plan is part of, itself where it is in none. Plans in a cycle, or in one of these, have one in common. */
function rootsOf(plans: readonly TestPlan[]): ReadonlyMap<UnitId, Roots> {
  const byId = Map.groupBy(plans, ({id}) => id);
  const waiting = countNestings(plans);
  const roots = new Map<UnitId, Roots>();
  const own = new Map<UnitId, Set<TestPlan>>();
  const ready = plans.filter(({id}) => !waiting.has(id));
  for (const plan of ready) roots.set(plan.id, new Set([plan]));
  for (const plan of ready) {
    const above = roots.get(plan.id) ?? new Set();
    for (const {id} of plan.nestedParts) {
      addRoots(id, above, {roots, own});
      const left = (waiting.get(id) ?? 0) - 1;
      waiting.set(id, left);
      if (left === 0) for (const nested of byId.get(id) ?? []) ready.push(nested);
    }
  }
  const caught = plans.filter(({id}) => (waiting.get(id) ?? 0) > 0);
  for (const {id} of caught) addRoots(id, new Set(caught.slice(0, 1)), {roots, own});
  return roots;
}

interface Found {
  readonly roots: Map<UnitId, Roots>;
  /** Those that are no other plan's too, and so may grow. */
  readonly own: Map<UnitId, Set<TestPlan>>;
}

function addRoots(id: UnitId, more: Roots, {roots, own}: Found): void {
  const known = roots.get(id);
  if (known === undefined) roots.set(id, more);
  if (known === undefined || known === more) return;
  const grown = own.get(id) ?? new Set(known);
  for (const root of more) grown.add(root);
  own.set(id, grown);
  roots.set(id, grown);
}

export interface PlanFamilies {
  /** Whether two plans are parts of one, or one is part of the other: they may run together. */
  readonly mayRunTogether: (plan: TestPlan, other: TestPlan) => boolean;
  /** The plans that select the unit by a line of theirs. */
  readonly selectedBy: ReadonlyMap<Unit, readonly TestPlan[]>;
}

export function planFamilies({plans, lines, matches}: Subject): PlanFamilies {
  const selectedBy = new Map<Unit, TestPlan[]>();
  for (const [plan, all] of lines) {
    for (const {pattern, does} of all) {
      if (does !== 'select') continue;
      for (const unit of matches(pattern).units) {
        const known = selectedBy.get(unit);
        if (known === undefined) selectedBy.set(unit, [plan]);
        else if (known.at(-1) !== plan) known.push(plan);
      }
    }
  }
  const roots = rootsOf(plans);
  const none: Roots = new Set();
  const of = ({id}: TestPlan): Roots => roots.get(id) ?? none;
  return {selectedBy, mayRunTogether: (plan, other) => plan === other || isAnyIn(of(plan), of(other))};
}
