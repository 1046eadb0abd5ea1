import type {UnitId} from '../base/ids.ts';
import type {Span} from '../base/source.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import type {ResourceRecord, ResourceState, ResourceTable} from '../expressions/environment.ts';
import {type ExplainNode, explainProgram} from '../expressions/explain.ts';
import type {Job} from '../units/unit.ts';
import {flattenNested} from './nested-plans.ts';
import {explainOverrides, type OverrideStep} from './overrides.ts';
import type {EdgeKind, Plan, PlannedJob} from './plan.ts';
import {requirementOf} from './requirements.ts';
import type {Selection} from './select.ts';
import {indexOf} from './unit-index.ts';

/** A job that brought the next one into the plan, with where it says so. */
export interface PullStep {
  readonly line: PlannedJob;
  readonly edge: EdgeKind;
  readonly span?: Span;
}

/** A job on the other end of an edge, with what is to become of it. */
export interface Neighbour {
  readonly id: UnitId;
  readonly kind: EdgeKind;
  /** Undefined where it is in no plan. */
  readonly line?: PlannedJob;
}

export interface ExplainedResource {
  /** As the expressions call it. */
  readonly name: string;
  readonly id: UnitId;
  readonly state?: ResourceState;
}

/** Everything that decided on a line of a plan. */
export interface JobExplanation {
  readonly line: PlannedJob;
  /** From the job that a line of the plan selects to the one that needs this one; empty where this one is selected. */
  readonly pulledBy: readonly PullStep[];
  /** The record that a template made it of. */
  readonly record?: ResourceRecord;
  readonly overrides: readonly OverrideStep[];
  readonly requirements?: {readonly tree: ExplainNode; readonly resources: readonly ExplainedResource[]};
  readonly waits: readonly Neighbour[];
  readonly waitedForBy: readonly Neighbour[];
  readonly before?: PlannedJob;
  readonly after?: PlannedJob;
}

interface ExplainInput {
  /** With the instances of the templates in it. */
  readonly set: UnitSet;
  readonly selection: Selection;
  readonly resources: ResourceTable;
  readonly plan: Plan;
}

export function explainJob(line: PlannedJob, input: ExplainInput): JobExplanation {
  const {set, selection, resources, plan} = input;
  const lines = new Map(plan.jobs.map((other) => [other.id, other]));
  const {layers} = flattenNested(set, selection.plan);
  const before = plan.jobs[line.index - 1];
  const after = plan.jobs[line.index + 1];
  const record = recordOf(line, resources);
  const requirements = line.job && requirementsOf(line.job, resources);
  return {
    line,
    pulledBy: pullsTo(line, lines),
    ...(record === undefined ? {} : {record}),
    overrides: line.job === undefined ? [] : explainOverrides(indexOf(set), layers, line.job),
    ...(requirements === undefined ? {} : {requirements}),
    waits: edgesOf(line).map(({to, kind}) => neighbour(to, kind, lines.get(to))),
    waitedForBy: plan.jobs.flatMap((other) =>
      edgesOf(other).flatMap(({to, kind}) => (to === line.id ? [neighbour(other.id, kind, other)] : [])),
    ),
    ...(before === undefined ? {} : {before}),
    ...(after === undefined ? {} : {after}),
  };
}

function neighbour(id: UnitId, kind: EdgeKind, line: PlannedJob | undefined): Neighbour {
  return line === undefined ? {id, kind} : {id, kind, line};
}

function edgesOf(line: PlannedJob): readonly {readonly to: UnitId; readonly kind: EdgeKind}[] {
  if (line.status !== 'dropped') return line.edges;
  // What it would wait for, of a job that can never run.
  const {depends = [], after = []} = line.job ?? {};
  return [
    ...depends.map(({id}) => ({to: id, kind: 'depends' as const})),
    ...after.map(({id}) => ({to: id, kind: 'after' as const})),
  ];
}

/** Back along what pulled what in, to a line of the plan, to a template or to where the way was seen already. */
function pullsTo(line: PlannedJob, lines: ReadonlyMap<UnitId, PlannedJob>): readonly PullStep[] {
  const steps: PullStep[] = [];
  const seen = new Set([line]);
  for (let at = line; at.inclusion.type === 'pulled'; ) {
    const {by, edge} = at.inclusion;
    const next = lines.get(by);
    if (next === undefined || seen.has(next)) break;
    seen.add(next);
    const span = next.job && spanOf(next.job, at.id, edge);
    steps.push({line: next, edge, ...(span === undefined ? {} : {span})});
    at = next;
  }
  return steps.reverse();
}

/** Where the job says that it needs the other one. */
function spanOf(job: Job, needed: UnitId, edge: EdgeKind): Span | undefined {
  switch (edge) {
    case 'depends':
    case 'after':
      return job[edge].find(({id}) => id === needed)?.span;
    case 'input':
      return job.inputs.find((input) => input.job.id === needed)?.job.span;
    case 'requires':
      return [...(requirementOf(job)?.bindings.values() ?? [])].find(({id}) => id === needed)?.span;
    case 'template':
    case 'before':
    case 'salvages':
    case 'suspend':
    case 'group':
      return undefined;
  }
}

function recordOf({job}: PlannedJob, resources: ResourceTable): ResourceRecord | undefined {
  const state = job?.instance && resources.get(job.instance.resource);
  return state?.state === 'known' && job?.instance !== undefined ? state.records[job.instance.record] : undefined;
}

function requirementsOf(job: Job, table: ResourceTable): JobExplanation['requirements'] {
  const requirement = requirementOf(job);
  if (requirement === undefined) return undefined;
  const resources = [...requirement.bindings].map(([name, {id}]): ExplainedResource => {
    const state = table.get(id);
    return {name, id, ...(state === undefined ? {} : {state})};
  });
  const states = new Map(
    resources.map(({name, id, state}): [string, ResourceState] => [
      name,
      state ?? {state: 'unknown', reason: `${id} has not been run`},
    ]),
  );
  return {tree: explainProgram(requirement.compiled, states), resources};
}
