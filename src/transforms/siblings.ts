import type {Field, UnitRecord} from '../units/record.ts';
import {copyFields} from '../units/record-access.ts';
import type {MapValue, Value} from '../units/value.ts';
import {fieldOfEntry, idFieldOf, kindOf, madeKindOf, plainText, withoutFields} from './edit.ts';
import {parseJson} from './json-value.ts';
import {beforeSuspend, suspendJobsOf} from './suspend.ts';
import type {Transform, TransformConfig} from './transform.ts';

interface Place {
  readonly config: TransformConfig;
  readonly record: UnitRecord;
}

/** Siblings of siblings, should an override bring its own. */
const maxDepth = 4;

function readList(field: Field, {config, record}: Place): readonly Value[] {
  if (field.value.type === 'list') return field.value.items;
  if (field.value.type === 'map') return [field.value];
  const wrong = {code: 'transform/siblings', record, field: 'siblings'} as const;
  if (field.value.type !== 'text') {
    config.report({...wrong, message: 'must be a list of maps, each with the fields that differ'});
    return [];
  }
  const doubledBraces = kindOf(record) === 'template' && plainText(record, 'template-engine') !== 'jinja2';
  const {value, problems} = parseJson(field.value.text, {doubledBraces});
  for (const {message, span, harmless} of problems) {
    const severity = harmless === true ? 'warning' : 'error';
    config.report({...wrong, code: 'transform/json', severity, message, span});
  }
  if (value === undefined) return [];
  if (value.type === 'list') return value.items;
  config.report({...wrong, message: 'must be a JSON array of objects', span: value.span});
  return [];
}

function hasOwnId(override: MapValue, fields: readonly Field[], {config, record}: Place): boolean {
  const id = idFieldOf(record);
  if (fields.some(({name}) => name === (id?.name ?? 'id') || name === 'id')) return true;
  config.report({
    code: 'transform/sibling-without-id',
    message: 'a sibling needs an id of its own',
    record,
    field: 'siblings',
    span: override.span,
  });
  return false;
}

/**
 * The unit with some fields replaced. A template's own id is left out, so that the sibling's follows from its new id;
 * a field that was made `name` in the old way stands aside for `id`.
 */
function siblingOf(base: UnitRecord, override: Value, place: Place): UnitRecord | undefined {
  if (override.type !== 'map') {
    place.config.report({
      code: 'transform/siblings',
      message: 'each sibling is a map of the fields that differ',
      record: place.record,
      field: 'siblings',
      span: override.span,
    });
    return undefined;
  }
  const fields = override.entries.map(fieldOfEntry);
  if (!hasOwnId(override, fields, place)) return undefined;
  const all = copyFields(base);
  all.delete('template-id');
  if (idFieldOf(base)?.name === 'name' && fields.some(({name}) => name === 'id')) all.delete('name');
  for (const field of fields) all.set(field.name, field);
  return {...base, fields: all};
}

function* expand(record: UnitRecord, config: TransformConfig, depth: number): Iterable<UnitRecord> {
  const field = record.fields.get('siblings');
  if (field === undefined || !['job', 'setup job'].includes(madeKindOf(record))) {
    yield record;
    return;
  }
  const place = {config, record};
  const base = withoutFields(record, 'siblings');
  const made: UnitRecord[] = [];
  for (const override of depth === 0 ? [] : readList(field, place)) {
    const sibling = siblingOf(base, override, place);
    if (sibling !== undefined) made.push(sibling);
  }
  yield beforeSuspend(base, new Set(made.flatMap((sibling) => [...suspendJobsOf(sibling)])), field.value.span);
  for (const sibling of made) yield* expand(sibling, config, depth - 1);
}

/** `siblings`: copies of a job, or of a template of jobs, with some fields replaced; JSON text or a list of maps. */
export const siblings: Transform = function* (config, records) {
  for (const record of records) yield* expand(record, config, maxDepth);
};
