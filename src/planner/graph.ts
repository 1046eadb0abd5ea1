import type {UnitId} from '../base/ids.ts';
import type {Span} from '../base/source.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import type {Job, Ref} from '../units/unit.ts';
import type {EdgeKind, Inclusion, Inhibitor} from './plan.ts';
import {requiredResources} from './requirements.ts';

/** A line of the plan to be. Lines of what cannot run have no job and the reason. */
export interface PlanNode {
  readonly id: UnitId;
  readonly inclusion: Inclusion;
  readonly job?: Job;
  readonly refusal?: Inhibitor;
}

/** `span` is where the edge was written. */
export interface Wait {
  readonly to: PlanNode;
  readonly kind: EdgeKind;
  readonly span: Span;
}

/** A job that is named as an edge's end and is in no plan, because no unit has its id or it was barred. */
export interface Missing {
  readonly id: UnitId;
  readonly kind: EdgeKind;
  readonly span: Span;
}

export interface Graph {
  /** The roots, then what they pull in, in the order it is met. */
  readonly nodes: readonly PlanNode[];
  readonly waits: ReadonlyMap<PlanNode, readonly Wait[]>;
  readonly missing: ReadonlyMap<PlanNode, readonly Missing[]>;
  /** The block a job belongs to, of those that belong to one. */
  readonly groups: ReadonlyMap<PlanNode, string>;
  /** Jobs that a suspend parts from the rest of their group. */
  readonly parted: readonly {readonly node: PlanNode; readonly suspend: Ref}[];
}

interface Reference {
  readonly id: UnitId;
  readonly kind: EdgeKind;
  readonly span: Span;
}

/** The jobs that put the machine to sleep: what names them in `before` has a sibling that runs after it woke. */
const suspendJobs: ReadonlySet<string> = new Set([
  'com.canonical.certification::suspend/suspend_advanced_auto',
  'com.canonical.certification::suspend/suspend_advanced',
]);

/** Everything that the roots need, to any depth, and what waits for what. `barred` jobs are never pulled in. */
export function buildGraph(set: UnitSet, roots: readonly PlanNode[], barred: ReadonlyMap<UnitId, unknown>): Graph {
  const byId = pullIn(set, roots, barred);
  // A job that was refused on one line and is needed by another job does run.
  const lines = roots.filter((root) => root.job !== undefined || !byId.has(root.id));
  const nodes = [...new Set([...lines, ...byId.values()])];
  const waits = new Map<PlanNode, Wait[]>(nodes.map((node) => [node, []]));
  const missing = new Map<PlanNode, Missing[]>();
  // What must come before a job stands ahead of what it needs itself, so that its own needs are right before it.
  for (const node of nodes) addBefore(node, byId, waits);
  for (const node of nodes) {
    const own = waits.get(node);
    for (const reference of node.job === undefined ? [] : referencesOf(node.job)) {
      const to = byId.get(reference.id);
      if (to !== undefined) own?.push({to, kind: reference.kind, span: reference.span});
      else missing.set(node, [...(missing.get(node) ?? []), reference]);
    }
  }
  return {nodes, waits, missing, ...groupsOf(nodes)};
}

function addBefore(node: PlanNode, byId: ReadonlyMap<UnitId, PlanNode>, waits: ReadonlyMap<PlanNode, Wait[]>): void {
  if (node.job === undefined) return;
  for (const {id, span} of node.job.before) {
    const later = byId.get(id);
    if (later === undefined) continue;
    const kind = suspendJobs.has(id) ? 'suspend' : 'before';
    // A sibling that copied its original's place before suspend and itself runs after it.
    if (kind === 'suspend' && waitsFor(node.job, id)) continue;
    waits.get(later)?.push({to: node, kind, span});
  }
}

function waitsFor({depends, after}: Job, id: UnitId): boolean {
  return [...depends, ...after].some((ref) => ref.id === id);
}

/**
 * Groups by job. A group that has jobs on both sides of a suspend cannot be one block: its jobs that wait for that
 * suspend are a block of their own, as the group of a job's twin after suspend is.
 */
function groupsOf(nodes: readonly PlanNode[]): Pick<Graph, 'groups' | 'parted'> {
  const groups = new Map<PlanNode, string>();
  const parted: {node: PlanNode; suspend: Ref}[] = [];
  const beforeSuspend = new Set<string>();
  for (const node of nodes) {
    if (node.job?.group === undefined) continue;
    groups.set(node, node.job.group);
    for (const {id} of node.job.before) {
      if (suspendJobs.has(id) && !waitsFor(node.job, id)) beforeSuspend.add(`${node.job.group} ${id}`);
    }
  }
  for (const [node, group] of groups) {
    const references = [...(node.job?.depends ?? []), ...(node.job?.after ?? [])];
    const crossed = references.find(({id}) => beforeSuspend.has(`${group} ${id}`));
    if (crossed === undefined) continue;
    groups.set(node, `${group} after ${crossed.id}`);
    parted.push({node, suspend: crossed});
  }
  return {groups, parted};
}

/** What a job waits for, in the order of its fields. */
function referencesOf(job: Job): readonly Reference[] {
  return [
    ...job.depends.map(({id, span}) => ({id, span, kind: 'depends' as const})),
    ...job.after.map(({id, span}) => ({id, span, kind: 'after' as const})),
    ...job.inputs.map(({job: {id, span}}) => ({id, span, kind: 'input' as const})),
    ...job.salvages.map(({id, span}) => ({id, span, kind: 'salvages' as const})),
    ...requiredResources(job).map(({id, span}) => ({id, span, kind: 'requires' as const})),
    ...(job.instance === undefined ? [] : [{id: job.instance.resource, span: job.span, kind: 'template' as const}]),
  ];
}

/** A job that salvages others says nothing against a plan without them. */
function pulls(kind: EdgeKind): boolean {
  return kind !== 'salvages';
}

function pullIn(
  set: UnitSet,
  roots: readonly PlanNode[],
  barred: ReadonlyMap<UnitId, unknown>,
): ReadonlyMap<UnitId, PlanNode> {
  const byId = new Map<UnitId, PlanNode>();
  for (const root of roots) if (root.job !== undefined && !byId.has(root.id)) byId.set(root.id, root);
  for (const root of roots) {
    const stack = [root];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      for (const {id, kind} of node.job === undefined ? [] : referencesOf(node.job)) {
        const job = set.jobs.get(id);
        if (job === undefined || !pulls(kind) || byId.has(id) || barred.has(id)) continue;
        const pulled: PlanNode = {id, job, inclusion: {type: 'pulled', by: node.id, edge: kind}};
        byId.set(id, pulled);
        stack.push(pulled);
      }
    }
  }
  return byId;
}
