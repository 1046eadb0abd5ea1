import {qualify} from '../base/ids.ts';
import type {Field, UnitRecord} from '../units/record.ts';
import {copyFields, makeField, textValue, valueAsText} from '../units/record-access.ts';
import type {TextValue} from '../units/value.ts';
import {asValue, idFieldOf, listOf, madeKindOf, plainValue, surround, wordsOf} from './edit.ts';
import {beforeSuspend, notBeforeSuspend, type SuspendFlag, suspendFlags, withReferences} from './suspend.ts';
import type {Transform} from './transform.ts';

const title = ' after suspend (S3)';

function isSuspendFlag(word: string): boolean {
  return suspendFlags.some(({flag}) => flag === word);
}

interface Asked {
  readonly suspend: SuspendFlag;
  /** Where the flag stands. */
  readonly word: TextValue;
}

function askedFor(record: UnitRecord): readonly Asked[] {
  const flags = record.fields.get('flags')?.value;
  if (flags === undefined || (flags.type === 'text' && !flags.text.text.includes('also-after-'))) return [];
  const words = wordsOf(flags);
  return suspendFlags.flatMap((suspend) => {
    const word = words.find(({text}) => text.text === suspend.flag);
    return word === undefined ? [] : [{suspend, word}];
  });
}

export function asksForSuspend(record: UnitRecord): boolean {
  return askedFor(record).length > 0;
}

function prefixed(field: Field, prefix: string): Field {
  const text = valueAsText(field.value);
  return text === undefined ? field : {...field, value: asValue(surround(text, `${prefix}-`, ''))};
}

function titled(field: Field): Field {
  const text = valueAsText(field.value);
  return text === undefined ? field : {...field, value: asValue(surround(text, '', title))};
}

/** The twin that runs after suspend; a template's twin is a template with a template id of its own. */
function twinOf(record: UnitRecord, id: Field, {suspend, word}: Asked): UnitRecord {
  const original = plainValue(id.value) ?? '';
  const fields = copyFields(record);
  const flags = wordsOf(fields.get('flags')?.value).filter(({text}) => !isSuspendFlag(text.text));
  if (flags.length === 0) fields.delete('flags');
  else fields.set('flags', {...makeField('flags', listOf(flags, word.span)), nameSpan: word.span});
  for (const name of [id.name, 'template-id', 'group']) {
    const field = fields.get(name);
    if (field !== undefined) fields.set(name, prefixed(field, suspend.prefix));
  }
  for (const name of ['summary', 'template-summary']) {
    const field = fields.get(name);
    if (field !== undefined) fields.set(name, titled(field));
  }
  if (!fields.has('summary')) fields.set('summary', makeField('summary', textValue(`${original}${title}`, word.span)));
  const ids = [qualify(original, record.origin.namespace), suspend.job];
  return withReferences(notBeforeSuspend({...record, fields, twin: true}), 'depends', {ids, span: word.span});
}

/** `also-after-suspend` and `also-after-suspend-manual`: the job before the machine sleeps, and a twin after it woke. */
export const afterSuspend: Transform = function* (_config, records) {
  for (const record of records) {
    const asked = askedFor(record);
    const id = idFieldOf(record);
    if (asked.length === 0 || id === undefined || madeKindOf(record) !== 'job') {
      yield record;
      continue;
    }
    const jobs = new Set<string>(asked.map(({suspend}) => suspend.job));
    yield beforeSuspend(record, jobs, asked[0]?.word.span ?? record.span);
    for (const one of asked) yield twinOf(record, id, one);
  }
};
