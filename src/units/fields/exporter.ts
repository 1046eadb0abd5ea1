import {idField, unitField} from './common.ts';
import type {UnitSpec} from './field.ts';

export const exporterSpec: UnitSpec = {
  kind: 'exporter',
  summary: 'A report format with its options.',
  fields: [
    unitField,
    idField('exporter'),
    {name: 'summary', type: 'line', translatable: true, summary: 'What people see in a list.'},
    {
      name: 'entry_point',
      type: 'choice',
      required: true,
      choices: ['jinja2', 'text', 'xlsx', 'json', 'tar', 'rfc822'],
      summary: 'The code that writes the report.',
    },
    {name: 'file_extension', type: 'line', required: true, summary: 'The extension of the file it writes.'},
    {name: 'options', type: 'words', summary: 'Options of the entry point, separated by spaces, commas or semicolons.'},
    {name: 'data', type: 'json', summary: 'More for the entry point: the template and its search paths.'},
  ],
};
