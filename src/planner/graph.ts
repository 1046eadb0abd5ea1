import type {UnitId} from '../base/ids.ts';
import type {Span} from '../base/source.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import type {Job} from '../units/unit.ts';
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
  const nodes = [...new Set([...roots, ...byId.values()])];
  const waits = new Map<PlanNode, Wait[]>(nodes.map((node) => [node, []]));
  const missing = new Map<PlanNode, Missing[]>();
  // Jobs that must come before a suspend job are its first edges: its own needs then stand right before it.
  for (const node of nodes)
    for (const {id, kind, span} of node.job?.before.map(asBefore) ?? []) {
      const later = byId.get(id);
      if (later !== undefined) waits.get(later)?.push({to: node, kind, span});
    }
  for (const node of nodes) {
    const own = waits.get(node) ?? [];
    for (const reference of node.job === undefined ? [] : referencesOf(node.job)) {
      const to = byId.get(reference.id);
      if (to !== undefined) own.push({to, kind: reference.kind, span: reference.span});
      else missing.set(node, [...(missing.get(node) ?? []), reference]);
    }
  }
  return {nodes, waits, missing};
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

function asBefore({id, span}: {readonly id: UnitId; readonly span: Span}): Reference {
  return {id, span, kind: suspendJobs.has(id) ? 'suspend' : 'before'};
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
