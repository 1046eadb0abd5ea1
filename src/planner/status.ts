import type {ResourceTable} from '../expressions/environment.ts';
import type {Job} from '../units/unit.ts';
import type {Graph, Missing, PlanNode} from './graph.ts';
import {outcomeOfInhibitor} from './inhibitor-outcome.ts';
import {inputInhibitor} from './inputs.ts';
import type {EdgeKind, Inhibitor} from './plan.ts';
import {type Evaluation, evaluateRequires, inhibitorOf} from './requirements.ts';

export type Status =
  | {readonly status: 'planned'}
  | {readonly status: 'inhibited' | 'dropped'; readonly inhibitor: Inhibitor};

export interface StatusInput {
  readonly graph: Graph;
  readonly resources: ResourceTable;
  readonly cycles: ReadonlyMap<PlanNode, Inhibitor>;
  /** What became of the nodes before this one. */
  readonly statuses: ReadonlyMap<PlanNode, Status>;
  /** What it means for a job that something it needs is not in the plan. */
  readonly missingStatus: (missing: Missing) => Status;
  readonly explainMissing: (missing: Missing) => string;
}

const planned: Status = {status: 'planned'};

function isNeeded(kind: EdgeKind): boolean {
  return kind === 'depends' || kind === 'after' || kind === 'input';
}

/** Whether a line can run as things stand, told from its own needs and from what became of those it waits for. */
export function statusOf(node: PlanNode, input: StatusInput): Status {
  const dropped = node.refusal ?? input.cycles.get(node) ?? unrunnable(node.job) ?? inputInhibitor(node, input.graph);
  if (dropped !== undefined) return {status: 'dropped', inhibitor: dropped};
  const missing = input.graph.missing.get(node)?.find(({kind}) => isNeeded(kind));
  if (missing !== undefined) return input.missingStatus(missing);
  const inhibitor =
    (node.job && requirementInhibitor(node, node.job, input)) ??
    waitingInhibitor(node, input) ??
    salvageInhibitor(node, input);
  return inhibitor === undefined ? planned : {status: 'inhibited', inhibitor};
}

function unrunnable(job: Job | undefined): Inhibitor | undefined {
  if (job?.plugin !== 'local' && job?.plugin !== 'qml') return undefined;
  return {type: 'not-runnable', message: `jobs with the plugin ${job.plugin} are never run`};
}

function requirementInhibitor(node: PlanNode, job: Job, input: StatusInput): Inhibitor | undefined {
  const evaluation = evaluateRequires(job, input.resources);
  return evaluation.value === 'unknown' ? unknownRequirement(node, evaluation, input) : inhibitorOf(evaluation);
}

/** Resources that are still to be run in this plan may yet decide it. */
function unknownRequirement(
  node: PlanNode,
  {expression, reason, pending}: Extract<Evaluation, {value: 'unknown'}>,
  {graph, statuses, explainMissing}: StatusInput,
): Inhibitor | undefined {
  const requirement = (why: string): Inhibitor => ({type: 'requirement-unknown', expression, reason: why});
  const absent = graph.missing.get(node)?.find(({id}) => pending.includes(id));
  if (absent !== undefined) return requirement(explainMissing(absent));
  const toRun = graph.waits.get(node)?.filter(({to}) => pending.includes(to.id)) ?? [];
  if (toRun.length === 0) return requirement(reason);
  const stuck = toRun.find(({to}) => statuses.get(to)?.status !== 'planned');
  return stuck === undefined ? undefined : requirement(`the resource job ${stuck.to.id} does not run`);
}

function waitingInhibitor(node: PlanNode, {graph, statuses}: StatusInput): Inhibitor | undefined {
  for (const {to, kind} of graph.waits.get(node) ?? []) {
    const status = statuses.get(to);
    if (status === undefined || status.status === 'planned') continue;
    if (kind === 'depends' || kind === 'input') {
      return {type: 'dependency-failed', job: to.id, outcome: outcomeOfInhibitor(status.inhibitor)};
    }
  }
  return undefined;
}

/** What is not in the plan or does not run cannot fail. */
function salvageInhibitor(node: PlanNode, {graph, statuses}: StatusInput): Inhibitor | undefined {
  const salvaged = node.job?.salvages ?? [];
  const absent = graph.missing.get(node)?.some(({kind}) => kind === 'salvages') === true;
  const stuck = graph.waits
    .get(node)
    ?.some(({to, kind}) => kind === 'salvages' && statuses.get(to)?.status !== 'planned');
  if (!absent && stuck !== true) return undefined;
  return {type: 'nothing-to-salvage', jobs: salvaged.map(({id}) => id)};
}
