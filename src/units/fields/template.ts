import {unitField} from './common.ts';
import {templateEngines, type UnitSpec} from './field.ts';

/** The template's own fields; all others belong to its instances. */
export const templateSpec: UnitSpec = {
  kind: 'template',
  summary: 'A skeleton that becomes one unit for each record of a resource.',
  fields: [
    unitField,
    {
      name: 'template-id',
      type: 'id',
      summary: "The template's own name; without it, the `id` without braces and spaces.",
    },
    {name: 'template-summary', type: 'line', translatable: true, summary: 'The template in one short line.'},
    {name: 'template-description', type: 'text', translatable: true, summary: 'What its instances are for.'},
    {name: 'template-unit', type: 'line', default: 'job', summary: 'The kind of unit its instances are.'},
    {
      name: 'template-resource',
      type: 'reference',
      required: true,
      summary: 'The resource whose records make the instances: a partial id or an imported name.',
    },
    {
      name: 'template-imports',
      type: 'imports',
      summary: 'Resources of other namespaces, and short names for resources.',
    },
    {name: 'template-filter', type: 'program', summary: 'Expressions that a record must meet to make an instance.'},
    {
      name: 'template-engine',
      type: 'choice',
      choices: templateEngines,
      default: 'format',
      summary: 'How placeholders are written: `{key}`, which `default` means too, or Jinja.',
    },
  ],
};
