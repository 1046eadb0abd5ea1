import type {FieldSpec, UnitSpec} from './field.ts';
import {jobFields} from './job.ts';

const narrowed: ReadonlyMap<string, FieldSpec> = new Map([
  ['plugin', {name: 'plugin', type: 'choice', choices: ['shell'], default: 'shell', summary: 'Always `shell`.'}],
  ['command', {name: 'command', type: 'command', required: true, summary: 'What a shell runs; exit code 0 passes.'}],
]);

export const setupJobSpec: UnitSpec = {
  kind: 'setup job',
  summary: 'A shell job that prepares the device before bootstrapping.',
  fields: [
    ...jobFields.map((field) => narrowed.get(field.name) ?? field),
    {name: 'imports', type: 'imports', summary: 'Read as in a job; a setup job has no expressions that could use it.'},
    {name: 'purpose', type: 'text', translatable: true, summary: 'What the preparation is for.'},
    {
      name: 'requires_manifest',
      type: 'manifest-requirements',
      summary: 'Manifest entries that must be true, or have the value given.',
    },
  ],
};
