import type {Host} from '../base/host.ts';
import {duplicatesAmong, idSpan} from './index-units.ts';
import {lateSet} from './late-set.ts';
import {identifyUnits} from './list-units.ts';
import type {LoadOptions} from './prepare.ts';
import type {ReadUnits} from './read-units.ts';
import type {Provider, UnitSet} from './unit-set.ts';

/**
 * The units that `loadUnits` gives, with the same errors, each built when it is first asked for; what is no error is not
 * all said.
 */
export async function loadLate(
  host: Host,
  providers: readonly Provider[],
  options: LoadOptions = {},
): Promise<ReadUnits<UnitSet>> {
  const read = await identifyUnits(host, providers, options);
  const diagnostics = [...read.diagnostics, ...duplicatesAmong(read.value, idSpan)];
  return {...read, value: lateSet(providers, read.value), diagnostics};
}
