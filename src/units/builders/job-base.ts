import {qualify} from '../../base/ids.ts';
import {certificationStatuses} from '../fields/field.ts';
import {fieldNames} from '../record-access.ts';
import type {JobBase} from '../unit.ts';
import {type Builder, refTo} from './builder.ts';
import {readDuration} from './read-duration.ts';
import {readEngine} from './read-engine.ts';
import {readId} from './read-id.ts';
import {readImports} from './read-imports.ts';
import {readInputs, readManifestRequirements, readTexts, readTypes} from './read-maps.ts';
import {readChoice, readProgram, readRefs, readString, readStrings, readText} from './read-text.ts';

/** All that a job may have, for objects of one shape are read faster than such as each have what they need. */
type Draft = {-readonly [Name in keyof JobBase]-?: JobBase[Name]};

/** Reads a field that is there into the job. */
type Reader = (job: Draft, builder: Builder, field: string) => void;

function set<Name extends keyof Draft>(job: Draft, name: Name, value: Draft[Name] | undefined): void {
  if (value !== undefined) job[name] = value;
}

function string(name: 'summary' | 'description' | 'purpose' | 'steps' | 'verification' | 'user'): Reader {
  return (job, builder, field) => set(job, name, readString(builder, field));
}

function refs(name: 'depends' | 'after' | 'before' | 'salvages'): Reader {
  return (job, builder, field) => set(job, name, readRefs(builder, field));
}

function strings(name: 'environ' | 'flags' | 'touches'): Reader {
  return (job, builder, field) => set(job, name, readStrings(builder, field));
}

function duration(name: 'estimatedMs' | 'timeoutMs' | 'silenceTimeoutMs'): Reader {
  return (job, builder, field) => set(job, name, readDuration(builder, field));
}

/** A job has few of the fields that there are, so it is asked for none of which it has nothing. */
const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['summary', string('summary')],
  ['description', string('description')],
  ['purpose', string('purpose')],
  ['steps', string('steps')],
  ['verification', string('verification')],
  ['user', string('user')],
  ['depends', refs('depends')],
  ['after', refs('after')],
  ['before', refs('before')],
  ['salvages', refs('salvages')],
  ['environ', strings('environ')],
  ['flags', strings('flags')],
  ['touches', strings('touches')],
  ['estimated_duration', duration('estimatedMs')],
  ['timeout', duration('timeoutMs')],
  ['silence-timeout', duration('silenceTimeoutMs')],
  ['imports', (job, builder, field) => set(job, 'imports', readImports(builder, field))],
  ['requires', (job, builder, field) => set(job, 'requires', readProgram(builder, field))],
  ['outputs', (job, builder, field) => set(job, 'outputs', readTypes(builder, field))],
  ['inputs', (job, builder, field) => set(job, 'inputs', readInputs(builder, field))],
  ['bench', (job, builder, field) => set(job, 'bench', readTexts(builder, field))],
  ['template-engine', (job, builder) => set(job, 'engine', readEngine(builder))],
  ['category_id', readCategory],
  ['group', readGroup],
  ['requires_manifest', readRequirements],
  ['certification-status', readStatus],
  ['auto-retry', readRetry],
  [
    'shell',
    (job, builder, name) => set(job, 'shell', readChoice(builder, {name, choices: ['bash', '/bin/bash', '/bin/sh']})),
  ],
]);

function readCategory(job: Draft, builder: Builder, field: string): void {
  const category = readText(builder, field);
  if (category !== undefined) job.category = refTo(builder, category);
}

function readGroup(job: Draft, builder: Builder, field: string): void {
  const group = readString(builder, field);
  if (group !== undefined) job.group = qualify(group, builder.record.origin.namespace);
}

function readRequirements(job: Draft, builder: Builder, field: string): void {
  const requirements = readManifestRequirements(builder, field);
  if (requirements.length > 0) job.requiresManifest = requirements;
}

function readStatus(job: Draft, builder: Builder, name: string): void {
  const status = readChoice(builder, {name, choices: [...certificationStatuses, 'unspecified']});
  if (status !== undefined && status !== 'unspecified') job.certificationStatus = status;
}

function readRetry(job: Draft, builder: Builder, name: string): void {
  if (readChoice(builder, {name, choices: ['unspecified', 'no']}) === 'no') job.autoRetry = false;
}

const none: readonly never[] = [];
const nothing: JobBase['bench'] & JobBase['outputs'] = new Map();

/** What every job has, whatever its plugin. */
export function readJobBase(builder: Builder, kind: JobBase['kind']): JobBase | undefined {
  const {record} = builder;
  const id = readId(builder, kind, ['id', 'name']);
  const job: Draft = {
    kind,
    // Only what is wrong with the fields is wanted of a job without an id.
    id: id ?? qualify('', record.origin.namespace),
    record,
    span: record.span,
    summary: readString(builder, 'id') ?? readString(builder, 'name') ?? '',
    certificationStatus: 'non-blocker',
    imports: none,
    depends: none,
    after: none,
    before: none,
    salvages: none,
    environ: none,
    flags: none,
    outputs: nothing,
    inputs: none,
    bench: nothing,
    description: undefined,
    purpose: undefined,
    steps: undefined,
    verification: undefined,
    category: undefined,
    requires: undefined,
    group: undefined,
    user: undefined,
    shell: undefined,
    requiresManifest: undefined,
    engine: undefined,
    autoRetry: undefined,
    estimatedMs: undefined,
    timeoutMs: undefined,
    silenceTimeoutMs: undefined,
    touches: undefined,
    instance: undefined,
  };
  for (const name of fieldNames(record)) readers.get(name)?.(job, builder, name);
  return id && job;
}
