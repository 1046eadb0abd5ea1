import type {Formula} from './formula.ts';

/**
 * How to find out whether some assignment of records makes a formula true. Parts of *or* are decided apart, and so are
 * parts of *and* that share no name; what is left speaks of records that have to be looked at together.
 */
export type Plan = {readonly type: 'and' | 'or'; readonly mask: number; readonly parts: readonly Plan[]} | SearchPlan;

export interface SearchPlan {
  readonly type: 'search';
  readonly mask: number;
  /** The slots to bind; the others of `mask` are bound already. */
  readonly slots: readonly number[];
  readonly conjuncts: readonly Formula[];
}

/** Conjunctions that one line may be split into; beyond that, its *or* is tried record by record. */
const maxSplits = 128;

interface Splitting {
  readonly free: number;
  left: number;
}

function isMany(mask: number): boolean {
  return (mask & (mask - 1)) !== 0;
}

function slotsOf(mask: number): readonly number[] {
  const slots: number[] = [];
  for (let left = mask; left !== 0; left &= left - 1) slots.push(31 - Math.clz32(left & -left));
  return slots;
}

function conjunctsOf(formula: Formula): readonly Formula[] {
  return formula.type === 'and' ? formula.parts : [formula];
}

function maskOfAll(parts: readonly {readonly mask: number}[]): number {
  let mask = 0;
  for (const part of parts) mask |= part.mask;
  return mask;
}

/** Groups that share no free slot, in the order of their first members. */
function components(conjuncts: readonly Formula[], free: number): readonly (readonly Formula[])[] {
  let groups: {mask: number; members: Formula[]}[] = [];
  for (const conjunct of conjuncts) {
    const mask = conjunct.mask & free;
    const touched = groups.filter((group) => (group.mask & mask) !== 0);
    const [first] = touched;
    if (first === undefined) {
      groups.push({mask, members: [conjunct]});
      continue;
    }
    for (const other of touched.slice(1)) {
      first.mask |= other.mask;
      first.members.push(...other.members);
    }
    first.mask |= mask;
    first.members.push(conjunct);
    groups = groups.filter((group) => group === first || !touched.includes(group));
  }
  return groups.map((group) => group.members);
}

function planComponent(conjuncts: readonly Formula[], splitting: Splitting): Plan {
  const mask = maskOfAll(conjuncts);
  const free = mask & splitting.free;
  const crossing = isMany(free)
    ? conjuncts.find((conjunct) => conjunct.type === 'or' && isMany(conjunct.mask & splitting.free))
    : undefined;
  if (crossing?.type !== 'or' || crossing.parts.length > splitting.left) {
    return {type: 'search', mask, slots: slotsOf(free), conjuncts};
  }
  splitting.left -= crossing.parts.length - 1;
  const others = conjuncts.filter((conjunct) => conjunct !== crossing);
  const parts = crossing.parts.map((part) => planAnd([...others, ...conjunctsOf(part)], splitting));
  return {type: 'or', mask, parts};
}

function planAnd(conjuncts: readonly Formula[], splitting: Splitting): Plan {
  if (conjuncts.length === 1) return planComponent(conjuncts, splitting);
  const parts = components(conjuncts, splitting.free).map((group) => planComponent(group, splitting));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : {type: 'and', mask: maskOfAll(parts), parts};
}

/** `free` are the slots that the plan has to bind. */
export function planFor(formula: Formula, free: number): Plan {
  if (formula.type === 'atom') {
    return {type: 'search', mask: formula.mask, slots: slotsOf(formula.mask & free), conjuncts: [formula]};
  }
  if (formula.type === 'or') {
    return {type: 'or', mask: formula.mask, parts: formula.parts.map((part) => planFor(part, free))};
  }
  return planAnd(conjunctsOf(formula), {free, left: maxSplits});
}
