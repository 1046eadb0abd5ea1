import {type Diagnostic, hasErrors, type Parsed} from '../base/diagnostic.ts';
import type {UnitId} from '../base/ids.ts';
import {buildUnit} from '../units/build-unit.ts';
import type {UnitRecord} from '../units/record.ts';
import {recordId} from '../units/record-id.ts';
import type {InstanceOrigin, Unit} from '../units/unit.ts';
import type {Instance} from './expansion.ts';

/** A record that a template made, and of what. */
export interface MadeRecord {
  readonly content: UnitRecord;
  readonly origin: InstanceOrigin;
  readonly notices: readonly Diagnostic[];
}

/** Most instances are only counted or listed: the unit is built when it is first asked for. */
class SoundInstance implements Instance {
  readonly id: UnitId;
  readonly record: number;
  readonly content: UnitRecord;
  readonly notices: readonly Diagnostic[];
  readonly #origin: InstanceOrigin;
  #unit: Unit | undefined;

  constructor(id: UnitId, {content, origin, notices}: MadeRecord, unit?: Unit) {
    this.id = id;
    this.record = origin.record;
    this.content = content;
    this.notices = notices;
    this.#origin = origin;
    this.#unit = unit;
  }

  get unit(): Unit {
    this.#unit ??= this.#build();
    return this.#unit;
  }

  #build(): Unit {
    const {value} = buildUnit(this.content);
    if (value === undefined) throw new Error(`Internal error: ${this.id} was thought to be sound`);
    return {...value, instance: this.#origin};
  }
}

/** The instance, or what is wrong with the record that was made. */
export function instanceOf(made: MadeRecord, isSound: (record: UnitRecord) => boolean): Parsed<Instance | undefined> {
  const id = isSound(made.content) ? recordId(made.content) : undefined;
  if (id !== undefined) return {value: new SoundInstance(id, made), diagnostics: []};
  const {value, diagnostics} = buildUnit(made.content);
  if (value === undefined || hasErrors(diagnostics)) return {value: undefined, diagnostics};
  return {value: new SoundInstance(value.id, made, {...value, instance: made.origin}), diagnostics: []};
}
