import type {Diagnostic, Parsed} from '../base/diagnostic.ts';
import type {Host} from '../base/host.ts';
import type {UnitId} from '../base/ids.ts';
import type {SourceFile} from '../base/source.ts';
import {transformsFor} from '../transforms/built-in.ts';
import {saidOnce} from '../transforms/said-once.ts';
import type {SequenceConfig, TransformSequence} from '../transforms/sequence.ts';
import {type TracedUnit, trace} from '../transforms/trace.ts';
import {buildUnit} from '../units/build-unit.ts';
import {parsePxu} from '../units/parse-pxu.ts';
import {parseYaml} from '../units/parse-yaml.ts';
import type {Origin, UnitRecord} from '../units/record.ts';
import {recordId} from '../units/record-id.ts';
import type {Unit} from '../units/unit.ts';
import {plainboxProvider, plainboxSource} from './built-in/plainbox.ts';
import {indexUnits} from './index-units.ts';
import {machineArchitecture} from './machine-architecture.ts';
import {type OwnTransformOptions, ownTransforms} from './own-transforms.ts';
import {readSource} from './read-source.ts';
import {unitFiles} from './unit-files.ts';
import type {Provider, UnitSet} from './unit-set.ts';

export interface LoadOptions extends OwnTransformOptions {
  /** Values for `by-KEY`, over those that a provider declares and that of `arch`. */
  readonly keys?: ReadonlyMap<string, string>;
}

/**
 * What is wrong with each unit that was written and could not be made, by the id it would have had; a template is here
 * by its template id.
 */
export type BrokenUnits = ReadonlyMap<UnitId, readonly Diagnostic[]>;

export interface LoadedUnits extends Parsed<UnitSet> {
  readonly broken: BrokenUnits;
}

interface Records {
  readonly records: readonly UnitRecord[];
  readonly diagnostics: readonly Diagnostic[];
  /** Whether a keyed-by value may stand in one of the files. */
  readonly isKeyed: boolean;
}

interface Prepared {
  readonly sequence: TransformSequence;
  readonly config: SequenceConfig;
  readonly records: readonly UnitRecord[];
  readonly diagnostics: readonly Diagnostic[];
}

type Matches = SequenceConfig['matches'];

function originOf(provider: Provider): Origin {
  return {provider: provider.name, namespace: provider.namespace};
}

function mentionsKeys(file: SourceFile | undefined): boolean {
  return file?.text.includes('by-') === true && /[\s{'"]by-[\w-]+['"]?\s*:/.test(file.text);
}

function readRecords(host: Host, provider: Provider): Records {
  const origin = originOf(provider);
  if (provider === plainboxProvider) {
    return {records: parsePxu(plainboxSource(), origin).value, diagnostics: [], isKeyed: false};
  }
  const found = unitFiles(host, provider);
  const records: UnitRecord[] = [];
  const diagnostics = [...found.diagnostics];
  let isKeyed = mentionsKeys(provider.defaults?.span.file);
  for (const {path, shownAs, syntax, stat} of found.files) {
    const {file, diagnostics: ofFile} = readSource(host, path, {shownAs, stat});
    for (const diagnostic of ofFile) diagnostics.push(diagnostic);
    if (file === undefined) continue;
    const parsed = syntax === 'yaml' ? parseYaml(file, origin) : parsePxu(file, origin);
    isKeyed ||= syntax === 'yaml' && mentionsKeys(file);
    for (const diagnostic of parsed.diagnostics) diagnostics.push(diagnostic);
    for (const record of parsed.value) records.push(record);
  }
  return {records, diagnostics, isKeyed};
}

/** Expressions of authors run in an engine that is linear in the text; it is loaded only where somebody may use one. */
async function patternMatcher(): Promise<Matches> {
  const {RE2JS} = await import('re2js');
  return (pattern, text) => {
    try {
      return RE2JS.compile(pattern).matches(text);
    } catch {
      return undefined;
    }
  };
}

const exactly: Matches = (pattern, text) => pattern === text;

async function prepare(host: Host, provider: Provider, options: LoadOptions): Promise<Prepared> {
  const read = readRecords(host, provider);
  const own = await ownTransforms(host, provider, options);
  const isKeyed = read.isKeyed || own.transforms.length > 0;
  const arch = isKeyed ? await machineArchitecture(host) : undefined;
  const config: SequenceConfig = {
    provider: originOf(provider),
    ...(provider.defaults === undefined ? {} : {defaults: provider.defaults}),
    keys: new Map([
      ...(arch === undefined ? [] : [['arch', arch] as const]),
      ...(provider.keys ?? []),
      ...(options.keys ?? []),
    ]),
    matches: isKeyed ? await patternMatcher() : exactly,
  };
  const diagnostics = [...read.diagnostics, ...own.diagnostics];
  return {sequence: transformsFor(own.transforms), config, records: read.records, diagnostics};
}

interface Built extends Parsed<readonly Unit[]> {
  readonly broken: BrokenUnits;
}

/** A damaged record has its errors from the parser, which does not say of which record they are. */
function errorsOf(record: UnitRecord, own: readonly Diagnostic[], {diagnostics}: Prepared): readonly Diagnostic[] {
  const all = record.damaged === true ? [...diagnostics, ...own] : own;
  return all.filter(({severity, span}) => severity === 'error' && span.file === record.span.file);
}

/** Units are built as records come out of the layers. */
function buildUnits(prepared: Prepared): Built {
  const {sequence, config, records} = prepared;
  const units: Unit[] = [];
  const diagnostics: Diagnostic[] = [];
  const broken = new Map<UnitId, readonly Diagnostic[]>();
  const isNew = saidOnce();
  const run = sequence.run(config, records);
  for (const record of run.records) {
    const built = buildUnit(record);
    for (const diagnostic of built.diagnostics) {
      if (isNew(diagnostic.span, `${diagnostic.code} ${diagnostic.message}`)) diagnostics.push(diagnostic);
    }
    if (built.value !== undefined) units.push(built.value);
    else {
      const id = recordId(record);
      if (id !== undefined) broken.set(id, errorsOf(record, built.diagnostics, prepared));
    }
  }
  return {value: units, broken, diagnostics: [...run.diagnostics, ...diagnostics]};
}

/** Reads the units of the providers, in their order. What is wrong with one file or unit leaves the others as they are. */
export async function loadUnits(
  host: Host,
  providers: readonly Provider[],
  options: LoadOptions = {},
): Promise<LoadedUnits> {
  const units: Unit[] = [];
  const broken = new Map<UnitId, readonly Diagnostic[]>();
  const diagnostics: Diagnostic[] = [];
  for (const provider of providers) {
    const prepared = await prepare(host, provider, options);
    const built = buildUnits(prepared);
    for (const unit of built.value) units.push(unit);
    for (const [id, errors] of built.broken) if (!broken.has(id)) broken.set(id, errors);
    for (const diagnostic of [...prepared.diagnostics, ...built.diagnostics]) diagnostics.push(diagnostic);
  }
  const indexed = indexUnits(providers, units);
  for (const diagnostic of indexed.diagnostics) diagnostics.push(diagnostic);
  return {value: indexed.value, diagnostics, broken};
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
    const traced = trace(prepared.sequence, prepared.config, prepared.records);
    for (const unit of traced.units) units.push(unit);
    for (const diagnostic of [...prepared.diagnostics, ...traced.diagnostics]) diagnostics.push(diagnostic);
  }
  return {value: units, diagnostics};
}
