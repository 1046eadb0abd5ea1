import {durationField, idField, nameField, unitField} from './common.ts';
import type {UnitSpec} from './field.ts';

export const testPlanSpec: UnitSpec = {
  kind: 'test plan',
  summary: 'A selection of jobs to run, in order.',
  fields: [
    unitField,
    idField('test plan'),
    nameField,
    {name: 'description', type: 'text', translatable: true, summary: 'What is tested and what it takes to prepare.'},
    {
      name: 'include',
      type: 'selectors',
      summary: 'Ids, template ids or patterns of the jobs to run, one a line, with overrides beside them.',
    },
    {name: 'mandatory_include', type: 'selectors', summary: 'Jobs that always run, and first.'},
    {name: 'setup_include', type: 'selectors', summary: 'Setup jobs that run before bootstrapping.'},
    {
      name: 'bootstrap_include',
      type: 'selectors',
      summary: 'Resource jobs that run first because templates need them.',
    },
    {name: 'exclude', type: 'selectors', summary: 'Jobs that do not run even where they are included.'},
    {name: 'nested_part', type: 'references', summary: 'Test plans whose contents become part of this one.'},
    {name: 'category_overrides', type: 'overrides', summary: 'Lines of `apply CATEGORY to PATTERN`.'},
    {name: 'certification_status_overrides', type: 'overrides', summary: 'Lines of `apply STATUS to PATTERN`.'},
    durationField,
    {
      name: 'timeout',
      type: 'duration',
      isOurs: true,
      summary: 'The longest a job of it may run that gives no timeout itself.',
    },
    {
      name: 'silence-timeout',
      type: 'duration',
      isOurs: true,
      summary: 'The longest a job of it may run without any output that gives no silence-timeout itself.',
    },
    {name: 'icon', type: 'line', summary: 'Kept for old plans; nothing shows it.'},
  ],
};
