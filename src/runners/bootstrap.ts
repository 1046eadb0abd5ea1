import type {UnitId} from '../base/ids.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import type {ResourceTable} from '../expressions/environment.ts';
import type {Plan} from '../planner/plan.ts';
import {journalJobs} from '../session/journal-jobs.ts';
import type {Job} from '../units/unit.ts';
import type {Known, PlanningRound} from './driver.ts';

/** What of planning the driver is handed as values. */
export interface PlanningSteps {
  /** They run before anything is looked at. */
  readonly setupJobs?: (units: UnitSet) => readonly UnitId[];
  /** Every resource that deciding on the plan needs, each after those it needs itself. */
  readonly neededResources: (units: UnitSet) => readonly UnitId[];
  /** The units with what their templates yield from these resources. */
  readonly expand: (units: UnitSet, resources: ResourceTable) => UnitSet;
  readonly order: (units: UnitSet, resources: ResourceTable) => Plan;
}

/** The jobs of these ids that `done` does not have yet. */
function missing(units: UnitSet, ids: readonly UnitId[], done: ReadonlyMap<UnitId, unknown>): readonly Job[] {
  return ids.flatMap((id) => (done.has(id) ? [] : (units.jobs.get(id) ?? [])));
}

/**
 * Setup jobs, then bootstrapping to the fixed point: resources are read until neither the units nor the instances made
 * from what is known need another one; then there is a plan. A resource is never read twice.
 */
export function planRounds(units: UnitSet, steps: PlanningSteps): (known: Known) => PlanningRound {
  return ({resources, outcomes}) => {
    const setup = missing(units, steps.setupJobs?.(units) ?? [], outcomes);
    if (setup.length > 0) return {state: 'jobs-wanted', jobs: setup};
    const first = missing(units, steps.neededResources(units), resources);
    if (first.length > 0) return {state: 'jobs-wanted', jobs: first};
    const expanded = steps.expand(units, resources);
    const more = missing(expanded, steps.neededResources(expanded), resources);
    if (more.length > 0) return {state: 'jobs-wanted', jobs: more};
    const plan = steps.order(expanded, resources);
    return {state: 'planned', plan, jobs: journalJobs(plan, expanded)};
  };
}
