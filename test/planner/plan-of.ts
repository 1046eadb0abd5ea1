import type {UnitId} from '../../src/base/ids.ts';
import {partialId} from '../../src/base/ids.ts';
import type {UnitSet} from '../../src/catalog/unit-set.ts';
import type {ResourceTable} from '../../src/expressions/environment.ts';
import type {History} from '../../src/planner/estimate.ts';
import {makePlan} from '../../src/planner/make-plan.ts';
import type {Plan, PlannedJob} from '../../src/planner/plan.ts';
import {type SelectOptions, selectPlan} from '../../src/planner/select.ts';
import type {Expansion} from '../../src/templates/expansion.ts';
import {id, planNamed, testPlan, type UnitText, unitSet} from '../helpers/units.ts';

interface PlanOptions extends SelectOptions {
  readonly resources?: ResourceTable;
  readonly expansions?: readonly Expansion[];
  readonly history?: History;
  readonly forBench?: boolean;
}

/** The plan `p` of a set. */
export function planOf(set: UnitSet, options: PlanOptions = {}): Plan {
  const {resources = new Map(), expansions = [], history = new Map(), forBench = false, ...select} = options;
  const selection = selectPlan(set, planNamed(set, 'p'), select);
  return makePlan({set, selection, resources, expansions, history, forBench});
}

/** A plan that includes these lines of these units. */
export function planIncluding(include: readonly string[], units: readonly UnitText[], options?: PlanOptions): Plan {
  return planOf(unitSet([...units, testPlan('p', {include})]), options);
}

export function ids({jobs}: Plan): readonly string[] {
  return jobs.map(({id}) => partialId(id));
}

export function codes({diagnostics}: Plan): readonly string[] {
  return diagnostics.map(({code}) => code);
}

export function lineOf({jobs}: Plan, id: UnitId): PlannedJob {
  const line = jobs.find((job) => job.id === id);
  if (line === undefined) throw new Error(`${id} is not in the plan`);
  return line;
}

/** `status`, or the type of what keeps it from running. */
export function fateOf(plan: Plan, id: UnitId): string {
  const line = lineOf(plan, id);
  return line.status === 'planned' ? 'planned' : `${line.status}: ${line.inhibitor.type}`;
}

/** An expansion that made nothing of its records but what is given. */
export function expansionOf(template: UnitId, made: Partial<Expansion> = {}): Expansion {
  return {
    template,
    resource: id('res'),
    state: 'known',
    recordCount: 0,
    instances: [],
    filtered: [],
    failed: [],
    collapsed: [],
    notices: [],
    diagnostics: [],
    ...made,
  };
}

export function failedRecord(record: number, message: string, instance?: UnitId): Expansion['failed'][number] {
  const base = {record, code: 'template/missing-key', message, diagnostics: []} as const;
  return instance === undefined ? base : {...base, id: instance};
}
