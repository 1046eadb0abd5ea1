import {certificationStatuses, type FieldSpec, valueTypes} from '../../units/fields/field.ts';
import {jobFlags} from '../../units/fields/flags.ts';
import type {JsonValue} from '../../units/value.ts';

/** A JSON Schema, of draft 7: what editors read best. */
export type Schema = {readonly [key: string]: JsonValue};

export type Definitions = {readonly [name: string]: Schema};

/** What the generator is told besides the tables. */
export interface SchemaWords {
  /** The names of the built-in probes. */
  readonly probes: readonly string[];
}

const scalar = ['string', 'number', 'boolean'] as const;

/** `{by-KEY: {…}}` may stand for any value. */
const alternatives = {patternProperties: {'^by-\\S+$': {type: 'object'}}, additionalProperties: false};

/** So may null, which says that the unit wants no default. Said by what it is not, so that editors offer neither. */
const keyed: Schema = {not: {type: [...scalar, 'array']}, ...alternatives};

/** A placeholder may stand where a word of a list is wanted. */
const filledIn: Schema = {type: 'string', pattern: '\\{', doNotSuggest: true};

function list(items: Schema): Schema {
  // One schema rather than a choice of two: editors then begin a list.
  return {type: ['array', 'string', 'null', 'object'], items, ...alternatives};
}

function oneOf(words: readonly string[]): Schema {
  return {anyOf: [{enum: [...words]}, filledIn, {$ref: '#/definitions/keyed'}]};
}

const duration = '^(\\d+\\.?\\d*|\\.\\d+|(\\d+h)?[: ]*(\\d+m)?[: ]*(\\d+s)?|.*\\{.*)$';

/** What many fields have in common, by the names that `$ref` uses. */
export const valueDefinitions: Definitions = {
  keyed,
  // A number or a boolean is the text that was written; editors need not offer one.
  text: {anyOf: [{type: 'string'}, {not: {type: ['array', 'object']}}, {$ref: '#/definitions/keyed'}]},
  words: list({type: [...scalar]}),
  duration: {anyOf: [{type: ['number', 'string'], minimum: 0, pattern: duration}, {$ref: '#/definitions/keyed'}]},
};

const overrides: Schema = {
  type: 'object',
  properties: {
    'certification-status': {description: 'Instead of what the job says.', ...oneOf(certificationStatuses)},
    category_id: {description: 'The category in this plan.', type: 'string'},
    'auto-retry': {description: '`no` forbids running it again after a failure.', type: ['string', 'boolean']},
  },
  additionalProperties: false,
};

const selector: Schema = {
  type: ['string', 'number', 'object'],
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: overrides,
};

const requirement: Schema = {
  type: ['string', 'object'],
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: {type: ['boolean', 'number']},
};

const typeName: Schema = {enum: [...valueTypes]};

const input: Schema = {
  type: ['string', 'object'],
  properties: {job: {type: 'string'}, output: {type: 'string'}},
  required: ['job', 'output'],
  additionalProperties: false,
};

/** Of each map-like field what one entry of it holds. */
const entries: ReadonlyMap<string, Schema> = new Map([
  ['keys', typeName],
  ['outputs', typeName],
  ['inputs', input],
  ['bench', {type: [...scalar]}],
]);

function flagList(): Schema {
  const known = [...jobFlags].map(([flag, description]): Schema => ({const: flag, description}));
  return list({anyOf: [...known, {type: 'string'}]});
}

function valueSchema(spec: FieldSpec, {probes}: SchemaWords): Schema {
  switch (spec.type) {
    case 'choice':
      return oneOf(spec.choices ?? []);
    case 'duration':
      return {$ref: '#/definitions/duration'};
    case 'words':
    case 'references':
    case 'lines':
    case 'program':
    case 'imports':
    case 'overrides':
      return spec.name === 'flags' ? flagList() : {$ref: '#/definitions/words'};
    case 'selectors':
      return list(selector);
    case 'manifest-requirements':
      return list(requirement);
    case 'map':
      return {type: ['object', 'string', 'null'], additionalProperties: entries.get(spec.name) ?? true};
    case 'json':
      return spec.name === 'siblings'
        ? {type: ['array', 'string', 'object', 'null'], items: {$ref: '#/definitions/job'}}
        : {type: ['object', 'array', 'string', 'null']};
    default:
      return spec.name === 'probe' ? oneOf(probes) : {$ref: '#/definitions/text'};
  }
}

function description(spec: FieldSpec): string {
  const parts = [
    spec.summary,
    ...(spec.plugins === undefined ? [] : [`Only of jobs with the plugin ${spec.plugins.join(', ')}.`]),
    ...(spec.default === undefined ? [] : [`Without it: \`${spec.default}\`.`]),
    ...(spec.deprecated === undefined ? [] : [`Old; write \`${spec.deprecated}\`.`]),
    ...(spec.isOurs === true ? ['Checkbox does not know it.'] : []),
  ];
  return parts.join(' ');
}

/** One field with what people read about it. An old one is read and not offered. */
export function fieldSchema(spec: FieldSpec, from: SchemaWords): Schema {
  const about = {description: description(spec)};
  if (spec.deprecated === undefined) return {...about, ...valueSchema(spec, from)};
  return {...about, deprecationMessage: `Write ${spec.deprecated}.`, doNotSuggest: true};
}
