import {durationField, idField, unitField} from './common.ts';
import {certificationStatuses, type FieldSpec, type Plugin, templateEngines, type UnitSpec} from './field.ts';

export const plugins: readonly Plugin[] = [
  'shell',
  'manual',
  'user-interact',
  'user-interact-verify',
  'user-verify',
  'attachment',
  'resource',
  'local',
  'qml',
];

/** Plugins in which a person acts or decides. */
export const interactivePlugins: readonly Plugin[] = [
  'manual',
  'user-interact',
  'user-interact-verify',
  'user-verify',
  'qml',
];

/** What jobs and setup jobs both have. */
export const jobFields: readonly FieldSpec[] = [
  unitField,
  idField('job'),
  {
    name: 'name',
    type: 'id',
    deprecated: 'id',
    summary: 'The old spelling of `id`, used where `id` is absent.',
  },
  {
    name: 'summary',
    type: 'line',
    translatable: true,
    summary: 'The job in one short line; its id where absent.',
  },
  {
    name: 'description',
    type: 'text',
    translatable: true,
    summary: 'What the job does, at any length; manual jobs may have their instructions here.',
  },
  {
    name: 'plugin',
    type: 'choice',
    choices: plugins,
    summary: 'How the job is carried out and who decides its outcome; `shell` where the flag `simple` is set.',
  },
  {name: 'command', type: 'command', summary: 'What a shell runs; exit code 0 passes.'},
  {name: 'user', type: 'line', summary: 'The user the command runs as, nearly always `root`.'},
  {name: 'environ', type: 'words', summary: 'Names of variables that are passed on from the invoking environment.'},
  {
    name: 'shell',
    type: 'choice',
    choices: ['bash', '/bin/bash', '/bin/sh'],
    default: 'bash',
    summary: 'The shell that runs the command.',
  },
  durationField,
  {name: 'category_id', type: 'reference', summary: 'The category the job is listed under.'},
  {name: 'flags', type: 'words', summary: 'Marks that change how the job is run; unknown ones are ignored.'},
  {
    name: 'certification-status',
    type: 'choice',
    choices: certificationStatuses,
    default: 'non-blocker',
    summary: 'Whether a certificate can be given when the job fails.',
  },
  {
    name: 'siblings',
    type: 'json',
    translatable: true,
    summary: 'A list of fields to override, each of which makes one more job like this one.',
  },
  {
    name: 'template-engine',
    type: 'choice',
    choices: templateEngines,
    summary: '`jinja2` where the fields of a plain job are Jinja over the environment.',
  },
  {
    name: 'auto-retry',
    type: 'choice',
    choices: ['unspecified', 'no'],
    default: 'unspecified',
    summary: '`no` forbids running the job again after a failure.',
  },
  {
    name: 'timeout',
    type: 'duration',
    isOurs: true,
    summary: 'The longest it may run; then its process group is ended.',
  },
  {
    name: 'silence-timeout',
    type: 'duration',
    isOurs: true,
    summary: 'The longest it may run without any output.',
  },
];

const person: readonly Plugin[] = interactivePlugins;

const ordering: readonly FieldSpec[] = [
  {
    name: 'requires',
    type: 'program',
    summary: 'Resource expressions, one a line, that must all hold for the job to run.',
  },
  {name: 'imports', type: 'imports', summary: 'Resources of other namespaces, and short names for resources.'},
  {name: 'depends', type: 'references', summary: 'Jobs that must have passed before.'},
  {name: 'after', type: 'references', summary: 'Jobs that must have ended before, however.'},
  {
    name: 'before',
    type: 'references',
    summary: 'Jobs that must not start before this one has ended; they are not pulled in.',
  },
  {
    name: 'salvages',
    type: 'references',
    summary: 'Jobs that must have failed, so that this one gathers what is left of them.',
  },
  {name: 'group', type: 'line', summary: 'Jobs of one group run together.'},
];

const forPeople: readonly FieldSpec[] = [
  {name: 'purpose', type: 'text', translatable: true, summary: 'What the test is for, shown before it.'},
  {name: 'steps', type: 'text', translatable: true, plugins: person, summary: 'What the operator does.'},
  {
    name: 'verification',
    type: 'text',
    translatable: true,
    plugins: person,
    summary: 'How the operator decides whether it passed.',
  },
];

const ours: readonly FieldSpec[] = [
  {
    name: 'probe',
    type: 'line',
    plugins: ['resource'],
    isOurs: true,
    summary: 'A built-in probe that gives the records, instead of a command.',
  },
  {
    name: 'keys',
    type: 'map',
    plugins: ['resource'],
    isOurs: true,
    summary: 'The keys of the records and their types: string, integer, number, boolean or list.',
  },
  {
    name: 'touches',
    type: 'words',
    isOurs: true,
    summary: 'What it disturbs (`disk:sda audio`); jobs that share nothing may overlap, without it a job runs alone.',
  },
  {name: 'outputs', type: 'map', isOurs: true, summary: 'Named values it gives to other jobs, with their types.'},
  {name: 'inputs', type: 'map', isOurs: true, summary: 'Values of other jobs: a name and `JOB.OUTPUT`.'},
  {name: 'bench', type: 'map', isOurs: true, summary: 'What must be plugged or set for it (`usb-a: stick`).'},
];

export const jobSpec: UnitSpec = {
  kind: 'job',
  summary: 'One test, or one action that others need.',
  fields: [...jobFields, ...ordering, ...forPeople, ...ours],
};
