import {builtInTransforms} from '../../transforms/built-in.ts';
import {defaultsSchema, withDefinitions} from './unit-schema.ts';
import type {Schema, SchemaWords} from './value-schema.ts';

/** The file that makes a folder a provider. */
export function providerSchema(words: SchemaWords): Schema {
  const builtIn = [...builtInTransforms.keys()].map((name): Schema => ({const: name}));
  const schema: Schema = {
    type: 'object',
    required: ['name'],
    properties: {
      name: {description: '`NAMESPACE:NAME`, or a bare name beside `namespace`.', type: 'string'},
      namespace: {description: 'Of all units; ids are `NAMESPACE::ID`.', type: 'string'},
      version: {description: 'For people and reports.', type: ['string', 'number']},
      description: {description: 'What the provider tests, in one line.', type: 'string'},
      'gettext-domain': {description: 'Of the translations in `locale/`.', type: 'string'},
      'unit-directories': {
        description: 'Folders with unit files, inside the provider; `units` and `jobs` where absent.',
        type: ['array', 'string'],
        items: {type: 'string'},
      },
      transforms: {
        description: 'Modules of the provider (`./…`) and built-in transforms, in the order they run.',
        type: ['array', 'string'],
        items: {anyOf: [...builtIn, {type: 'string'}]},
      },
      defaults: defaultsSchema('Fields for all units of the provider, by kind.'),
      keys: {
        description: 'What `by-KEY` may ask, with the values they have unless somebody says otherwise.',
        type: 'object',
        additionalProperties: {type: ['string', 'number', 'boolean']},
      },
    },
    additionalProperties: false,
  };
  return withDefinitions(schema, words);
}
