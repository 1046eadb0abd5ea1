import type {Diagnostic} from '../base/diagnostic.ts';
import type {Host} from '../base/host.ts';
import type {SourceFile} from '../base/source.ts';
import {transformsFor} from '../transforms/built-in.ts';
import type {SequenceConfig, TransformSequence} from '../transforms/sequence.ts';
import {parsePxu} from '../units/parse-pxu.ts';
import {parseYaml} from '../units/parse-yaml.ts';
import type {Origin, UnitRecord} from '../units/record.ts';
import {plainboxProvider, plainboxSource} from './built-in/plainbox.ts';
import type {Progress} from './in-time.ts';
import {machineArchitecture} from './machine-architecture.ts';
import {type OwnTransformOptions, ownTransforms} from './own-transforms.ts';
import {readSource} from './read-source.ts';
import {unitFiles} from './unit-files.ts';
import type {Provider} from './unit-set.ts';

export interface LoadOptions extends OwnTransformOptions {
  /** Values for `by-KEY`, over those that a provider declares and that of `arch`. */
  readonly keys?: ReadonlyMap<string, string>;
}

interface Records {
  readonly records: readonly UnitRecord[];
  readonly diagnostics: readonly Diagnostic[];
  /** Whether a keyed-by value may stand in one of the files. */
  readonly isKeyed: boolean;
}

/** The records of one provider as they are written, and the layers that are to go over them. */
export interface Prepared {
  readonly sequence: TransformSequence;
  readonly config: SequenceConfig;
  readonly records: readonly UnitRecord[];
  readonly diagnostics: readonly Diagnostic[];
  /** Of modules of the provider among the layers; undefined where there is none. */
  readonly progress: Progress | undefined;
  /** Whether a layer that the provider lists is missing, so that a field may be there which it would have taken. */
  readonly lacksLayers: boolean;
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

export async function prepare(host: Host, provider: Provider, options: LoadOptions): Promise<Prepared> {
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
  return {
    sequence: transformsFor(own.transforms),
    config,
    records: read.records,
    diagnostics,
    progress: own.progress,
    lacksLayers: own.diagnostics.length > 0,
  };
}
