import type {UnitId} from '../base/ids.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import type {ResourceTable} from '../expressions/environment.ts';
import type {Plan} from '../planner/plan.ts';
import {journalJobs} from '../session/journal-jobs.ts';
import type {Job} from '../units/unit.ts';
import type {PlanningRound} from './driver.ts';

/** What of planning the driver is handed as values. */
export interface PlanningSteps {
  /** Every resource that deciding on the plan needs, each after those it needs itself. */
  readonly neededResources: (units: UnitSet) => readonly UnitId[];
  /** The units with what their templates yield from these resources. */
  readonly expand: (units: UnitSet, resources: ResourceTable) => UnitSet;
  readonly order: (units: UnitSet, resources: ResourceTable) => Plan;
}

function unread(units: UnitSet, resources: ResourceTable, steps: PlanningSteps): readonly Job[] {
  return steps.neededResources(units).flatMap((id) => (resources.has(id) ? [] : (units.jobs.get(id) ?? [])));
}

/**
 * Bootstrapping to the fixed point: resources are read until neither the units nor the instances made from what is known
 * need another one; then there is a plan. A resource is never read twice.
 */
export function planRounds(units: UnitSet, steps: PlanningSteps): (resources: ResourceTable) => PlanningRound {
  return (resources) => {
    const first = unread(units, resources, steps);
    if (first.length > 0) return {state: 'resources-wanted', jobs: first};
    const expanded = steps.expand(units, resources);
    const more = unread(expanded, resources, steps);
    if (more.length > 0) return {state: 'resources-wanted', jobs: more};
    const plan = steps.order(expanded, resources);
    return {state: 'planned', plan, jobs: journalJobs(plan, expanded)};
  };
}
