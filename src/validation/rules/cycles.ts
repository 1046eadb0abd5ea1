import type {Diagnostic} from '../../base/diagnostic.ts';
import {findKnots, shortestCycle} from '../../planner/cycles.ts';
import {buildGraph, type PlanNode} from '../../planner/graph.ts';
import {orderGraph} from '../../planner/order.ts';
import {reportCycle} from '../../planner/plan-report.ts';
import type {TestPlan} from '../../units/unit.ts';
import type {Rule, Subject} from '../rule.ts';
import {placeOfId} from '../where.ts';

/** As if one plan had all jobs: jobs that wait for each other there can never be in one plan. */
function* jobCycles({set}: Subject): Iterable<Diagnostic> {
  const roots = [...set.jobs.values()].map((job): PlanNode => {
    return {id: job.id, job, inclusion: {type: 'selected', section: 'include', plan: job.id, span: placeOfId(job)}};
  });
  for (const cycle of orderGraph(buildGraph(set, roots, new Map())).cycles) {
    // A group is torn apart only by a plan that has all of the jobs concerned, and each plan is told so.
    if (
      cycle.steps.some(
        ({from, wait}, at) => (cycle.steps[at + 1] ?? cycle.steps[0])?.from !== wait.to || from.id === '',
      )
    ) {
      continue;
    }
    yield reportCycle(cycle);
  }
}

function nestedCycle(cycle: readonly TestPlan[]): Diagnostic | undefined {
  const steps = cycle.map((plan, at) => {
    const next = cycle[(at + 1) % cycle.length];
    return {plan, part: plan.nestedParts.find(({id}) => id === next?.id)};
  });
  const [first] = steps;
  if (first?.part === undefined) return undefined;
  const path = [...cycle, first.plan].map(({id}) => id).join(' → ');
  return {
    code: 'plan/nested-cycle',
    severity: 'error',
    message: `this test plan is nested in itself: ${path}`,
    span: first.part.span,
    related: steps.flatMap(({plan, part}) =>
      part === undefined ? [] : [{message: `${plan.id} nests ${part.id}`, span: part.span}],
    ),
  };
}

function* planCycles({set}: Subject): Iterable<Diagnostic> {
  const nested = (plan: TestPlan): readonly TestPlan[] =>
    plan.nestedParts.flatMap(({id}) => set.testPlans.get(id) ?? []);
  for (const knot of findKnots(set.testPlans.values(), nested)) {
    const [start] = knot;
    const cycle = start === undefined ? undefined : nestedCycle(shortestCycle(start, new Set(knot), nested));
    if (cycle !== undefined) yield cycle;
  }
}

/** Jobs that wait for each other, and test plans that are nested in themselves. */
export const cycles: Rule = function* (subject): Iterable<Diagnostic> {
  yield* jobCycles(subject);
  yield* planCycles(subject);
};
