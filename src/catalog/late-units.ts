import type {UnitId} from '../base/ids.ts';
import {buildUnit} from '../units/build-unit.ts';
import type {UnitRecord} from '../units/record.ts';
import type {Unit, UnitKind} from '../units/unit.ts';

/** A unit that is still to be built of its record, which is sound. */
export interface LateUnit {
  readonly isLate: true;
  readonly id: UnitId;
  readonly kind: UnitKind;
  readonly record: UnitRecord;
}

/**
 * Units of some kinds by id, each built when it is first asked for: most commands look at few of them. A copy can be
 * changed, as a Map can, and leaves what it was copied from as it is.
 */
export class LateUnits<T extends Unit> implements ReadonlyMap<UnitId, T> {
  readonly #isWanted: (unit: Unit) => unit is T;
  readonly #entries: Map<UnitId, Unit | LateUnit>;

  /** `units` are all wanted; the first of each id is kept. */
  constructor(isWanted: (unit: Unit) => unit is T, units: Iterable<Unit | LateUnit>) {
    this.#isWanted = isWanted;
    this.#entries = new Map();
    for (const unit of units) if (!this.#entries.has(unit.id)) this.#entries.set(unit.id, unit);
  }

  copy(): LateUnits<T> {
    return new LateUnits(this.#isWanted, this.#entries.values());
  }

  set(id: UnitId, unit: T): this {
    this.#entries.set(id, unit);
    return this;
  }

  get size(): number {
    return this.#entries.size;
  }

  has(id: UnitId): boolean {
    return this.#entries.has(id);
  }

  get(id: UnitId): T | undefined {
    const entry = this.#entries.get(id);
    return entry && this.#unit(entry);
  }

  /** Without building anything. */
  found(): MapIterator<Unit | LateUnit> {
    return this.#entries.values();
  }

  keys(): MapIterator<UnitId> {
    return this.#entries.keys();
  }

  values(): MapIterator<T> {
    return this.#all().values();
  }

  entries(): MapIterator<[UnitId, T]> {
    return this.#all().entries();
  }

  [Symbol.iterator](): MapIterator<[UnitId, T]> {
    return this.entries();
  }

  forEach(visit: (unit: T, id: UnitId, map: ReadonlyMap<UnitId, T>) => void): void {
    for (const [id, unit] of this.#all()) visit(unit, id, this);
  }

  #all(): Map<UnitId, T> {
    return new Map([...this.#entries].map(([id, entry]) => [id, this.#unit(entry)]));
  }

  #unit(entry: Unit | LateUnit): T {
    const unit = 'isLate' in entry ? buildUnit(entry.record).value : entry;
    if (unit === undefined || !this.#isWanted(unit)) throw new Error(`${entry.id} was taken for sound and is not`);
    this.#entries.set(entry.id, unit);
    return unit;
  }
}

/** The units in their order, none of which is built for it. */
export function foundIn(units: ReadonlyMap<UnitId, Unit>): readonly (Unit | LateUnit)[] {
  return [...(units instanceof LateUnits ? units.found() : units.values())];
}
