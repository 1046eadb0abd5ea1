import type {Board, Lot, Want} from './bench-board.ts';

/** How often a chain of jobs that wait for each other plugs something anew: the most of all chains that lead to a job. */
interface Turns {
  /** Of chains after which it is plugged. */
  readonly on: number;
  readonly off: number;
}

const none = Number.NEGATIVE_INFINITY;

/** No order of what is left costs fewer moves: each state is plugged as often as some chain of jobs needs it anew. */
export function leastMovesLeft(board: Board): number {
  let least = 0;
  for (const want of board.wants) if (want.left > 0) least += mostTurns(board, want);
  return least;
}

/** The same in fewer steps and seldom as high: each state that is not plugged is plugged once. */
export function distinctWantsLeft(board: Board): number {
  board.work += board.wants.length;
  return board.wants.filter((want) => want.left > 0 && want.thing.plugged !== want).length;
}

function mostTurns(board: Board, want: Want): number {
  const {jobs, blocks} = board.problem;
  const start: Turns = want.thing.plugged === want ? {on: 0, off: none} : {on: none, off: 0};
  const beforeJob = new Map<number, Turns>();
  const beforeBlock = new Map<number, Turns>();
  let most = 0;
  for (const [at, {members, next}] of blocks.entries()) {
    if (board.blockLeft[at] === 0) continue;
    const before = beforeBlock.get(at) ?? start;
    let afterBlock = before;
    for (const job of members) {
      const lot = board.lotOf[job];
      if (board.isDone[job] === 1 || lot === undefined) continue;
      board.work++;
      const after = passing(join(before, beforeJob.get(job)), lot, want);
      most = Math.max(most, after.on, after.off);
      afterBlock = join(afterBlock, after);
      for (const later of jobs[job]?.next ?? []) beforeJob.set(later, join(after, beforeJob.get(later)));
    }
    for (const later of next) beforeBlock.set(later, join(afterBlock, beforeBlock.get(later)));
  }
  return most;
}

function join(a: Turns, b: Turns | undefined): Turns {
  if (b === undefined || (b.on <= a.on && b.off <= a.off)) return a;
  return {on: Math.max(a.on, b.on), off: Math.max(a.off, b.off)};
}

function passing(turns: Turns, {wants}: Lot, want: Want): Turns {
  const wanted = wants.find(({thing}) => thing === want.thing);
  if (wanted === undefined) return turns;
  if (wanted === want) return {on: Math.max(turns.on, turns.off + 1), off: none};
  return {on: none, off: Math.max(turns.on, turns.off)};
}
