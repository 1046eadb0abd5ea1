import type {Schema} from '../catalog/schema/index.ts';
import {type KeySpec, type Kind, type SectionSpec, sections} from './keys.ts';

function kindSchema(kind: Kind): Schema {
  switch (kind.type) {
    case 'text':
      return {type: ['string', 'number', 'boolean', 'null']};
    case 'flag':
      return {anyOf: [{type: 'boolean'}, {enum: ['yes', 'no']}]};
    case 'number':
      return {type: kind.whole ? 'integer' : 'number', minimum: kind.least};
    case 'choice':
      // A choice of digits is a number to YAML.
      return {enum: kind.choices.flatMap((choice) => (/^\d+$/.test(choice) ? [Number(choice), choice] : [choice]))};
    case 'list': {
      const items = kind.choices === undefined ? {type: 'string'} : {enum: kind.choices};
      return {anyOf: [{type: 'array', items}, {type: 'string'}]};
    }
    case 'patterns':
      return {anyOf: [{type: 'array', items: {type: 'string'}}, {type: 'string'}]};
    case 'answer':
      return {anyOf: [{type: 'boolean'}, {type: 'integer', minimum: 0}, {enum: ['yes', 'no']}]};
  }
}

function keySchema({kind, help, default: value, deprecated}: KeySpec): Schema {
  return {
    description: help,
    ...kindSchema(kind),
    ...(value === undefined ? {} : {default: value}),
    ...(deprecated === undefined ? {} : {deprecated: true}),
  };
}

function properties({keys}: SectionSpec): Schema {
  return Object.fromEntries(
    Object.entries(keys).flatMap(([name, spec]) =>
      [name, ...(spec.aliases ?? [])].map((spelling) => [spelling, keySchema(spec)]),
    ),
  );
}

function sectionSchema(spec: SectionSpec): Schema {
  const {help: description, form, any} = spec;
  const object = {type: ['object', 'null'], properties: properties(spec), additionalProperties: false};
  if (form === 'named') return {description, type: ['object', 'null'], additionalProperties: object};
  if (any === undefined) return {description, ...object};
  return {description, ...object, additionalProperties: keySchema(any)};
}

/** What a launcher in YAML may hold, for editors. */
export function launcherSchema(): Schema {
  const all = Object.entries(sections).flatMap(([name, spec]) =>
    [name, ...(spec.aliases ?? [])].map((spelling) => [spelling, sectionSchema(spec)]),
  );
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A launcher of Assay',
    type: 'object',
    properties: Object.fromEntries(all),
    additionalProperties: false,
  };
}
