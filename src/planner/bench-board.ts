import type {BenchJob, BenchProblem, Demand} from './bench-problem.ts';

/** Something on the bench, and what is plugged into it or how it is set; undefined where nobody knows yet. */
export interface Thing {
  plugged: Want | undefined;
}

/** A state of a thing that jobs want, such as `usb: stick`. */
export interface Want {
  readonly thing: Thing;
  /** Of how many jobs that are not done. */
  left: number;
}

/** Jobs that want the same, of one group or of those in none: after the first of them the others cost nothing. */
export interface Lot {
  readonly wants: readonly Want[];
  /** Its first job in the order of the problem. */
  readonly first: number;
  /** Those that wait for no job of their own group, nor, outside of groups, for any other. */
  readonly ready: Set<number>;
  left: number;
}

interface Step {
  readonly job: number;
  readonly changed: readonly {readonly thing: Thing; readonly from: Want | undefined}[];
}

/** The jobs of an order as they are done one by one, with the way back. */
export interface Board {
  readonly problem: BenchProblem;
  readonly lotOf: readonly Lot[];
  readonly wants: readonly Want[];
  /** Lots of jobs in no group, and those of each group. */
  readonly lots: readonly Lot[];
  readonly lotsIn: ReadonlyMap<number, readonly Lot[]>;
  readonly jobWaits: Int32Array;
  readonly blockWaits: Int32Array;
  readonly blockLeft: Int32Array;
  readonly readyGroups: Set<number>;
  readonly isDone: Uint8Array;
  /** Jobs that want something and are not done. */
  left: number;
  /** The group that is begun. */
  open: number | undefined;
  moves: number;
  /** Steps that were ever taken, forth and back. */
  work: number;
  readonly steps: Step[];
}

/** Nothing done yet, with `plugged` on the bench. */
export function createBoard(problem: BenchProblem, plugged: Demand): Board {
  const {jobs, blocks} = problem;
  const wanted = readWants(problem, plugged);
  const {lotOf, lots, lotsIn} = sortIntoLots(problem, wanted.of);
  const board: Board = {
    problem,
    lotOf,
    wants: wanted.all,
    lots,
    lotsIn,
    jobWaits: new Int32Array(jobs.length),
    blockWaits: new Int32Array(blocks.length),
    blockLeft: Int32Array.from(blocks, ({members}) => members.length),
    readyGroups: new Set(),
    isDone: new Uint8Array(jobs.length),
    left: jobs.filter(({demand}) => demand.size > 0).length,
    open: undefined,
    moves: 0,
    work: 0,
    steps: [],
  };
  for (const {next} of jobs) for (const later of next) add(board.jobWaits, later, 1);
  for (const {next} of blocks) for (const later of next) add(board.blockWaits, later, 1);
  for (const block of idleBlocks(problem)) add(board.blockWaits, block, 1);
  for (const [block] of blocks.entries()) if (board.blockWaits[block] === 0) admit(board, block);
  for (const [at, {block}] of jobs.entries()) {
    if (board.jobWaits[at] === 0 && lotsIn.has(block)) lotOf[at]?.ready.add(at);
  }
  settle(board);
  return board;
}

/** Blocks that want nothing, and for which nothing waits that does: they come when they come. */
function idleBlocks({jobs, blocks}: BenchProblem): readonly number[] {
  const idle = new Set<number>();
  for (const [at, {members, next}] of [...blocks.entries()].reverse()) {
    if (members.every((job) => jobs[job]?.demand.size === 0) && next.every((later) => idle.has(later))) idle.add(at);
  }
  return [...idle];
}

interface Wants {
  readonly all: readonly Want[];
  readonly of: ReadonlyMap<BenchJob, readonly Want[]>;
}

function readWants({jobs}: BenchProblem, plugged: Demand): Wants {
  const things = new Map<string, Thing>();
  const known = new Map<Thing, Map<string, Want>>();
  const all: Want[] = [];
  const wantOf = (name: string, state: string): Want => {
    const thing = things.get(name) ?? {plugged: undefined};
    const states = known.get(thing) ?? new Map<string, Want>();
    const want = states.get(state) ?? {thing, left: 0};
    things.set(name, thing);
    known.set(thing, states.set(state, want));
    if (want.left === 0) all.push(want);
    want.left++;
    return want;
  };
  const of = new Map(jobs.map((job) => [job, [...job.demand].map(([name, state]) => wantOf(name, state))]));
  for (const [name, state] of plugged) {
    const thing = things.get(name);
    // What nobody wants is as good as nothing.
    if (thing !== undefined) thing.plugged = known.get(thing)?.get(state);
  }
  return {all, of};
}

function sortIntoLots({jobs, blocks}: BenchProblem, wantsOf: Wants['of']): Pick<Board, 'lotOf' | 'lots' | 'lotsIn'> {
  const known = new Map<string, Lot>();
  const lots: Lot[] = [];
  const lotsIn = new Map<number, Lot[]>();
  const lotOf = jobs.map((job, first): Lot => {
    const isGroup = (blocks[job.block]?.members.length ?? 0) > 1;
    const name = JSON.stringify([isGroup ? job.block : -1, [...job.demand].sort()]);
    const lot = known.get(name) ?? {wants: wantsOf.get(job) ?? [], first, ready: new Set(), left: 0};
    lot.left++;
    if (known.has(name)) return lot;
    known.set(name, lot);
    if (!isGroup) lots.push(lot);
    else lotsIn.set(job.block, [...(lotsIn.get(job.block) ?? []), lot]);
    return lot;
  });
  return {lotOf, lots, lotsIn};
}

/** Does a job, then all that costs nothing as things are plugged: some best order begins with it. */
export function play(board: Board, job: number): void {
  put(board, job);
  settle(board);
}

export function undoTo(board: Board, length: number): void {
  while (board.steps.length > length) {
    const step = board.steps.pop();
    if (step !== undefined) takeBack(board, step);
  }
}

/** Lots of which a job can come next. Where the board is settled all of them cost moves or begin a group. */
export function readyLots({open, lots, lotsIn, readyGroups}: Board): readonly Lot[] {
  const near =
    open === undefined ? [lots, ...[...readyGroups].map((group) => lotsIn.get(group) ?? [])] : [lotsIn.get(open) ?? []];
  return near.flatMap((some) => some.filter(({ready}) => ready.size > 0));
}

export function costOf({wants}: Lot): number {
  let cost = 0;
  for (const want of wants) if (want.thing.plugged !== want) cost++;
  return cost;
}

function settle(board: Board): void {
  for (let isSettled = false; !isSettled; ) {
    isSettled = true;
    const {open} = board;
    const near = open === undefined ? board.lots : (board.lotsIn.get(open) ?? []);
    const free = near.filter((lot) => costOf(lot) === 0);
    board.work += near.length;
    for (let found = true; found && board.open === open; ) {
      found = false;
      for (const lot of free) {
        for (const job of lot.ready) {
          put(board, job);
          found = true;
        }
      }
    }
    if (board.open !== open) isSettled = false;
    else if (board.open === undefined) isSettled = !beginFree(board);
  }
}

/** Begins a group of which every job costs nothing. */
function beginFree(board: Board): boolean {
  for (const group of board.readyGroups) {
    const lots = board.lotsIn.get(group) ?? [];
    if (lots.some((lot) => costOf(lot) > 0)) continue;
    const [job] = lots.flatMap(({ready}) => [...ready]);
    if (job === undefined) continue;
    put(board, job);
    return true;
  }
  return false;
}

function put(board: Board, job: number): void {
  const {problem, lotOf, jobWaits, blockWaits, blockLeft} = board;
  const lot = lotOf[job];
  const own = problem.jobs[job];
  if (lot === undefined || own === undefined) throw new Error(`Internal error: there is no job ${job} at the bench`);
  const changed = lot.wants
    .filter((want) => want.thing.plugged !== want)
    .map(({thing}) => ({thing, from: thing.plugged}));
  for (const want of lot.wants) {
    want.thing.plugged = want;
    want.left--;
  }
  board.moves += changed.length;
  board.work++;
  board.isDone[job] = 1;
  if (lot.wants.length > 0) board.left--;
  board.steps.push({job, changed});
  lot.ready.delete(job);
  lot.left--;
  for (const later of own.next) if (add(jobWaits, later, -1) === 0) lotOf[later]?.ready.add(later);
  const left = add(blockLeft, own.block, -1);
  board.readyGroups.delete(own.block);
  board.open = left === 0 ? undefined : own.block;
  if (left > 0) return;
  for (const later of problem.blocks[own.block]?.next ?? []) if (add(blockWaits, later, -1) === 0) admit(board, later);
}

function takeBack(board: Board, {job, changed}: Step): void {
  const {problem, lotOf, jobWaits, blockWaits, blockLeft} = board;
  const lot = lotOf[job];
  const own = problem.jobs[job];
  if (lot === undefined || own === undefined) return;
  const size = problem.blocks[own.block]?.members.length ?? 0;
  if (blockLeft[own.block] === 0) {
    for (const later of problem.blocks[own.block]?.next ?? [])
      if (add(blockWaits, later, 1) === 1) dismiss(board, later);
  }
  const left = add(blockLeft, own.block, 1);
  board.open = left === size ? undefined : own.block;
  if (left === size && size > 1) board.readyGroups.add(own.block);
  for (const later of own.next) if (add(jobWaits, later, 1) === 1) lotOf[later]?.ready.delete(later);
  lot.left++;
  lot.ready.add(job);
  board.moves -= changed.length;
  board.work++;
  board.isDone[job] = 0;
  if (lot.wants.length > 0) board.left++;
  for (const want of lot.wants) want.left++;
  for (const {thing, from} of changed) thing.plugged = from;
}

/** The jobs of a block that waits for no other can come next. */
function admit(board: Board, block: number): void {
  if (board.lotsIn.has(block)) board.readyGroups.add(block);
  else for (const job of board.problem.blocks[block]?.members ?? []) board.lotOf[job]?.ready.add(job);
}

function dismiss(board: Board, block: number): void {
  if (board.lotsIn.has(block)) board.readyGroups.delete(block);
  else for (const job of board.problem.blocks[block]?.members ?? []) board.lotOf[job]?.ready.delete(job);
}

function add(counts: Int32Array, at: number, change: number): number {
  const sum = (counts[at] ?? 0) + change;
  counts[at] = sum;
  return sum;
}
