import type {Diagnostic} from '../base/diagnostic.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import type {Ref, TestPlan} from '../units/unit.ts';
import {type KnownIds, knownIds, nearestId} from './known-ids.ts';

export interface PlanTree {
  /** The plan, then what is nested in it to any depth, in the order they are written; each plan once. */
  readonly plans: readonly TestPlan[];
  /** The same plans, what is nested before what nests it: later layers override earlier ones. */
  readonly layers: readonly TestPlan[];
  /** Nested parts that are no test plan, with the plan that names each. */
  readonly unknown: readonly {readonly plan: TestPlan; readonly ref: Ref; readonly nearest?: string}[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Visit {
  readonly plan: TestPlan;
  next: number;
}

const knownTrees = new WeakMap<UnitSet['testPlans'], WeakMap<TestPlan, PlanTree>>();

/** The whole plan; sets that differ only in the instances of templates share it. */
export function flattenNested({testPlans}: UnitSet, root: TestPlan): PlanTree {
  const trees = knownTrees.get(testPlans) ?? new WeakMap<TestPlan, PlanTree>();
  knownTrees.set(testPlans, trees);
  const tree = trees.get(root) ?? makeTree(testPlans, root);
  trees.set(root, tree);
  return tree;
}

function makeTree(testPlans: UnitSet['testPlans'], root: TestPlan): PlanTree {
  const plans: TestPlan[] = [root];
  const layers: TestPlan[] = [];
  const unknown: PlanTree['unknown'][number][] = [];
  const diagnostics: Diagnostic[] = [];
  let known: KnownIds | undefined;
  const seen = new Set<TestPlan>([root]);
  const open = new Set<TestPlan>([root]);
  const stack: Visit[] = [{plan: root, next: 0}];
  for (let visit = stack.at(-1); visit !== undefined; visit = stack.at(-1)) {
    const ref = visit.plan.nestedParts[visit.next++];
    if (ref === undefined) {
      layers.push(visit.plan);
      open.delete(visit.plan);
      stack.pop();
      continue;
    }
    const nested = ref.id === root.id ? root : testPlans.get(ref.id);
    if (nested === undefined) {
      known ??= knownIds(testPlans.keys());
      const suggestion = nearestId(known, ref.id);
      unknown.push({plan: visit.plan, ref, ...(suggestion === undefined ? {} : {nearest: suggestion})});
    } else if (open.has(nested)) diagnostics.push(nestedCycle(stack, ref));
    else if (!seen.has(nested)) {
      seen.add(nested);
      open.add(nested);
      plans.push(nested);
      stack.push({plan: nested, next: 0});
    }
  }
  return {plans, layers, unknown, diagnostics: [...diagnostics, ...unknown.map(unknownPlan)]};
}

function unknownPlan({ref, nearest: suggestion}: PlanTree['unknown'][number]): Diagnostic {
  return {
    code: 'plan/unknown-nested-part',
    severity: 'error',
    message: `there is no test plan ${ref.id}`,
    span: ref.span,
    ...(suggestion === undefined ? {} : {suggestion}),
  };
}

function nestedCycle(stack: readonly Visit[], back: Ref): Diagnostic {
  const from = stack.findIndex(({plan}) => plan.id === back.id);
  const cycle = stack.slice(from);
  const path = [...cycle.map(({plan}) => plan.id), back.id].join(' → ');
  return {
    code: 'plan/nested-cycle',
    severity: 'error',
    message: `this test plan is nested in itself: ${path}`,
    span: back.span,
    related: cycle.flatMap(({plan, next}) => {
      const step = plan.nestedParts[next - 1];
      return step === undefined ? [] : [{message: `${plan.id} nests ${step.id}`, span: step.span}];
    }),
  };
}
