import {type BenchJob, type BenchProblem, benchProblem, type Demand} from './bench-problem.ts';
import {type BenchOrder, searchBenchOrder} from './bench-search.ts';
import type {Graph, PlanNode} from './graph.ts';
import type {Placed} from './order.ts';
import {dependenciesFirst} from './walk.ts';

interface BenchOptions {
  /** How much of the order stays as it is. */
  readonly fixed: number;
  /** What does not run needs nothing plugged. */
  readonly runs: (node: PlanNode) => boolean;
}

/**
 * The order with the fewest changes of what is plugged among all that respect edges and groups, and apart from what that
 * moves the order that is given. Where there are so many orders that a search of bounded steps does not end, the best it
 * found; never more changes than the order that is given, which stays as it is where none is spared.
 */
export function arrangeForBench(
  graph: Graph,
  order: readonly Placed[],
  {fixed, runs}: BenchOptions,
): readonly Placed[] {
  const problem = benchProblem(graph, order.slice(fixed), runs);
  if (!problem.jobs.some(({demand}) => demand.size > 0)) return order;
  const plugged = new Map(order.slice(0, fixed).flatMap(({node}) => (runs(node) ? [...(node.job?.bench ?? [])] : [])));
  const found = searchBenchOrder(problem, {plugged, below: countMoves(problem.jobs, plugged)});
  if (found === undefined) return order;
  let first = 0;
  const placed = new Set<number>();
  const arranged = placesOf(problem, found).map((at): Placed => {
    placed.add(at);
    while (placed.has(first)) first++;
    const line = order[fixed + at];
    if (line === undefined) throw new Error(`Internal error: there is no line ${fixed + at} to arrange`);
    return first < at ? {...line, spared: true} : line;
  });
  return [...order.slice(0, fixed), ...arranged];
}

function countMoves(jobs: readonly BenchJob[], plugged: Demand): number {
  const state = new Map(plugged);
  let moves = 0;
  for (const {demand} of jobs) {
    for (const [thing, wanted] of demand) {
      if (state.get(thing) !== wanted) moves++;
      state.set(thing, wanted);
    }
  }
  return moves;
}

/** The order of the problem, but for what must come earlier so that things are plugged as was found. */
function placesOf({jobs, blocks}: BenchProblem, found: BenchOrder): readonly number[] {
  const stageOf = new Map(found.jobs.map(({job, moves}) => [job, moves]));
  const neededByJob = reversed(jobs);
  const neededByBlock = reversed(blocks);
  const blockStages = blocks.map(({members}) => members.flatMap((job) => stageOf.get(job) ?? []));
  const inStages = stagedOrder([...blocks.keys()], neededByBlock, (block) => blockStages[block] ?? []);
  return inStages.flatMap((block) =>
    stagedOrder(blocks[block]?.members ?? [], neededByJob, (job) => [stageOf.get(job) ?? []].flat()),
  );
}

/** For each place those that lead to it. */
function reversed(nodes: readonly {readonly next: readonly number[]}[]): readonly (readonly number[])[] {
  const needed: number[][] = nodes.map(() => []);
  for (const [at, {next}] of nodes.entries()) for (const later of next) needed[later]?.push(at);
  return needed;
}

/**
 * What has something in a stage comes after all that has something in an earlier one; else the order of `nodes`. A stage's
 * rank, negative, stands in the graph for all that is in the stages before it.
 */
function stagedOrder(
  nodes: readonly number[],
  needed: readonly (readonly number[])[],
  stagesOf: (node: number) => readonly number[],
): readonly number[] {
  const inStage = new Map<number, number[]>();
  for (const node of nodes) {
    for (const stage of new Set(stagesOf(node))) {
      const members = inStage.get(stage);
      if (members === undefined) inStage.set(stage, [node]);
      else members.push(node);
    }
  }
  const stages = [...inStage.keys()].sort((a, b) => a - b);
  const rankOf = new Map(stages.map((stage, rank) => [stage, rank]));
  const lastRankOf = (node: number): number =>
    stagesOf(node).reduce((last, stage) => Math.max(last, rankOf.get(stage) ?? 0), 0);
  // What begins in a stage and ends in a later one comes last of those in the first.
  const ranks = stages.map((stage) => inStage.get(stage)?.sort((a, b) => lastRankOf(a) - lastRankOf(b) || a - b) ?? []);
  const next = (node: number): readonly number[] => {
    if (node < 0) return [...(node < -1 ? [node + 1] : []), ...(ranks[-node - 1] ?? [])];
    const rank = lastRankOf(node);
    return rank === 0 ? (needed[node] ?? []) : [...(needed[node] ?? []), -rank];
  };
  return dependenciesFirst(nodes, next).filter((node) => node >= 0);
}
