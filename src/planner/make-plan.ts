import type {UnitId} from '../base/ids.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import type {ResourceTable} from '../expressions/environment.ts';
import type {Expansion} from '../templates/expansion.ts';
import {arrangeForBench} from './bench-order.ts';
import {estimateJob, type History} from './estimate.ts';
import {buildGraph, type Graph, type Missing, type PlanNode} from './graph.ts';
import {groupEdges} from './group-edges.ts';
import {reportInputs} from './inputs.ts';
import {type NeededResources, neededResources} from './needed-resources.ts';
import {type Cycle, orderGraph, type Placed} from './order.ts';
import {gradeOf} from './overrides.ts';
import type {Inhibitor, Plan, PlannedJob, ResolvedJob} from './plan.ts';
import {
  type AbsenceReport,
  cyclePath,
  reportAbsent,
  reportCycle,
  reportExcluded,
  reportMissing,
  reportParted,
} from './plan-report.ts';
import {plannedTemplates} from './planned-templates.ts';
import {explainPlace} from './reasons.ts';
import {rootsOf} from './roots.ts';
import type {Selection} from './select.ts';
import {idSuggester} from './selection-report.ts';
import {type Status, statusOf} from './status.ts';
import {indexOf, templatesMaking} from './unit-index.ts';
import {type UnmadeInstance, unmadeInstances} from './unmade.ts';

export interface PlanInput {
  /** With the instances of the templates in it. */
  readonly set: UnitSet;
  /** Of the same set. */
  readonly selection: Selection;
  /** Empty where no hardware was looked at: nothing is said about requirements then. */
  readonly resources: ResourceTable;
  /** Of the templates that the selection needs; empty where nothing was expanded. */
  readonly expansions: readonly Expansion[];
  /** What jobs took before, on machines of this model. */
  readonly history?: History;
  /** Spare the person at the bench moves: jobs of `include` that need the same plugged are done together. */
  readonly forBench?: boolean;
}

/**
 * Every job of the plan in the order it runs: setup, bootstrap, mandatory jobs, then test-plan order, file order, record
 * order, with what a job waits for right before the first that waits for it. What cannot run keeps its line.
 */
export function makePlan(input: PlanInput): Plan {
  const {set, selection, resources, expansions} = input;
  const needed = neededResources(set, selection);
  const unmade = unmadeInstances(expansions);
  const graph = buildGraph(set, rootsOf({set, selection, resources, needed, unmade}), selection.barred);
  const {order: planOrder, cycles} = orderGraph(graph);
  const absence = absenceOf(set, selection, unmade);
  const inhibitors = cycleInhibitors(cycles);
  const statuses = new Map<PlanNode, Status>();
  for (const {node} of planOrder) {
    statuses.set(node, statusOf(node, {graph, resources, cycles: inhibitors, statuses, ...absence}));
  }
  const order = input.forBench === true ? benchOrder(graph, planOrder, {needed, statuses}) : planOrder;
  const describe = lineMaker({selection, needed, graph, statuses, order, history: input.history ?? new Map()});
  return {
    id: selection.plan.id,
    title: selection.plan.name,
    jobs: order.map(describe),
    templates: plannedTemplates(selection, expansions),
    diagnostics: [
      ...selection.diagnostics,
      ...cycles.map(reportCycle),
      ...reportMissing(graph, absence),
      ...reportExcluded(graph, selection),
      ...reportParted(graph),
      ...reportInputs(graph),
      ...(resources.size === 0 ? [] : reportAbsent(selection)),
    ],
  };
}

/** Setup, bootstrapping and mandatory jobs stay first, with what they need. */
function benchOrder(
  graph: Graph,
  order: readonly Placed[],
  {needed, statuses}: Pick<LineContext, 'needed' | 'statuses'>,
): readonly Placed[] {
  const beforehand = new Set(needed.order);
  const groupAt = (at: number): string | undefined => {
    const placed = order[at];
    return placed && graph.groups.get(placed.node);
  };
  const last = order.findLastIndex(({node: {id, inclusion}}) =>
    inclusion.type === 'selected' ? inclusion.section !== 'include' : beforehand.has(id),
  );
  let fixed = last + 1;
  while (groupAt(fixed) !== undefined && groupAt(fixed) === groupAt(fixed - 1)) fixed++;
  return arrangeForBench(graph, order, {fixed, runs: (node) => statuses.get(node)?.status === 'planned'});
}

/** Every job of a cycle has its path: whole, those of a long one would be more than anybody can store. */
const mostShown = 20;

/** The first cycle a job is reported for; a job that is on one inside its group and on one outside has both reported. */
function cycleInhibitors(cycles: readonly Cycle[]): ReadonlyMap<PlanNode, Inhibitor> {
  const inhibitors = new Map<PlanNode, Inhibitor>();
  for (const cycle of cycles) {
    const path = cyclePath(cycle);
    const inhibitor: Inhibitor =
      path.length <= mostShown
        ? {type: 'cycle', path}
        : {type: 'cycle', path: path.slice(0, mostShown), jobCount: path.length};
    for (const member of cycle.members) if (!inhibitors.has(member)) inhibitors.set(member, inhibitor);
  }
  return inhibitors;
}

interface Absence extends AbsenceReport {
  readonly missingStatus: (missing: Missing) => Status;
  readonly explainMissing: (missing: Missing) => string;
}

/** What to say of an id that is in no plan: barred, an instance this device does not give, or nobody's id at all. */
function absenceOf(set: UnitSet, {barred}: Selection, unmade: readonly UnmadeInstance[]): Absence {
  const index = indexOf(set);
  const isInstance = (id: UnitId): boolean => templatesMaking(index, id).length > 0;
  const suggest = idSuggester(index);
  const failed = new Map(
    unmade.flatMap(({id, inhibitor}) =>
      id === undefined || inhibitor.type !== 'instance-failed' ? [] : [[id, inhibitor] as const],
    ),
  );
  const missingStatus = ({id}: Missing): Status => {
    const instance = failed.get(id);
    if (instance !== undefined) {
      return {status: 'inhibited', inhibitor: {...instance, message: `${id}: ${instance.message}`}};
    }
    if (barred.has(id)) {
      return {status: 'inhibited', inhibitor: {type: 'not-runnable', message: `it needs ${id}, which is excluded`}};
    }
    if (isInstance(id)) return {status: 'inhibited', inhibitor: {type: 'dependency-missing', id}};
    const nearest = suggest(id);
    const inhibitor: Inhibitor = {type: 'dependency-missing', id, ...(nearest === undefined ? {} : {nearest})};
    return {status: 'dropped', inhibitor};
  };
  const explainMissing = ({id}: Missing): string => {
    if (barred.has(id)) return `the resource job ${id} is excluded`;
    const nearest = suggest(id);
    return `no job has the id ${id}${nearest === undefined ? '' : `, did you mean ${nearest}?`}`;
  };
  return {barred, isInstance, suggest, missingStatus, explainMissing};
}

interface LineContext {
  readonly selection: Selection;
  readonly needed: NeededResources;
  readonly graph: Graph;
  readonly statuses: ReadonlyMap<PlanNode, Status>;
  readonly order: readonly Placed[];
  readonly history: History;
}

function lineMaker({
  selection,
  needed,
  graph,
  statuses,
  order,
  history,
}: LineContext): (placed: Placed, index: number) => PlannedJob {
  const beforehand = new Set(needed.order);
  const lifted = groupEdges(graph, order);
  return (placed, index) => {
    const {node} = placed;
    const {id, job, inclusion} = node;
    const bootstrapped = beforehand.has(id);
    const line = {id, index, inclusion, why: explainPlace(placed, bootstrapped)};
    const status = statuses.get(node) ?? {status: 'planned' as const};
    if (status.status === 'dropped') {
      return {...line, status: 'dropped', inhibitor: status.inhibitor, ...(job === undefined ? {} : {job})};
    }
    if (job === undefined) throw new Error(`Internal error: the line ${id} has no job and no reason`);
    const resolved: ResolvedJob = {
      ...line,
      job,
      ...(job.instance === undefined ? {} : {instance: job.instance}),
      ...estimateJob(job, history),
      ...gradeOf(job, selection.overrides),
      ...(bootstrapped ? {bootstrapped} : {}),
      edges: [...(graph.waits.get(node) ?? []), ...(lifted.get(node) ?? [])].map(({to, kind}) => ({to: to.id, kind})),
    };
    return status.status === 'planned'
      ? {...resolved, status: 'planned'}
      : {...resolved, status: 'inhibited', inhibitor: status.inhibitor};
  };
}
