import type {Diagnostic, Parsed} from '../base/diagnostic.ts';
import type {Host} from '../base/host.ts';
import {transformsFor} from '../transforms/built-in.ts';
import type {SequenceConfig} from '../transforms/sequence.ts';
import {buildUnit} from '../units/build-unit.ts';
import {parsePxu} from '../units/parse-pxu.ts';
import {parseYaml} from '../units/parse-yaml.ts';
import type {Origin, UnitRecord} from '../units/record.ts';
import type {Unit} from '../units/unit.ts';
import {plainboxProvider, plainboxSource} from './built-in/plainbox.ts';
import {indexUnits} from './index-units.ts';
import {readSource} from './read-source.ts';
import {unitFiles} from './unit-files.ts';
import type {Provider, UnitSet} from './unit-set.ts';

export interface LoadOptions {
  /** Values for `by-KEY`, over those a provider declares. */
  readonly keys?: ReadonlyMap<string, string>;
}

/** Everything of one load that grows. */
interface Load {
  readonly host: Host;
  readonly options: LoadOptions;
  readonly units: Unit[];
  readonly diagnostics: Diagnostic[];
}

function originOf(provider: Provider): Origin {
  return {provider: provider.name, namespace: provider.namespace};
}

/** A file at a time, so that the records of one that is done with can be freed. */
function* recordsOf(provider: Provider, load: Load): Iterable<UnitRecord> {
  const origin = originOf(provider);
  if (provider === plainboxProvider) {
    yield* parsePxu(plainboxSource(), origin).value;
    return;
  }
  const found = unitFiles(load.host, provider);
  load.diagnostics.push(...found.diagnostics);
  for (const {path, shownAs, syntax} of found.files) {
    const source = readSource(load.host, path, shownAs);
    load.diagnostics.push(...source.diagnostics);
    if (source.file === undefined) continue;
    const parsed = syntax === 'yaml' ? parseYaml(source.file, origin) : parsePxu(source.file, origin);
    load.diagnostics.push(...parsed.diagnostics);
    yield* parsed.value;
  }
}

function sequenceConfig(provider: Provider, options: LoadOptions): SequenceConfig {
  return {
    provider: originOf(provider),
    ...(provider.defaults === undefined ? {} : {defaults: provider.defaults}),
    keys: new Map([...(provider.keys ?? []), ...(options.keys ?? [])]),
    matches: (pattern, text) => pattern === text,
  };
}

function loadProvider(provider: Provider, load: Load): void {
  const run = transformsFor().run(sequenceConfig(provider, load.options), recordsOf(provider, load));
  for (const record of run.records) {
    const built = buildUnit(record);
    load.diagnostics.push(...built.diagnostics);
    if (built.value !== undefined) load.units.push(built.value);
  }
  load.diagnostics.push(...run.diagnostics);
}

/** Reads the units of the providers, in their order. What is wrong with one file or unit leaves the others as they are. */
export async function loadUnits(
  host: Host,
  providers: readonly Provider[],
  options: LoadOptions = {},
): Promise<Parsed<UnitSet>> {
  const load: Load = {host, options, units: [], diagnostics: []};
  for (const provider of providers) loadProvider(provider, load);
  const indexed = indexUnits(providers, load.units);
  return {value: indexed.value, diagnostics: [...load.diagnostics, ...indexed.diagnostics]};
}
