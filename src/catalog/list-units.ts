import type {Parsed} from '../base/diagnostic.ts';
import type {Host} from '../base/host.ts';
import {buildUnit} from '../units/build-unit.ts';
import type {UnitRecord} from '../units/record.ts';
import {recordId, recordKind} from '../units/record-id.ts';
import {soundness} from '../units/soundness.ts';
import type {Unit} from '../units/unit.ts';
import {duplicatesAmong, type Identified, idSpan} from './index-units.ts';
import type {LateUnit} from './late-units.ts';
import type {LoadOptions} from './prepare.ts';
import {type ReadUnits, readUnits} from './read-units.ts';
import type {Provider} from './unit-set.ts';

/** Only a record that is not seen to be sound is built, to learn what is wrong with it. */
function identify(record: UnitRecord, isSound: boolean): Parsed<Unit | LateUnit | undefined> {
  if (!isSound) return buildUnit(record);
  const id = recordId(record);
  const kind = recordKind(record);
  return {value: id && kind && {id, kind, record, isLate: true}, diagnostics: []};
}

/** As `listUnits`, without a look at which ids are twice. */
export function identifyUnits(
  host: Host,
  providers: readonly Provider[],
  options: LoadOptions,
): Promise<ReadUnits<readonly (Unit | LateUnit)[]>> {
  const isSound = soundness();
  const make = (record: UnitRecord): Parsed<Unit | LateUnit | undefined> => identify(record, isSound(record));
  return readUnits(host, providers, {load: options, make});
}

/**
 * The units that `loadUnits` gives, in the same order and with the same errors, for the price of a list: they are not
 * built, and what is no error is not all said.
 */
export async function listUnits(
  host: Host,
  providers: readonly Provider[],
  options: LoadOptions = {},
): Promise<ReadUnits<readonly Identified[]>> {
  const read = await identifyUnits(host, providers, options);
  return {...read, diagnostics: [...read.diagnostics, ...duplicatesAmong(read.value, idSpan)]};
}
