import type {UnitSpec} from './field.ts';
import {jobFields} from './job.ts';

export const setupJobSpec: UnitSpec = {
  kind: 'setup job',
  summary: 'A shell job that prepares the device before bootstrapping.',
  fields: [
    ...jobFields,
    {name: 'purpose', type: 'text', translatable: true, summary: 'What the preparation is for.'},
    {
      name: 'requires_manifest',
      type: 'manifest-requirements',
      summary: 'Manifest entries that must be true, or have the value given.',
    },
  ],
};
