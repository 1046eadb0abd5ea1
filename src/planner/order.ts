import {findKnots, shortestCycle} from './cycles.ts';
import type {Graph, PlanNode, Wait} from './graph.ts';
import {visitDependenciesFirst} from './walk.ts';

/**
 * A node in its place. `because` is the edge that brought it there, ahead of its own place in the plan; `spared` is set
 * where it was moved so that less has to be plugged.
 */
export interface Placed {
  readonly node: PlanNode;
  readonly spared?: boolean;
  readonly because?: {readonly waiting: PlanNode; readonly wait: Wait};
}

/** One step of a cycle. `from` and the step before it differ only inside a group. */
export interface CycleStep {
  readonly from: PlanNode;
  readonly wait: Wait;
}

/** Jobs that wait for each other. Every member is on some cycle; `steps` is a shortest one. */
export interface Cycle {
  readonly members: readonly PlanNode[];
  readonly steps: readonly CycleStep[];
}

export interface Ordering {
  readonly order: readonly Placed[];
  readonly cycles: readonly Cycle[];
}

/** What stays together: a group, or one job that is in none. */
interface Block {
  readonly members: PlanNode[];
  readonly outside: Map<Block, CycleStep>;
}

/** Jobs that each knot is explained for by a cycle of their own; the rest of a larger knot gets the first. */
const mostCycles = 20;

/**
 * Total and stable: every edge between jobs that are in no cycle is respected, groups are contiguous, and what nothing
 * forces to move stays in the order of the graph's nodes.
 */
export function orderGraph(graph: Graph): Ordering {
  const blocks = blocksOf(graph);
  const next = (block: Block): readonly Block[] => [...block.outside.keys()];
  const cycles = findKnots(blocks, next).flatMap((knot) => explainKnot(knot, next));
  const order: Placed[] = [];
  for (const {node: block, from} of visitDependenciesFirst(blocks, next)) {
    const step = from?.outside.get(block);
    const inside = orderInside(graph, block);
    cycles.push(...inside.cycles);
    for (const placed of inside.order) {
      const brought =
        step !== undefined && placed.because === undefined && (step.wait.to === placed.node || inside.order.length > 1);
      order.push(brought ? {...placed, because: {waiting: step.from, wait: step.wait}} : placed);
    }
  }
  return {order, cycles};
}

function blocksOf({nodes, waits, groups}: Graph): readonly Block[] {
  const blockOf = new Map<PlanNode, Block>();
  const byGroup = new Map<string, Block>();
  for (const node of nodes) {
    const group = groups.get(node);
    const known = group === undefined ? undefined : byGroup.get(group);
    const block: Block = known ?? {members: [], outside: new Map()};
    if (group !== undefined) byGroup.set(group, block);
    block.members.push(node);
    blockOf.set(node, block);
  }
  for (const [node, block] of blockOf) {
    for (const wait of waits.get(node) ?? []) {
      const to = blockOf.get(wait.to);
      if (to === undefined || block.outside.has(to)) continue;
      // A job that waits for itself is a cycle of its own; jobs of one group are ordered inside it.
      if (to !== block || (wait.to === node && block.members.length === 1)) block.outside.set(to, {from: node, wait});
    }
  }
  return [...new Set(blockOf.values())];
}

function orderInside({waits}: Graph, {members}: Block): Ordering {
  const [only] = members;
  if (members.length === 1 && only !== undefined) return {order: [{node: only}], cycles: []};
  const own = new Set(members);
  const inside = (node: PlanNode): readonly PlanNode[] =>
    (waits.get(node) ?? []).map(({to}) => to).filter((to) => own.has(to));
  const order = visitDependenciesFirst(members, inside).map(({node, from}): Placed => {
    const wait = from === undefined ? undefined : waits.get(from)?.find(({to}) => to === node);
    return from === undefined || wait === undefined ? {node} : {node, because: {waiting: from, wait}};
  });
  const cycles = findKnots(members, inside).flatMap((knot) => {
    const stepBetween = (from: PlanNode, to: PlanNode): CycleStep | undefined => {
      const wait = waits.get(from)?.find((candidate) => candidate.to === to);
      return wait === undefined ? undefined : {from, wait};
    };
    return explain(knot, inside, {stepBetween, membersOf: (node) => [node]});
  });
  return {order, cycles};
}

function explainKnot(knot: readonly Block[], next: (block: Block) => readonly Block[]): readonly Cycle[] {
  return explain(knot, next, {
    stepBetween: (from, to) => from.outside.get(to),
    membersOf: ({members}) => members,
  });
}

interface Explainer<T> {
  readonly stepBetween: (from: T, to: T) => CycleStep | undefined;
  readonly membersOf: (node: T) => readonly PlanNode[];
}

/** A cycle for every member of a knot. */
function explain<T>(
  knot: readonly T[],
  next: (node: T) => readonly T[],
  {stepBetween, membersOf}: Explainer<T>,
): readonly Cycle[] {
  const inKnot = new Set(knot);
  const left = new Set(knot);
  const cycles: {members: PlanNode[]; readonly steps: readonly CycleStep[]}[] = [];
  for (const start of knot) {
    if (!left.has(start) || cycles.length >= mostCycles) continue;
    const path = shortestCycle(start, inKnot, next);
    const steps = path.flatMap((node, at) => stepBetween(node, path[at + 1] ?? start) ?? []);
    const members = path.filter((node) => left.delete(node)).flatMap(membersOf);
    cycles.push({members, steps});
  }
  cycles[0]?.members.push(...[...left].flatMap(membersOf));
  return cycles;
}
