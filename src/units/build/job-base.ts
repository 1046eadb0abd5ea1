import {qualify} from '../../base/ids.ts';
import {certificationStatuses} from '../fields/field.ts';
import type {JobBase} from '../unit.ts';
import {type Builder, present, refTo} from './builder.ts';
import {readDuration} from './read-duration.ts';
import {readEngine} from './read-engine.ts';
import {readId} from './read-id.ts';
import {readImports} from './read-imports.ts';
import {readInputs, readManifestRequirements, readTexts, readTypes} from './read-maps.ts';
import {readChoice, readProgram, readRefs, readString, readText, readWords} from './read-text.ts';

function readGroup(builder: Builder): string | undefined {
  const group = readString(builder, 'group');
  return group === undefined ? undefined : qualify(group, builder.record.origin.namespace);
}

function readTouches(builder: Builder): readonly string[] | undefined {
  return builder.record.fields.has('touches') ? readWords(builder, 'touches').map(({text}) => text) : undefined;
}

function readOptional(builder: Builder) {
  const category = readText(builder, 'category_id');
  const requirements = readManifestRequirements(builder, 'requires_manifest');
  const retry = readChoice(builder, {name: 'auto-retry', choices: ['unspecified', 'no']});
  return present({
    description: readString(builder, 'description'),
    purpose: readString(builder, 'purpose'),
    steps: readString(builder, 'steps'),
    verification: readString(builder, 'verification'),
    category: category && refTo(builder, category),
    requires: readProgram(builder, 'requires'),
    group: readGroup(builder),
    user: readString(builder, 'user'),
    shell: readChoice(builder, {name: 'shell', choices: ['bash', '/bin/bash', '/bin/sh']}),
    requiresManifest: requirements.length === 0 ? undefined : requirements,
    engine: readEngine(builder),
    autoRetry: retry === 'no' ? false : undefined,
    estimatedMs: readDuration(builder, 'estimated_duration'),
    timeoutMs: readDuration(builder, 'timeout'),
    silenceTimeoutMs: readDuration(builder, 'silence-timeout'),
    touches: readTouches(builder),
  });
}

/** What every job has, whatever its plugin. */
export function readJobBase(builder: Builder, kind: JobBase['kind']): JobBase | undefined {
  const id = readId(builder, kind, ['id', 'name']);
  const partial = readString(builder, 'id') ?? readString(builder, 'name');
  const status = readChoice(builder, {
    name: 'certification-status',
    choices: [...certificationStatuses, 'unspecified'],
  });
  const base = {
    kind,
    record: builder.record,
    span: builder.record.span,
    summary: readString(builder, 'summary') ?? partial ?? '',
    certificationStatus: status === undefined || status === 'unspecified' ? ('non-blocker' as const) : status,
    imports: readImports(builder, 'imports'),
    depends: readRefs(builder, 'depends'),
    after: readRefs(builder, 'after'),
    before: readRefs(builder, 'before'),
    salvages: readRefs(builder, 'salvages'),
    environ: readWords(builder, 'environ').map(({text}) => text),
    flags: readWords(builder, 'flags').map(({text}) => text),
    outputs: readTypes(builder, 'outputs'),
    inputs: readInputs(builder, 'inputs'),
    bench: readTexts(builder, 'bench'),
    ...readOptional(builder),
  };
  return id === undefined ? undefined : {...base, id};
}
