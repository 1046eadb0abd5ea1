import {once} from '../base/once.ts';
import {buildUnit} from '../units/build-unit.ts';
import type {UnitRecord} from '../units/record.ts';
import {isJob, type Unit, type UnitKind} from '../units/unit.ts';
import {foundIn, type LateUnit, LateUnits} from './late-units.ts';
import type {Provider, UnitMaps, UnitSet} from './unit-set.ts';

type OfKind<K extends UnitKind> = Extract<Unit, {readonly kind: K}>;

function mapsOf(found: readonly (Unit | LateUnit)[]): UnitMaps {
  const byKind = Map.groupBy(found, ({kind}) => kind);
  const unitsOf = <K extends UnitKind>(kind: K): LateUnits<OfKind<K>> =>
    new LateUnits((unit): unit is OfKind<K> => unit.kind === kind, byKind.get(kind) ?? []);
  return {
    jobs: new LateUnits(
      isJob,
      found.filter(({kind}) => kind === 'job' || kind === 'setup job'),
    ),
    templates: unitsOf('template'),
    testPlans: unitsOf('test plan'),
    categories: unitsOf('category'),
    manifestEntries: unitsOf('manifest entry'),
    exporters: unitsOf('exporter'),
  };
}

/** All that was found, built; one unit for each record. */
function builtOf(found: readonly (Unit | LateUnit)[], maps: UnitMaps): readonly Unit[] {
  const built = new Map(
    Object.values(maps).flatMap((map) => [...map.values()].map((unit): [UnitRecord, Unit] => [unit.record, unit])),
  );
  return found.flatMap((unit) =>
    'isLate' in unit ? (built.get(unit.record) ?? buildUnit(unit.record).value ?? []) : [unit],
  );
}

/** A set of units that are built as they are asked for. */
export function lateSet(providers: readonly Provider[], found: readonly (Unit | LateUnit)[]): UnitSet {
  const maps = mapsOf(found);
  const units = once(() => builtOf(found, maps));
  return {
    providers,
    get units() {
      return units();
    },
    instances: [],
    ...maps,
  };
}

/** The set with other units, or none, in the places of those that were made of these records. */
export function replaceUnits(set: UnitSet, by: ReadonlyMap<UnitRecord, Unit | undefined>): UnitSet {
  const {providers, instances, jobs, templates, testPlans, categories, manifestEntries, exporters} = set;
  const replaced = <T extends Unit | LateUnit>(unit: T): readonly (T | Unit)[] =>
    by.has(unit.record) ? [by.get(unit.record) ?? []].flat() : [unit];
  const maps = [jobs, templates, testPlans, categories, manifestEntries, exporters];
  const units = once(() => set.units.flatMap(replaced));
  return {
    providers,
    get units() {
      return units();
    },
    instances,
    ...mapsOf(maps.flatMap(foundIn).flatMap(replaced)),
  };
}
