import type {Diagnostic, Parsed} from '../base/diagnostic.ts';
import type {Host} from '../base/host.ts';
import {type TracedUnit, trace} from '../transforms/trace.ts';
import {buildUnit} from '../units/build-unit.ts';
import type {UnitRecord} from '../units/record.ts';
import type {Unit} from '../units/unit.ts';
import {indexUnits} from './index-units.ts';
import {type LoadOptions, type Prepared, prepare} from './prepare.ts';
import {type ReadUnits, readUnits} from './read-units.ts';
import {takeAll} from './take-all.ts';
import type {Provider, UnitSet} from './unit-set.ts';

/** The units of the providers, in their order, indexed. */
export async function loadUnits(
  host: Host,
  providers: readonly Provider[],
  options: LoadOptions = {},
): Promise<ReadUnits<UnitSet>> {
  const read = await readUnits<Unit>(host, providers, {load: options, make: buildUnit});
  const indexed = indexUnits(providers, read.value);
  return {...read, value: indexed.value, diagnostics: [...read.diagnostics, ...indexed.diagnostics]};
}

function tracedIn({sequence, config, records, progress}: Prepared): Parsed<readonly TracedUnit[]> {
  const traced = trace(sequence, config, records);
  const units: TracedUnit[] = [];
  const take = (record: UnitRecord): void => {
    units.push(traced.unitOf(record));
  };
  const unended = takeAll(traced.records, take, {written: records.length, progress});
  return {value: units, diagnostics: [...traced.diagnostics, ...unended]};
}

/** The same records with what every layer did to them, for `assay trace`. */
export async function traceUnits(
  host: Host,
  providers: readonly Provider[],
  options: LoadOptions = {},
): Promise<Parsed<readonly TracedUnit[]>> {
  const units: TracedUnit[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const provider of providers) {
    const prepared = await prepare(host, provider, options);
    const traced = tracedIn(prepared);
    for (const unit of traced.value) units.push(unit);
    for (const diagnostic of [...prepared.diagnostics, ...traced.diagnostics]) diagnostics.push(diagnostic);
  }
  return {value: units, diagnostics};
}
