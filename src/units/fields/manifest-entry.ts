import {idField, nameField, unitField} from './common.ts';
import type {UnitSpec} from './field.ts';

export const manifestEntrySpec: UnitSpec = {
  kind: 'manifest entry',
  summary: 'One fact about the machine that a person states.',
  fields: [
    unitField,
    idField('manifest entry'),
    nameField,
    {
      name: 'value-type',
      type: 'choice',
      required: true,
      choices: ['bool', 'natural'],
      summary: 'Whether the value is yes or no, or a natural number.',
    },
    {name: 'value-units', type: 'line', summary: 'What a natural number counts, for instance inches.'},
    {name: 'value-unit', type: 'line', deprecated: 'value-units', summary: 'Another spelling of `value-units`.'},
    {
      name: 'resource-key',
      type: 'line',
      summary: 'The key of the value in the manifest resource; the partial id where absent.',
    },
    {name: 'prompt', type: 'line', translatable: true, summary: 'The question that is asked.'},
    {
      name: 'hidden-reason',
      type: 'text',
      summary: 'Why nobody is asked for it; needed where the id starts with an underscore.',
    },
  ],
};
