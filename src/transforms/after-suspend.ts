import {qualify} from '../base/ids.ts';
import type {Field, UnitRecord} from '../units/record.ts';
import {fieldText, textValue, valueAsText, withValue} from '../units/record-access.ts';
import type {TextValue, Value} from '../units/value.ts';
import {asValue, idFieldOf, listOf, madeKindOf, surround, withoutFields, wordsOf} from './edit.ts';
import {beforeSuspend, type SuspendFlag, suspendFlags, withReferences} from './suspend.ts';
import type {Transform} from './transform.ts';

interface Asked {
  readonly suspend: SuspendFlag;
  /** Where the flag stands. */
  readonly word: TextValue;
}

function askedFor(record: UnitRecord): readonly Asked[] {
  const flags = record.fields.get('flags');
  if (flags === undefined) return [];
  const words = wordsOf(flags.value);
  return suspendFlags.flatMap((suspend) => {
    const word = words.find(({text}) => text.text === suspend.flag);
    return word === undefined ? [] : [{suspend, word}];
  });
}

function withoutSuspendFlags(record: UnitRecord): UnitRecord {
  const flags = record.fields.get('flags');
  if (flags === undefined) return record;
  const left = wordsOf(flags.value).filter(({text}) => !suspendFlags.some(({flag}) => flag === text.text));
  return left.length === 0
    ? withoutFields(record, 'flags')
    : withValue(record, 'flags', listOf(left, flags.value.span));
}

function prefixed(value: Value, prefix: string): Value {
  const text = valueAsText(value);
  return text === undefined ? value : asValue(surround(text, `${prefix}-`, ''));
}

/** The twin that runs after suspend; a template's twin is a template with a template id of its own. */
function twinOf(record: UnitRecord, id: Field, {suspend, word}: Asked): UnitRecord {
  const original = valueAsText(id.value)?.text.trim() ?? '';
  const summary = fieldText(record, 'summary');
  let twin = withoutSuspendFlags(record);
  for (const name of [id.name, 'template-id', 'group']) {
    const field = twin.fields.get(name);
    if (field !== undefined) twin = withValue(twin, name, prefixed(field.value, suspend.prefix));
  }
  const title = ' after suspend (S3)';
  const summaryValue =
    summary === undefined ? textValue(`${original}${title}`, word.span) : asValue(surround(summary, '', title));
  twin = withValue(twin, 'summary', summaryValue);
  const templateSummary = fieldText(record, 'template-summary');
  if (templateSummary !== undefined) {
    twin = withValue(twin, 'template-summary', asValue(surround(templateSummary, '', title)));
  }
  const ids = [qualify(original, record.origin.namespace), suspend.job];
  return withReferences(twin, 'depends', {ids, span: word.span});
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
    const twins = asked.map((one) => twinOf(record, id, one));
    yield beforeSuspend(record, twins, asked[0]?.word.span ?? record.span);
    yield* twins;
  }
};
