import type {Diagnostic} from '../../base/diagnostic.ts';
import {nearest} from '../../base/nearest.ts';
import {jobFlags} from '../../units/fields/flags.ts';
import {valueAsText} from '../../units/record-access.ts';
import type {Job} from '../../units/unit.ts';
import {wordsOf} from '../../units/words.ts';
import {hasGap} from '../gaps.ts';
import {finding, type Rule} from '../rule.ts';

function isKnown(flag: string): boolean {
  return jobFlags.has(flag) || hasGap(flag);
}

function* unknownFlags({record}: Job): Iterable<Diagnostic> {
  const value = record.fields.get('flags')?.value;
  const values = value?.type === 'list' ? value.items : [value].flatMap((one) => one ?? []);
  for (const word of values.flatMap((one) => valueAsText(one) ?? []).flatMap(wordsOf)) {
    if (isKnown(word.text)) continue;
    const suggestion = nearest(word.text, jobFlags.keys());
    const severity = suggestion === undefined ? 'advice' : 'warning';
    const message = `There is no flag ${word.text}, so it changes nothing.`;
    yield finding({code: 'unit/unknown-flag', severity, message, span: word.span, suggestion});
  }
}

/** Flags that nobody looks at. */
export const flags: Rule = function* ({written}): Iterable<Diagnostic> {
  for (const {job} of written) if (!job.flags.every(isKnown)) yield* unknownFlags(job);
};
