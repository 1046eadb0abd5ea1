import type {Diagnostic, Parsed} from '../base/diagnostic.ts';
import type {Host} from '../base/host.ts';
import type {UnitId} from '../base/ids.ts';
import type {SourceFile} from '../base/source.ts';
import {saidOnce} from '../transforms/said-once.ts';
import type {UnitRecord} from '../units/record.ts';
import {recordId} from '../units/record-id.ts';
import {type LayerFaults, layerFaults} from './layer-faults.ts';
import {type LoadOptions, type Prepared, prepare} from './prepare.ts';
import {takeAll} from './take-all.ts';
import type {Provider} from './unit-set.ts';

/**
 * What is wrong with each unit that was written and could not be made, by the id it would have had; a template is here
 * by its template id.
 */
export type BrokenUnits = ReadonlyMap<UnitId, readonly Diagnostic[]>;

export interface ReadUnits<T> extends Parsed<T> {
  readonly broken: BrokenUnits;
  /** The records of these units, and of those without an id. */
  readonly unmade: readonly UnitRecord[];
}

/** Units of one file that are said to have errors. */
const mostBroken = 1000;

interface Made {
  readonly record: UnitRecord;
}

/** What becomes of a record that all layers have gone over. */
type Make<T> = (record: UnitRecord) => Parsed<T | undefined>;

/** A damaged record has its errors from the parser, which does not say of which record they are. */
function errorsOf(record: UnitRecord, own: readonly Diagnostic[], {diagnostics}: Prepared): readonly Diagnostic[] {
  const all = record.damaged === true ? [...diagnostics, ...own] : own;
  return all.filter(({severity, span}) => severity === 'error' && span.file === record.span.file);
}

/** A field that a layer which was not run may know. */
function isUnknownField({code, severity}: Diagnostic): boolean {
  return code === 'unit/unknown-field' && severity === 'warning';
}

/** What was made of texts that a layer found a mistake in is not whole. */
function withoutFaulty<T extends Made>(read: ReadUnits<readonly T[]>, faults: LayerFaults): ReadUnits<readonly T[]> {
  const isFaulty = ({record}: Made): boolean => faults.within(record.span).length > 0;
  const faulty = read.value.filter(isFaulty).map(({record}) => record);
  const broken = new Map(read.broken);
  for (const record of faulty) {
    const id = recordId(record);
    if (id !== undefined) broken.set(id, faults.within(record.span));
  }
  return {
    value: read.value.filter((unit) => !isFaulty(unit)),
    broken,
    unmade: [...read.unmade, ...faulty],
    diagnostics: read.diagnostics.filter((diagnostic) => !faults.mayFollow(diagnostic)),
  };
}

/** Whether what is wrong with one more unit of its file is to be told; that it is not is told of the first. */
function untilTooMany(diagnostics: Diagnostic[]): (record: UnitRecord) => boolean {
  const counts = new Map<SourceFile, number>();
  return ({span}) => {
    const count = (counts.get(span.file) ?? 0) + 1;
    counts.set(span.file, count);
    if (count === mostBroken + 1) {
      const message = `${mostBroken} units of this file have errors; what is wrong with more of them is not said.`;
      diagnostics.push({code: 'unit/too-many-errors', severity: 'error', message, span});
    }
    return count <= mostBroken;
  };
}

/** Units are made as records come out of the layers. */
function makeUnits<T extends Made>(prepared: Prepared, make: Make<T>): ReadUnits<readonly T[]> {
  const {sequence, config, records, progress, lacksLayers} = prepared;
  const units: T[] = [];
  const diagnostics: Diagnostic[] = [];
  const broken = new Map<UnitId, readonly Diagnostic[]>();
  const unmade: UnitRecord[] = [];
  const isNew = saidOnce();
  const isTold = untilTooMany(diagnostics);
  const run = sequence.run(config, records);
  const take = (record: UnitRecord): void => {
    const made = make(record);
    const id = made.value === undefined ? recordId(record) : undefined;
    if (made.value === undefined && !isTold(record)) {
      if (id !== undefined) broken.set(id, []);
      return;
    }
    for (const diagnostic of made.diagnostics) {
      if (isNew(diagnostic.span, `${diagnostic.code} ${diagnostic.message}`)) diagnostics.push(diagnostic);
    }
    if (made.value !== undefined) {
      units.push(made.value);
      return;
    }
    unmade.push(record);
    if (id !== undefined) broken.set(id, errorsOf(record, made.diagnostics, prepared));
  };
  const unended = takeAll(run.records, take, {written: records.length, progress});
  const isPartly = lacksLayers || run.diagnostics.some(({code}) => code === 'transform/failed');
  const ofUnits = isPartly ? diagnostics.filter((diagnostic) => !isUnknownField(diagnostic)) : diagnostics;
  const all = [...prepared.diagnostics, ...run.diagnostics, ...unended, ...ofUnits];
  const read = {value: units, broken, unmade, diagnostics: all};
  const faults = layerFaults(run.diagnostics);
  return faults === undefined ? read : withoutFaulty(read, faults);
}

interface ReadOptions<T> {
  readonly load: LoadOptions;
  readonly make: Make<T>;
}

/** Reads the units of the providers, in their order. What is wrong with one file or unit leaves the others as they are. */
export async function readUnits<T extends Made>(
  host: Host,
  providers: readonly Provider[],
  {load, make}: ReadOptions<T>,
): Promise<ReadUnits<readonly T[]>> {
  const units: T[] = [];
  const diagnostics: Diagnostic[] = [];
  const broken = new Map<UnitId, readonly Diagnostic[]>();
  const unmade: UnitRecord[] = [];
  for (const provider of providers) {
    const made = makeUnits(await prepare(host, provider, load), make);
    for (const unit of made.value) units.push(unit);
    for (const diagnostic of made.diagnostics) diagnostics.push(diagnostic);
    for (const record of made.unmade) unmade.push(record);
    for (const [id, errors] of made.broken) if (!broken.has(id)) broken.set(id, errors);
  }
  return {value: units, diagnostics, broken, unmade};
}
