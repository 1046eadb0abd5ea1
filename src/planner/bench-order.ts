import type {Graph, PlanNode} from './graph.ts';
import type {Placed} from './order.ts';
import {createQueue, type Queue} from './queue.ts';

type Bench = ReadonlyMap<string, string>;

interface BenchOptions {
  /** How much of the order stays as it is. */
  readonly fixed: number;
  /** What does not run needs nothing plugged. */
  readonly runs: (node: PlanNode) => boolean;
}

/** What stays together: a group, or one job that is in none. */
interface Block {
  readonly members: readonly Placed[];
  readonly demands: readonly Bench[];
  readonly next: number[];
  waits: number;
}

/** Blocks that want the same plugged, of those that may come now and those that may not yet. */
interface Want {
  readonly demands: readonly Bench[];
  readonly ready: Queue;
  blocked: number;
}

/**
 * The order with fewer changes of what is plugged, respecting all edges and groups: while something is plugged, what needs
 * it is done, and what others still wait for to be unplugged comes last. Not always the fewest there could be, but never
 * more than the order that is given, which stays as it is where nothing is spared.
 */
export function arrangeForBench(
  graph: Graph,
  order: readonly Placed[],
  {fixed, runs}: BenchOptions,
): readonly Placed[] {
  const demandsOf = (placed: readonly Placed[]): readonly Bench[] =>
    placed.flatMap(({node}) =>
      runs(node) && node.job !== undefined && node.job.bench.size > 0 ? [node.job.bench] : [],
    );
  const kept = order.slice(0, fixed);
  let best = order;
  let fewest = countMoves(demandsOf(order), new Map());
  for (const eager of [false, true]) {
    const arranged = [
      ...kept,
      ...arrange(blocksOf(graph, order.slice(fixed), demandsOf), {start: demandsOf(kept), eager}),
    ];
    const moves = countMoves(demandsOf(arranged), new Map());
    if (moves < fewest) [best, fewest] = [arranged, moves];
  }
  return best;
}

/** Changes `state` to what is plugged in the end. */
function countMoves(demands: readonly Bench[], state: Map<string, string>): number {
  let moves = 0;
  for (const demand of demands) {
    for (const [key, value] of demand) {
      if (state.get(key) === value) continue;
      moves++;
      state.set(key, value);
    }
  }
  return moves;
}

function blocksOf(
  {groups, waits}: Graph,
  order: readonly Placed[],
  demandsOf: (placed: readonly Placed[]) => readonly Bench[],
): readonly Block[] {
  const runs: Placed[][] = [];
  const blockOf = new Map<PlanNode, number>();
  let open: string | undefined;
  for (const placed of order) {
    const group = groups.get(placed.node);
    const last = runs.at(-1);
    if (group !== undefined && group === open && last !== undefined) last.push(placed);
    else runs.push([placed]);
    open = group;
    blockOf.set(placed.node, runs.length - 1);
  }
  const blocks = runs.map((members): Block => ({members, demands: demandsOf(members), next: [], waits: 0}));
  for (const [at, block] of blocks.entries()) {
    const needed = block.members.flatMap(({node}) => (waits.get(node) ?? []).flatMap(({to}) => blockOf.get(to) ?? []));
    // Only cycles lead to what stands later.
    for (const other of new Set(needed.filter((place) => place < at))) {
      blocks[other]?.next.push(at);
      block.waits++;
    }
  }
  return blocks;
}

interface ArrangeOptions {
  /** What the jobs before plugged. */
  readonly start: readonly Bench[];
  /** Whether jobs that need nothing plugged come early: others may wait for them. */
  readonly eager: boolean;
}

function arrange(blocks: readonly Block[], {start, eager}: ArrangeOptions): readonly Placed[] {
  const state = new Map<string, string>();
  countMoves(start, state);
  const wants = wantsOf(blocks);
  const placed = new Set<number>();
  const order: Placed[] = [];
  let first = 0;
  while (placed.size < blocks.length) {
    const want = choose(
      [...new Set(wants)].filter(({ready}) => ready.first() !== undefined),
      state,
      eager,
    );
    const at = want?.ready.take();
    const block = at === undefined ? undefined : blocks[at];
    if (at === undefined || block === undefined) throw new Error('Internal error: blocks wait for each other');
    countMoves(block.demands, state);
    placed.add(at);
    while (placed.has(first)) first++;
    for (const member of block.members) order.push(first < at ? {...member, spared: true} : member);
    for (const next of block.next) {
      const later = blocks[next];
      const wanted = wants[next];
      if (later === undefined || wanted === undefined || --later.waits > 0) continue;
      wanted.blocked--;
      wanted.ready.add(next);
    }
  }
  return order;
}

/** By block; blocks that want the same share theirs. */
function wantsOf(blocks: readonly Block[]): readonly Want[] {
  const wants = new Map<string, Want>();
  return blocks.map(({demands, waits}, at) => {
    const name = JSON.stringify(demands.map((demand) => [...demand].sort()));
    const want = wants.get(name) ?? {demands, ready: createQueue(), blocked: 0};
    wants.set(name, want);
    if (waits === 0) want.ready.add(at);
    else want.blocked++;
    return want;
  });
}

/** In plan order as long as that costs nothing; then what needs no change; then the change that is over the soonest. */
function choose(wants: readonly Want[], state: ReadonlyMap<string, string>, eager: boolean): Want | undefined {
  const priced = wants.map((want) => ({
    want,
    cost: countMoves(want.demands, new Map(state)),
    first: want.ready.first() ?? 0,
  }));
  priced.sort((a, b) => a.first - b.first);
  const [next] = priced;
  if (next === undefined || next.cost === 0) return next?.want;
  const free = priced.find(({want, cost}) => cost === 0 && (eager || want.demands.length > 0));
  if (free !== undefined) return free.want;
  const changes = priced.filter(({cost}) => cost > 0);
  changes.sort((a, b) => a.cost - b.cost || a.want.blocked - b.want.blocked || a.first - b.first);
  return changes[0]?.want;
}
