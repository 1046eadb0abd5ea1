import {namespaceOf, partialId, type UnitId, unitId} from '../base/ids.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import {type KnownIds, knownIds, nearestId} from '../planner/known-ids.ts';
import type {Unit} from '../units/unit.ts';
import {isOneSlip} from './slip.ts';

/** What a reference may name. */
export type Target = 'job' | 'job or template' | 'test plan' | 'category' | 'manifest entry' | 'resource';

/** The id that was meant by one that nobody has, as it would be written in a unit of `namespace`. */
export type Suggest = (id: UnitId, target: Target, namespace: string) => string | undefined;

/** Looking for the nearest id reads every id there is, so a set that is wrong throughout gets this many suggestions. */
const mostSearches = 200;

/** As many ids are compared to find slips, all in all: more than a thousand times what the largest public set needs. */
const mostComparisons = 20_000_000;

interface Pool extends KnownIds {
  /** Partial ids by their length. */
  readonly byLength: ReadonlyMap<number, readonly string[]>;
  readonly found: Map<UnitId, UnitId | undefined>;
  readonly slips: Map<UnitId, string | undefined>;
}

export function unitsFor(set: UnitSet, target: Target): ReadonlyMap<UnitId, Unit>[] {
  switch (target) {
    case 'job':
    case 'resource':
      return [set.jobs];
    case 'job or template':
      return [set.jobs, set.templates];
    case 'test plan':
      return [set.testPlans];
    case 'category':
      return [set.categories];
    case 'manifest entry':
      return [set.manifestEntries];
  }
}

function poolOf(set: UnitSet, target: Target): Pool {
  const isMeant = (unit: Unit): boolean => target !== 'resource' || ('plugin' in unit && unit.plugin === 'resource');
  const ids = unitsFor(set, target).flatMap((units) => [...units].flatMap(([id, unit]) => (isMeant(unit) ? [id] : [])));
  const known = knownIds(ids);
  const byLength = Map.groupBy(known.byPartial.keys(), ({length}) => length);
  return {...known, byLength, found: new Map(), slips: new Map()};
}

export interface Suggester {
  /** The nearest id. */
  readonly suggest: Suggest;
  /** An id that this one is plainly a slip for. */
  readonly slipFor: Suggest;
}

function searchSlip({byPartial, byLength}: Pool, id: UnitId, budget: {left: number}): string | undefined {
  const written = partialId(id);
  const namespace = namespaceOf(id);
  for (const length of [written.length, written.length - 1, written.length + 1]) {
    const alike = byLength.get(length) ?? [];
    if (alike.length > budget.left) return undefined;
    budget.left -= alike.length;
    for (const partial of alike) {
      if (!isOneSlip(written, partial)) continue;
      if (byPartial.get(partial)?.some((one) => namespaceOf(one) === namespace)) return partial;
    }
  }
  return undefined;
}

export function suggester(set: UnitSet): Suggester {
  const pools = new Map<Target, Pool>();
  const poolFor = (target: Target): Pool => {
    const pool = pools.get(target) ?? poolOf(set, target);
    pools.set(target, pool);
    return pool;
  };
  let left = mostSearches;
  const budget = {left: mostComparisons};
  return {
    suggest(id, target, namespace) {
      const pool = poolFor(target);
      if (!pool.found.has(id) && left-- > 0) pool.found.set(id, nearestId(pool, id));
      const found = pool.found.get(id);
      return found !== undefined && namespaceOf(found) === namespace ? partialId(found) : found;
    },
    slipFor(id, target, namespace) {
      const pool = poolFor(target);
      if (!pool.slips.has(id)) pool.slips.set(id, searchSlip(pool, id, budget));
      const partial = pool.slips.get(id);
      if (partial === undefined) return undefined;
      return namespaceOf(id) === namespace ? partial : unitId(namespaceOf(id), partial);
    },
  };
}
