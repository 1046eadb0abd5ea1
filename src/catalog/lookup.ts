import {isQualified, partialId, qualify, type UnitId} from '../base/ids.ts';
import {nearestAll} from '../base/nearest.ts';
import type {Unit, UnitKind} from '../units/unit.ts';
import type {UnitSet} from './unit-set.ts';

/** `unit` is any kind. */
export type LookupKind = UnitKind | 'unit';

export type Lookup<T extends Unit = Unit> =
  | {readonly type: 'found'; readonly unit: T}
  /** A partial id that several namespaces, or in a search of all kinds several kinds, have. */
  | {readonly type: 'ambiguous'; readonly units: readonly T[]}
  /** Ids to try, nearest first, partial where the text was. */
  | {readonly type: 'unknown'; readonly nearest: readonly string[]};

type OfKind<K extends LookupKind> = K extends UnitKind ? Extract<Unit, {readonly kind: K}> : Unit;

function mapsOf(set: UnitSet, kind: LookupKind): readonly ReadonlyMap<UnitId, Unit>[] {
  switch (kind) {
    case 'job':
    case 'setup job':
      return [set.jobs];
    case 'template':
      return [set.templates];
    case 'test plan':
      return [set.testPlans];
    case 'category':
      return [set.categories];
    case 'manifest entry':
      return [set.manifestEntries];
    case 'exporter':
      return [set.exporters];
    case 'packaging meta-data':
      return [];
    case 'unit':
      return [set.jobs, set.templates, set.testPlans, set.categories, set.manifestEntries, set.exporters];
  }
}

function isOfKind<K extends LookupKind>(unit: Unit, kind: K): unit is OfKind<K> {
  return kind === 'unit' || unit.kind === kind;
}

/** Every unit with this full id, or with this partial id in any namespace, in the order of the set's kinds. */
export function findUnits(set: UnitSet, text: string, kind: LookupKind = 'unit'): readonly Unit[] {
  const found = isQualified(text)
    ? mapsOf(set, kind).flatMap((map) => map.get(qualify(text, '')) ?? [])
    : mapsOf(set, kind).flatMap((map) =>
        [...map.keys()].flatMap((id) => (partialId(id) === text ? (map.get(id) ?? []) : [])),
      );
  return found.filter((unit) => isOfKind(unit, kind));
}

/** Ids near to the text: a whole id is compared with whole ids, a partial one with partial ones. */
function nearestIds(set: UnitSet, text: string, kind: LookupKind): readonly string[] {
  const ids = mapsOf(set, kind).flatMap((map) => [...map.values()].filter((unit) => isOfKind(unit, kind)));
  const spelled = isQualified(text) ? ids.map(({id}) => id) : ids.map(({id}) => partialId(id));
  const near = nearestAll(text, new Set(spelled));
  return near.length > 0 ? near : containing(text, new Set(spelled));
}

/** People often give the last part of an id, which no edit distance finds. */
function containing(text: string, ids: Iterable<string>): readonly string[] {
  const wanted = text.toLowerCase();
  if (wanted.length < 3) return [];
  return [...ids].filter((id) => id.toLowerCase().includes(wanted)).slice(0, 3);
}

/** What somebody means by an id on the command line or in a launcher: the full id, or a partial one that only one unit has. */
export function lookup<K extends LookupKind>(set: UnitSet, kind: K, text: string): Lookup<OfKind<K>> {
  const units = findUnits(set, text, kind).filter((unit): unit is OfKind<K> => isOfKind(unit, kind));
  const [first, ...others] = units;
  if (first === undefined) return {type: 'unknown', nearest: nearestIds(set, text, kind)};
  return others.length === 0 ? {type: 'found', unit: first} : {type: 'ambiguous', units};
}
