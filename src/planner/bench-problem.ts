import type {Graph, PlanNode} from './graph.ts';
import type {Placed} from './order.ts';

/** What has to be plugged or set, as the units write it: thing to state. */
export type Demand = ReadonlyMap<string, string>;

/** What stays together: a group, or one job that is in none. Numbers are places among what is to be arranged. */
export interface BenchBlock {
  readonly members: readonly number[];
  /** Blocks that wait for this one; they all come later. */
  readonly next: readonly number[];
}

export interface BenchJob {
  readonly block: number;
  readonly demand: Demand;
  /** Jobs of the same block that wait for this one; they all come later. */
  readonly next: readonly number[];
}

export interface BenchProblem {
  readonly jobs: readonly BenchJob[];
  readonly blocks: readonly BenchBlock[];
}

const nothing: Demand = new Map();

/** An order as blocks and what waits for what; what is cyclic waits only for what stands before it. */
export function benchProblem(
  {groups, waits}: Graph,
  order: readonly Placed[],
  runs: (node: PlanNode) => boolean,
): BenchProblem {
  const jobs: BenchJob[] = [];
  const members: number[][] = [];
  let open: string | undefined;
  for (const [at, {node}] of order.entries()) {
    const group = groups.get(node);
    if (group === undefined || group !== open) members.push([]);
    open = group;
    jobs.push({block: members.length - 1, demand: (runs(node) ? node.job?.bench : undefined) ?? nothing, next: []});
    members.at(-1)?.push(at);
  }
  const next = edgesOf(waits, order, jobs);
  return {
    jobs: jobs.map((job, at) => ({...job, next: next.ofJob[at] ?? []})),
    blocks: members.map((own, at) => ({members: own, next: next.ofBlock[at] ?? []})),
  };
}

function edgesOf(
  waits: Graph['waits'],
  order: readonly Placed[],
  jobs: readonly BenchJob[],
): {readonly ofJob: readonly (readonly number[])[]; readonly ofBlock: readonly (readonly number[])[]} {
  const ofJob: number[][] = jobs.map(() => []);
  const ofBlock: number[][] = jobs.map(() => []);
  const placeOf = new Map(order.map(({node}, at) => [node, at]));
  for (const [at, {node}] of order.entries()) {
    for (const {to} of waits.get(node) ?? []) {
      const needed = placeOf.get(to) ?? at;
      if (needed >= at) continue;
      const [block, other] = [jobs[at]?.block ?? 0, jobs[needed]?.block ?? 0];
      if (block === other) ofJob[needed]?.push(at);
      // What a block waits for several times stands there last.
      else if (ofBlock[other]?.at(-1) !== block) ofBlock[other]?.push(block);
    }
  }
  return {ofJob, ofBlock};
}
