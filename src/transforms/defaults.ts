import {nearest} from '../base/nearest.ts';
import type {SourceFile} from '../base/source.ts';
import {unitSpecs} from '../units/fields/index.ts';
import {plugins} from '../units/fields/job.ts';
import type {Field, UnitRecord} from '../units/record.ts';
import type {MapEntry, MapValue} from '../units/value.ts';
import {fieldOfEntry, kindOf, madeKindOf, plainText, withFields, withoutFields} from './edit.ts';
import type {Transform, TransformConfig} from './transform.ts';

/** What a `defaults:` map may hold: a kind, or `PLUGIN job` for the jobs of one plugin. */
const selectors: readonly string[] = [...Object.keys(unitSpecs), ...plugins.map((plugin) => `${plugin} job`)];

type Defaults = ReadonlyMap<string, readonly Field[]>;

interface Place {
  readonly config: TransformConfig;
  readonly record: UnitRecord;
}

/** Somebody who writes a field there means it for all units, and has to say of which kind. */
function hintFor(key: string): string {
  const owner = Object.values(unitSpecs).find(({fields}) => fields.some(({name}) => name === key));
  return owner === undefined ? '' : `; a field stands below the kind it is for, as in ${owner.kind}: {${key}: …}`;
}

function selectorProblem(entry: MapEntry, {config, record}: Place): void {
  const known = selectors.includes(entry.key);
  const near = known ? undefined : nearest(entry.key, selectors);
  config.report({
    code: known ? 'transform/wrong-shape' : 'transform/unknown-kind',
    message: known
      ? `the defaults of ${entry.key} must be a map of fields`
      : `${entry.key} is no kind of unit, nor a plugin and the word job${hintFor(entry.key)}`,
    record,
    field: 'defaults',
    span: entry.keySpan,
    ...(near === undefined ? {} : {suggestion: near}),
  });
}

function readDefaults(value: MapValue, place: Place): Defaults {
  const defaults = new Map<string, readonly Field[]>();
  for (const entry of value.entries) {
    if (selectors.includes(entry.key) && entry.value.type === 'map') {
      defaults.set(entry.key, entry.value.entries.map(fieldOfEntry));
    } else selectorProblem(entry, place);
  }
  return defaults;
}

/** The fields of `layers` that the record lacks; where two layers have one, the later layer's. */
function missingFields(record: UnitRecord, layers: readonly Defaults[], selector: string): Map<string, Field> {
  const missing = new Map<string, Field>();
  for (const layer of layers) {
    for (const field of layer.get(selector) ?? []) {
      if (!record.fields.has(field.name)) missing.set(field.name, field);
    }
  }
  return missing;
}

/** A more exact selector wins over a wider one, whichever layer it is in. */
function applyDefaults(record: UnitRecord, layers: readonly Defaults[]): UnitRecord {
  const kind = kindOf(record);
  const made = madeKindOf(record);
  const wide = missingFields(record, layers, made);
  if (kind === 'template') for (const [name, field] of missingFields(record, layers, kind)) wide.set(name, field);
  if (made === 'job') {
    const plugin = pluginOf(wide.size === 0 ? record : withFields(record, wide.values()));
    for (const [name, field] of missingFields(record, layers, `${plugin} job`)) wide.set(name, field);
  }
  return wide.size === 0 ? record : withFields(record, wide.values());
}

/** A job that names no plugin is a shell job, if it is one at all: that is what the flag `simple` makes of it. */
function pluginOf(record: UnitRecord): string {
  return plainText(record, 'plugin') ?? 'shell';
}

/** `field: null` says that the unit wants none of a default. */
function withoutRefused(record: UnitRecord, layers: readonly Defaults[]): UnitRecord {
  const refused: string[] = [];
  for (const layer of layers) {
    for (const fields of layer.values()) {
      for (const {name} of fields) {
        const value = record.fields.get(name)?.value;
        if (value?.type === 'scalar' && value.value === null) refused.push(name);
      }
    }
  }
  return refused.length === 0 ? record : withoutFields(record, ...refused);
}

function readDocument(record: UnitRecord, config: TransformConfig): Defaults {
  const value = record.fields.get('defaults')?.value;
  for (const [name, field] of record.fields) {
    if (name === 'defaults') continue;
    config.report({
      code: 'transform/defaults-with-unit',
      message: 'a document with defaults holds nothing else',
      record,
      field: name,
      span: field.nameSpan,
    });
  }
  if (value?.type === 'map') return readDefaults(value, {config, record});
  config.report({
    code: 'transform/wrong-shape',
    message: 'must be a map from a kind of unit to its fields',
    record,
    field: 'defaults',
  });
  return new Map();
}

/**
 * Fields that units need not repeat: those of provider.yaml for all its units, and those of a `defaults:` document for
 * the units after it in its file. The document itself is no unit and ends here.
 */
export const defaults: Transform = function* (config, records) {
  let ofProvider: Defaults | undefined;
  let ofFile: Defaults[] = [];
  let file: SourceFile | undefined;
  for (const record of records) {
    if (config.defaults !== undefined) ofProvider ??= readDefaults(config.defaults, {config, record});
    if (record.span.file !== file) {
      file = record.span.file;
      ofFile = [];
    }
    if (record.fields.has('defaults')) {
      ofFile.push(readDocument(record, config));
      continue;
    }
    if (ofProvider === undefined && ofFile.length === 0) {
      yield record;
      continue;
    }
    const layers = ofProvider === undefined ? ofFile : [ofProvider, ...ofFile];
    yield withoutRefused(applyDefaults(record, layers), layers);
  }
};
