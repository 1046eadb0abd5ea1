import {qualify} from '../base/ids.ts';
import {type SourceText, type Span, sliceText} from '../base/source.ts';
import type {UnitRecord} from '../units/record.ts';
import {fieldText, textValue, withoutField, withValue} from '../units/record-access.ts';
import type {Value} from '../units/value.ts';
import {asValue, listOf, plainText, surround, wordsOf} from './edit.ts';

/** The two documented ways of having a job run again after the machine slept. */
export interface SuspendFlag {
  readonly flag: string;
  /** The job that puts the machine to sleep. */
  readonly job: string;
  readonly prefix: string;
}

export const suspendFlags: readonly SuspendFlag[] = [
  {
    flag: 'also-after-suspend',
    job: 'com.canonical.certification::suspend/suspend_advanced_auto',
    prefix: 'after-suspend',
  },
  {
    flag: 'also-after-suspend-manual',
    job: 'com.canonical.certification::suspend/suspend_advanced',
    prefix: 'after-suspend-manual',
  },
];

/** The suspend jobs that these fields of the unit name; without fields, those it waits for by itself. */
export function suspendJobsOf(
  record: UnitRecord,
  fields: readonly string[] = ['depends', 'after'],
): ReadonlySet<string> {
  const found = new Set<string>();
  for (const name of fields) {
    const value = record.fields.get(name)?.value;
    if (value?.type === 'text' && !value.text.text.includes('suspend_advanced')) continue;
    for (const word of wordsOf(value)) {
      const id = qualify(word.text.text, record.origin.namespace);
      if (suspendFlags.some(({job}) => job === id)) found.add(id);
    }
  }
  return found;
}

/** Jinja may put anything between two words, so there the text stays one text. */
function isJinja(record: UnitRecord): boolean {
  return plainText(record, 'template-engine') === 'jinja2';
}

/** A field of references with more of them at its end. */
export function withReferences(
  record: UnitRecord,
  name: string,
  more: {readonly ids: readonly string[]; readonly span: Span},
): UnitRecord {
  const added = more.ids.map((id): Value => textValue(id, more.span));
  const text = fieldText(record, name);
  if (text !== undefined && isJinja(record)) {
    return withValue(record, name, asValue(surround(text, '', ` ${more.ids.join(' ')}`)));
  }
  const words = wordsOf(record.fields.get(name)?.value);
  const span = record.fields.get(name)?.value.span ?? more.span;
  return withValue(record, name, listOf([...words, ...added], span));
}

/**
 * A job that has a sibling after one of the suspend jobs, and does not itself wait for it, runs before the machine
 * sleeps. `span` is what made the siblings.
 */
export function beforeSuspend(record: UnitRecord, jobs: ReadonlySet<string>, span: Span): UnitRecord {
  if (jobs.size === 0) return record;
  const own = suspendJobsOf(record, ['depends', 'after', 'before']);
  const wanted = [...jobs].filter((job) => !own.has(job));
  return wanted.length === 0 ? record : withReferences(record, 'before', {ids: wanted, span});
}

function isSuspendJob(id: string, {origin}: UnitRecord): boolean {
  return suspendFlags.some(({job}) => job === qualify(id, origin.namespace));
}

/** `withReferences` puts what it adds to Jinja at its end. */
function withoutEnding(text: SourceText): SourceText {
  const added = suspendFlags.find(({job}) => text.text.endsWith(` ${job}`));
  return added === undefined ? text : withoutEnding(sliceText(text, 0, text.text.length - added.job.length - 1));
}

/** What runs after suspend cannot run before it: the twin of a job leaves out what `beforeSuspend` gave the job. */
export function notBeforeSuspend(record: UnitRecord): UnitRecord {
  const value = record.fields.get('before')?.value;
  if (value === undefined) return record;
  if (value.type === 'text' && isJinja(record)) return withValue(record, 'before', asValue(withoutEnding(value.text)));
  const words = wordsOf(value);
  const left = words.filter(({text}) => !isSuspendJob(text.text, record));
  if (left.length === words.length) return record;
  return left.length === 0 ? withoutField(record, 'before') : withValue(record, 'before', listOf(left, value.span));
}
