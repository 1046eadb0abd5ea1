import {assertNever} from '../../base/assert-never.ts';
import type {Plugin} from '../fields/field.ts';
import {plugins} from '../fields/job.ts';
import type {Job, JobBase, ResourceJob} from '../unit.ts';
import {type Builder, complain, oneOf} from './builder.ts';
import {checkFields} from './check-fields.ts';
import {readJobBase} from './job-base.ts';
import {readTypes} from './read-maps.ts';
import {missing, readText, readWords, requireText} from './read-text.ts';

/** The record's plugin, with the default that the flag `simple` and setup jobs have. */
export function readPlugin(builder: Builder, kind: JobBase['kind']): Plugin | undefined {
  const plugin = readText(builder, 'plugin');
  const choices: readonly Plugin[] = kind === 'setup job' ? ['shell'] : plugins;
  if (plugin !== undefined) return oneOf(builder, plugin, choices, `The plugin of a ${kind}`);
  if (kind === 'setup job' || readWords(builder, 'flags').some(({text}) => text === 'simple')) return 'shell';
  missing(builder, 'plugin', 'it says how the job is carried out');
  return undefined;
}

function advise(builder: Builder, plugin: Plugin, kind: JobBase['kind']): void {
  const span = builder.record.fields.get('plugin')?.value.span ?? builder.record.span;
  if (plugin === 'local' || plugin === 'qml') {
    const message =
      plugin === 'local'
        ? 'A local job made other jobs by running code and is never run: write a template over the resource instead.'
        : 'A qml job needs a viewer that no longer exists and is never run: write a manual job instead.';
    complain(builder, {code: 'unit/obsolete-plugin', severity: 'warning', message, span});
  }
  if (plugin === 'user-verify') {
    const message = 'The plugin user-verify is an old one: write user-interact-verify.';
    complain(builder, {code: 'unit/obsolete-plugin', severity: 'advice', message, span});
  }
  if (kind === 'setup job') {
    requireText(builder, 'command', 'a setup job runs one');
  } else if (plugin === 'shell' && readText(builder, 'command') === undefined) {
    const message = 'This job has no command: it does nothing and passes.';
    complain(builder, {code: 'unit/no-command', severity: 'warning', message, span: builder.record.span});
  }
}

function readSource(builder: Builder): ResourceJob['source'] | undefined {
  const command = readText(builder, 'command');
  const probe = readText(builder, 'probe');
  if (command !== undefined && probe !== undefined) {
    const message = 'A resource job has a command or a probe, not both.';
    complain(builder, {code: 'unit/conflicting-fields', message, span: probe.span});
    return undefined;
  }
  if (probe !== undefined) return {type: 'probe', probe};
  if (command !== undefined) return {type: 'command', command};
  missing(builder, 'command', 'a resource job has a command or a probe that gives its records');
  return undefined;
}

/** Reports a job whose plugin lacks what it cannot do without. Templates' bodies are checked by the same rules. */
export function checkPluginNeeds(builder: Builder, plugin: Plugin, kind: JobBase['kind']): void {
  advise(builder, plugin, kind);
  if (plugin === 'resource') {
    readSource(builder);
  } else if (plugin === 'manual') {
    const telling = ['steps', 'description', 'purpose', 'verification'];
    if (telling.every((name) => readText(builder, name) === undefined)) {
      missing(builder, 'steps', 'a manual job tells the operator what to do, in its steps or its description');
    }
  } else if (plugin !== 'shell' && plugin !== 'local' && plugin !== 'qml') {
    requireText(builder, 'command', `a job with the plugin ${plugin} runs one`);
  }
}

function withPlugin(builder: Builder, base: JobBase, plugin: Plugin): Job | undefined {
  const command = readText(builder, 'command');
  switch (plugin) {
    case 'shell':
    case 'manual':
      return {...base, plugin, command};
    case 'attachment':
    case 'user-interact':
    case 'user-interact-verify':
    case 'user-verify':
      return command && {...base, plugin, command};
    case 'resource': {
      const source = readSource(builder);
      const keys = builder.record.fields.has('keys') ? readTypes(builder, 'keys') : undefined;
      return source && {...base, plugin, source, keys};
    }
    case 'local':
    case 'qml':
      return {...base, plugin};
    default:
      return assertNever(plugin);
  }
}

export function buildJob(builder: Builder, kind: JobBase['kind'] = 'job'): Job | undefined {
  const plugin = readPlugin(builder, kind);
  checkFields(builder, {kind, plugin});
  if (plugin !== undefined) checkPluginNeeds(builder, plugin, kind);
  const base = readJobBase(builder, kind);
  return base && plugin && withPlugin(builder, base, plugin);
}
