import {type UnitId, unitId} from '../../src/base/ids.ts';
import {type SourceFile, type SourceText, verbatim} from '../../src/base/source.ts';
import type {UnitSet} from '../../src/catalog/unit-set.ts';
import type {Inhibitor, Plan, PlannedJob} from '../../src/planner/plan.ts';
import type {Field, UnitRecord} from '../../src/units/record.ts';
import type {Job, JobBase} from '../../src/units/unit.ts';

export const id = (name: string): UnitId => unitId('test', name);

function text(content: string): SourceText {
  const file: SourceFile = {path: 'units/test.pxu', text: content};
  return verbatim({file, start: 0, end: content.length});
}

function record(fields: Readonly<Record<string, string>>): UnitRecord {
  const entries = Object.entries(fields).map(([name, value]): [string, Field] => {
    const source = text(value);
    const {span} = source;
    return [name, {name, nameSpan: span, translatable: false, value: {type: 'text', text: source, span}}];
  });
  const {span} = text('');
  return {origin: {provider: 'com.example:test', namespace: 'test'}, fields: new Map(entries), span, allowed: []};
}

export interface JobOptions extends Partial<Omit<JobBase, 'id' | 'kind' | 'depends'>> {
  readonly command?: string;
  readonly depends?: readonly string[];
}

function base(name: string, {command = '', depends = [], ...fields}: JobOptions): JobBase {
  const {span} = text('');
  return {
    kind: 'job',
    id: id(name),
    record: record({id: name, command}),
    span,
    summary: `The job ${name}`,
    certificationStatus: 'non-blocker',
    imports: [],
    depends: depends.map((other) => ({id: id(other), span})),
    after: [],
    before: [],
    salvages: [],
    environ: [],
    flags: [],
    outputs: new Map(),
    inputs: [],
    bench: new Map(),
    ...fields,
  };
}

export function shell(name: string, command?: string, options: JobOptions = {}): Job {
  const common = base(name, {...options, ...(command === undefined ? {} : {command})});
  return command === undefined ? {...common, plugin: 'shell'} : {...common, plugin: 'shell', command: text(command)};
}

export function manual(name: string, options: JobOptions = {}): Job {
  const {command} = options;
  const common = {...base(name, options), plugin: 'manual' as const};
  return command === undefined ? common : {...common, command: text(command)};
}

export function interactive(name: string, plugin: 'user-interact' | 'user-interact-verify', command: string): Job {
  return {...base(name, {command}), plugin, command: text(command)};
}

export function resource(name: string, command: string, options: JobOptions = {}): Job {
  return {...base(name, {...options, command}), plugin: 'resource', source: {type: 'command', command: text(command)}};
}

export function probed(name: string, probe: string): Job {
  return {...base(name, {}), plugin: 'resource', source: {type: 'probe', probe: text(probe)}};
}

export interface LineOptions {
  readonly setup?: boolean;
  readonly dropped?: Inhibitor;
  readonly inhibited?: Inhibitor;
}

export function line(job: Job, {setup = false, dropped, inhibited}: LineOptions = {}): PlannedJob {
  const {span} = job;
  const inclusion = {type: 'selected', section: setup ? 'setup' : 'include', plan: id('plan'), span} as const;
  const resolved = {
    id: job.id,
    index: 0,
    inclusion,
    why: 'it is selected',
    job,
    category: id('misc'),
    certificationStatus: job.certificationStatus,
    autoRetry: job.autoRetry ?? true,
    edges: job.depends.map(({id: to}) => ({to, kind: 'depends' as const})),
    ...(job.estimatedMs === undefined ? {} : {estimatedMs: job.estimatedMs}),
  };
  if (dropped !== undefined) return {...resolved, status: 'dropped', inhibitor: dropped};
  if (inhibited !== undefined) return {...resolved, status: 'inhibited', inhibitor: inhibited};
  return {...resolved, status: 'planned'};
}

export function planOf(lines: readonly PlannedJob[]): Plan {
  const jobs = lines.map((entry, index) => ({...entry, index}));
  return {id: id('plan'), title: 'A plan', jobs, templates: [], diagnostics: []};
}

export function unitsOf(jobs: readonly Job[], directory = '/nonexistent'): UnitSet {
  return {
    providers: [
      {
        name: 'com.example:test',
        namespace: 'test',
        version: '1.0',
        directory,
        unitDirectories: [`${directory}/units`],
        binDirectory: `${directory}/bin`,
        dataDirectory: `${directory}/data`,
        builtIn: false,
      },
    ],
    units: jobs,
    instances: [],
    jobs: new Map(jobs.map((job) => [job.id, job])),
    templates: new Map(),
    testPlans: new Map(),
    categories: new Map(),
    manifestEntries: new Map(),
    exporters: new Map(),
  };
}
