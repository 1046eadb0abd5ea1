import {type Board, costOf, createBoard, type Lot, play, readyLots, undoTo} from './bench-board.ts';
import {distinctWantsLeft, leastMovesLeft} from './bench-bound.ts';
import type {BenchProblem, Demand} from './bench-problem.ts';

/** The jobs that want something, in an order found; `moves` were made when a job is done, its own among them. */
export interface BenchOrder {
  readonly moves: number;
  readonly jobs: readonly {readonly job: number; readonly moves: number}[];
}

interface SearchOptions {
  /** What is plugged before the first job. */
  readonly plugged: Demand;
  /** Moves that an order must undercut. */
  readonly below: number;
  /** Steps after which the best that was found has to do: a count, so that every machine finds the same. */
  readonly budget?: number;
}

const usualBudget = 4_000_000;

/**
 * An order of the fewest moves there can be; of several the one that plugs first what the problem's order plugs first.
 * Undefined where none has fewer than `below`. Exact unless the budget ends it first; then the best that was met.
 */
export function searchBenchOrder(problem: BenchProblem, options: SearchOptions): BenchOrder | undefined {
  const {plugged, below, budget = usualBudget} = options;
  const board = createBoard(problem, plugged);
  const start = board.steps.length;
  const canLookAhead = problem.jobs.length * board.wants.length < budget / 100;
  const leastMoves = (): number => board.moves + (canLookAhead ? leastMovesLeft(board) : distinctWantsLeft(board));
  const least = leastMoves();
  if (least >= below) return undefined;
  const quick = dive(board, budget);
  undoTo(board, start);
  const limit = quick === undefined ? below : Math.min(below, quick.moves + 1);
  const found = branch(board, {least, leastMoves, below: limit, budget});
  return found ?? (quick !== undefined && quick.moves < below ? quick : undefined);
}

/** To the end with what looks best at each step: what costs least, then what is over the soonest. */
function dive(board: Board, budget: number): BenchOrder | undefined {
  while (board.left > 0) {
    if (board.work > budget) return undefined;
    const lots = readyLots(board).map((lot) => ({lot, cost: costOf(lot), blocked: lot.left - lot.ready.size}));
    lots.sort((a, b) => a.cost - b.cost || a.blocked - b.blocked || a.lot.first - b.lot.first);
    const [best] = lots;
    if (best === undefined) throw new Error('Internal error: jobs at the bench wait for each other');
    play(board, anyOf(best.lot));
  }
  return orderOf(board);
}

interface BranchOptions {
  readonly least: number;
  readonly leastMoves: () => number;
  readonly below: number;
  readonly budget: number;
}

interface Branching {
  readonly length: number;
  readonly lots: readonly Lot[];
  at: number;
}

/** Branch and bound. What costs nothing has been done, so that only what to plug next is a choice. */
function branch(board: Board, {least, leastMoves, below, budget}: BranchOptions): BenchOrder | undefined {
  let best: BenchOrder | undefined;
  const met = new Map<string, number>();
  const isNew = (): boolean => {
    const position = positionOf(board);
    if ((met.get(position) ?? Number.POSITIVE_INFINITY) <= board.moves) return false;
    met.set(position, board.moves);
    return true;
  };
  const open = [branchingAt(board)];
  for (let last = open.at(-1); last !== undefined && board.work < budget; last = open.at(-1)) {
    const limit = best?.moves ?? below;
    if (limit <= least) break;
    undoTo(board, last.length);
    const lot = last.lots[last.at++];
    if (lot === undefined) {
      open.pop();
      continue;
    }
    play(board, anyOf(lot));
    if (board.left === 0) {
      if (board.moves < limit) best = orderOf(board);
    } else if (leastMoves() < limit && isNew()) open.push(branchingAt(board));
  }
  return best;
}

function branchingAt(board: Board): Branching {
  const lots = [...readyLots(board)].sort((a, b) => a.first - b.first);
  return {length: board.steps.length, lots, at: 0};
}

function anyOf({ready}: Lot): number {
  for (const job of ready) return job;
  throw new Error('Internal error: no job of the lot is ready');
}

function orderOf({steps, lotOf, moves}: Board): BenchOrder {
  let made = 0;
  const jobs = steps.flatMap(({job, changed}) => {
    made += changed.length;
    return lotOf[job]?.wants.length === 0 ? [] : [{job, moves: made}];
  });
  return {moves, jobs};
}

/** What is done and what is plugged, as bits. */
function positionOf({isDone, wants}: Board): string {
  const words: number[] = [];
  const add = (at: number, bit: number): void => {
    const word = at >> 4;
    words[word] = (words[word] ?? 0) | (bit << (at & 15));
  };
  for (const [at, done] of isDone.entries()) add(at, done);
  for (const [at, want] of wants.entries()) add(isDone.length + at, want.thing.plugged === want ? 1 : 0);
  return String.fromCharCode(...words);
}
