import {type Env, type Outcome, overBudget} from './env.ts';
import type {ResourceRecord} from './environment.ts';
import {allHold, type Formula, type Lookup} from './formula.ts';
import type {Plan, SearchPlan} from './plan.ts';
import {indexFor, lookUp} from './record-index.ts';
import {type Fault, isFault, isList} from './value.ts';

/** Below this many records, looking at each is cheaper than an index. */
const indexFrom = 12;

/** One slot to bind, with what can be checked as soon as it is, and the ways to find its records. */
interface Step {
  readonly slot: number;
  readonly checks: readonly Formula[];
  readonly lookups: readonly Lookup[];
}

interface Search {
  readonly env: Env;
  readonly steps: readonly Step[];
  /** The first thing nobody knows that kept an assignment from being true. */
  doubt: Fault | undefined;
}

function sizeOf(env: Env, slot: number): number {
  const domain = env.domains[slot];
  return domain?.only === undefined ? (domain?.records.length ?? 0) : 1;
}

function lookupsOf(plan: SearchPlan, slot: number, unbound: number): readonly Lookup[] {
  const usable: Lookup[] = [];
  for (const conjunct of plan.conjuncts) {
    if (conjunct.type !== 'atom') continue;
    for (const lookup of conjunct.lookups) {
      if (lookup.indexed.slot === slot && (lookup.needs & unbound) === 0) usable.push(lookup);
    }
  }
  return usable;
}

/** Slots whose records an index can give come first, then those with the fewest records. */
function nextSlot(plan: SearchPlan, env: Env, left: readonly number[]): number {
  const unbound = left.reduce((mask, slot) => mask | (1 << slot), 0);
  let best = left[0] ?? 0;
  let bestCost = Infinity;
  for (const slot of left) {
    const size = sizeOf(env, slot);
    const cost = lookupsOf(plan, slot, unbound).length > 0 ? size / 1e9 : size;
    if (cost < bestCost) {
      best = slot;
      bestCost = cost;
    }
  }
  return best;
}

function stepsOf(plan: SearchPlan, env: Env): readonly Step[] {
  const steps: Step[] = [];
  let left = plan.slots;
  let unbound = left.reduce((mask, slot) => mask | (1 << slot), 0);
  let waiting = plan.conjuncts.filter((conjunct) => (conjunct.mask & unbound) !== 0);
  while (left.length > 0) {
    const slot = left.length === 1 ? (left[0] ?? 0) : nextSlot(plan, env, left);
    const lookups = lookupsOf(plan, slot, unbound);
    unbound &= ~(1 << slot);
    const after = unbound;
    const checks = waiting.filter((conjunct) => (conjunct.mask & after) === 0);
    waiting = waiting.filter((conjunct) => (conjunct.mask & after) !== 0);
    steps.push({slot, checks, lookups});
    left = left.filter((other) => other !== slot);
  }
  return steps;
}

function found(env: Env, {indexed, wanted, anyOf}: Lookup): readonly number[] | undefined {
  const value = wanted(env);
  if (isFault(value)) return value.fault === 'no-match' ? [] : undefined;
  const index = indexFor(env, indexed);
  if (index === undefined) return undefined;
  if (!anyOf || !isList(value)) return lookUp(index, value);
  const numbers = new Set<number>();
  for (const item of value) {
    const some = lookUp(index, item);
    if (some === undefined) return undefined;
    for (const number of some) numbers.add(number);
  }
  return [...numbers];
}

/** The numbers of the records worth trying; undefined for all of them. */
function candidates({slot, lookups}: Step, env: Env): readonly number[] | undefined {
  const domain = env.domains[slot];
  if (domain?.only !== undefined) return [domain.only];
  if ((domain?.records.length ?? 0) < indexFrom) return undefined;
  let fewest: readonly number[] | undefined;
  for (const lookup of lookups) {
    const numbers = found(env, lookup);
    if (numbers !== undefined && (fewest === undefined || numbers.length < fewest.length)) fewest = numbers;
    if (fewest !== undefined && fewest.length <= 1) break;
  }
  return fewest;
}

/** True as soon as an assignment is found that makes everything true. */
function walk(search: Search, level: number, doubt: Fault | undefined): boolean {
  const {env, steps} = search;
  const step = steps[level];
  if (step === undefined) {
    search.doubt ??= doubt;
    return doubt === undefined;
  }
  const domain = env.domains[step.slot];
  if (domain === undefined) throw new Error('Internal error: a slot without a domain');
  const numbers = candidates(step, env);
  const count = numbers?.length ?? domain.records.length;
  const attempt = (record: ResourceRecord | Fault | undefined, number: number): boolean => {
    env.bound[step.slot] = record;
    env.numbers[step.slot] = number;
    env.budget--;
    const outcome = allHold(step.checks, env);
    if (outcome === false) return false;
    const next = outcome === true ? doubt : (doubt ?? outcome);
    if (next !== undefined && search.doubt !== undefined) return false;
    return walk(search, level + 1, next);
  };
  for (let index = 0; index < count; index++) {
    const number = numbers === undefined ? index : (numbers[index] ?? 0);
    if (attempt(domain.records[number], number)) return true;
    if (env.budget < 0) {
      search.doubt = overBudget;
      break;
    }
  }
  if (domain.phantom !== undefined && domain.only === undefined && attempt(domain.phantom, -1)) return true;
  env.numbers[step.slot] = -1;
  return false;
}

/** The one slot there is to bind, where it stands for one record alone: there is nothing to search for. */
function settledSlot({slots}: SearchPlan, env: Env): number | undefined {
  const [slot] = slots;
  return slots.length === 1 && slot !== undefined && env.domains[slot]?.only !== undefined ? slot : undefined;
}

function judgeRecord({conjuncts}: SearchPlan, env: Env, slot: number): Outcome {
  const {records = [], only = -1} = env.domains[slot] ?? {};
  const speaksOfIt = ({mask}: Formula): boolean => (mask & (1 << slot)) !== 0;
  const ground =
    conjuncts.every(speaksOfIt) ||
    allHold(
      conjuncts.filter((conjunct) => !speaksOfIt(conjunct)),
      env,
    );
  if (ground === false) return false;
  env.bound[slot] = records[only];
  const outcome = allHold(conjuncts.filter(speaksOfIt), env);
  const whole = outcome === true ? ground : ground === true || outcome === false ? outcome : ground;
  env.numbers[slot] = whole === true ? only : -1;
  return whole;
}

function searchRecords(plan: SearchPlan, env: Env): Outcome {
  const settled = settledSlot(plan, env);
  if (settled !== undefined) return judgeRecord(plan, env, settled);
  const unbound = plan.slots.reduce((mask, slot) => mask | (1 << slot), 0);
  const ground = allHold(
    plan.conjuncts.filter((conjunct) => (conjunct.mask & unbound) === 0),
    env,
  );
  if (ground === false || plan.slots.length === 0) return ground;
  const search: Search = {env, steps: stepsOf(plan, env), doubt: undefined};
  if (walk(search, 0, ground === true ? undefined : ground)) return true;
  return search.doubt ?? false;
}

/** Whether some assignment of records to the plan's slots makes it true. The slots it decided keep their records' numbers. */
export function solve(plan: Plan, env: Env): Outcome {
  if (plan.type === 'search') return searchRecords(plan, env);
  const decisive = plan.type === 'or';
  let outcome: Outcome = !decisive;
  for (const part of plan.parts) {
    const result = solve(part, env);
    if (result === decisive) return decisive;
    if (isFault(result) && !isFault(outcome)) outcome = result;
  }
  return outcome;
}
