import type {Diagnostic} from '../base/diagnostic.ts';
import type {UnitId} from '../base/ids.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import type {History} from '../planner/estimate.ts';
import {makePlan} from '../planner/make-plan.ts';
import {neededResources} from '../planner/needed-resources.ts';
import type {Plan} from '../planner/plan.ts';
import {type Selection, type SelectOptions, selectPlan} from '../planner/select.ts';
import type {ExpandContext, Expansion} from '../templates/expansion.ts';
import {templateOrder} from '../templates/template-order.ts';
import type {TestPlan} from '../units/unit.ts';
import type {PlanningSteps} from './bootstrap.ts';
import {expandUnits} from './expand-units.ts';

export interface PlanningOptions {
  readonly context: ExpandContext;
  readonly select?: SelectOptions;
  /** What jobs took before, on machines of this model. */
  readonly history?: History;
  /** Order what needs the same plugged together. */
  readonly forBench?: boolean;
}

/** Besides what bootstrapping is handed: what was decided on the way to a plan. Both are made once for each set. */
export interface TestPlanSteps extends PlanningSteps {
  readonly selectionOf: (set: UnitSet) => Selection;
  /** Of a set that `expand` gave. */
  readonly expansionsOf: (set: UnitSet) => readonly Expansion[];
}

/** How this test plan is planned: what bootstrapping is handed. */
export function planningSteps(plan: TestPlan, options: PlanningOptions): TestPlanSteps {
  const {context, select = {}, history, forBench = false} = options;
  const selections = new WeakMap<UnitSet, Selection>();
  const expansions = new WeakMap<UnitSet, readonly Expansion[]>();
  const selectionOf = (set: UnitSet): Selection => {
    const selection = selections.get(set) ?? selectPlan(set, plan, select);
    selections.set(set, selection);
    return selection;
  };
  const expansionsOf = (set: UnitSet): readonly Expansion[] => expansions.get(set) ?? [];
  return {
    selectionOf,
    expansionsOf,
    setupJobs: (set) => selectionOf(set).jobs.flatMap(({job, by}) => (by.section === 'setup' ? [job.id] : [])),
    neededResources: (set) => neededResources(set, selectionOf(set)).order,
    expand(set, resources) {
      const {templates} = neededResources(set, selectionOf(set));
      const expanded = expandUnits(set, templates, {resources, context});
      expansions.set(expanded.set, expanded.expansions);
      return expanded.set;
    },
    order: (set, resources): Plan =>
      withCycles(
        makePlan({
          set,
          selection: selectionOf(set),
          resources,
          expansions: expansionsOf(set),
          ...(history === undefined ? {} : {history}),
          forBench,
        }),
        cyclesOf(set, neededResources(set, selectionOf(set)).templates),
      ),
  };
}

/** Templates that wait for each other's resources: they never make anything, so the plan says why. */
function cyclesOf(set: UnitSet, ids: readonly UnitId[]): readonly Diagnostic[] {
  const templates = ids.flatMap((id) => set.templates.get(id) ?? []);
  return templateOrder(templates, new Set(set.jobs.keys())).diagnostics;
}

function withCycles(plan: Plan, cycles: readonly Diagnostic[]): Plan {
  return cycles.length === 0 ? plan : {...plan, diagnostics: [...plan.diagnostics, ...cycles]};
}
