import type {Diagnostic} from '../base/diagnostic.ts';
import type {UnitId} from '../base/ids.ts';
import {withUnits} from '../catalog/index-units.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import type {ResourceTable} from '../expressions/environment.ts';
import type {History} from '../planner/estimate.ts';
import {makePlan} from '../planner/make-plan.ts';
import {neededResources} from '../planner/needed-resources.ts';
import type {Plan} from '../planner/plan.ts';
import {type Selection, type SelectOptions, selectPlan} from '../planner/select.ts';
import {expandAll} from '../templates/expand-all.ts';
import type {ExpandContext, Expansion} from '../templates/expansion.ts';
import {templateOrder} from '../templates/template-order.ts';
import type {TestPlan, Unit} from '../units/unit.ts';
import type {PlanningSteps} from './bootstrap.ts';

export interface ExpandOptions {
  readonly resources: ResourceTable;
  readonly context: ExpandContext;
}

/** Units with what their templates gave, and how each came about. */
export interface Expanded {
  readonly set: UnitSet;
  readonly expansions: readonly Expansion[];
}

/** Templates can make templates; a chain of them longer than this is taken for one that never ends. */
const mostGenerations = 8;

/** Expands templates whose resource is in the table, and the templates they make. Others give nothing yet. */
export function expandUnits(set: UnitSet, templates: readonly UnitId[], options: ExpandOptions): Expanded {
  const {resources, context} = options;
  const expansions: Expansion[] = [];
  let grown = set;
  let waiting = templates;
  for (let generation = 0; waiting.length > 0 && generation < mostGenerations; generation++) {
    const known = waiting
      .flatMap((id) => grown.templates.get(id) ?? [])
      .filter(({resource}) => resources.has(resource.id));
    const made = expandAll(known, resources, {context, taken: takenIds(grown)});
    expansions.push(...made.expansions);
    grown = withUnits(grown, made.units);
    waiting = made.units.flatMap((unit) => (unit.kind === 'template' ? [unit.id] : []));
  }
  return {set: grown, expansions};
}

function takenIds({jobs, templates}: UnitSet): ReadonlyMap<UnitId, Unit> {
  return templates.size === 0 ? jobs : new Map<UnitId, Unit>([...jobs, ...templates]);
}

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
