import type {Diagnostic} from '../../base/diagnostic.ts';
import {nearest} from '../../base/nearest.ts';
import {valueAsText} from '../../units/record-access.ts';
import type {Job} from '../../units/unit.ts';
import {wordsOf} from '../../units/words.ts';
import {hasGap} from '../gaps.ts';
import {finding, type Rule} from '../rule.ts';

/** The flags that mean something to us or to Checkbox, documented or not. */
const known: ReadonlySet<string> = new Set([
  'also-after-suspend',
  'also-after-suspend-manual',
  'autorestart',
  'cachable',
  'explicit-fail',
  'fail-on-resource',
  'has-leftovers',
  'noreturn',
  'preserve-cwd',
  'preserve-locale',
  'reset-locale',
  'simple',
  'suppress-output',
  'use-chunked-io',
  'win32',
]);

function* unknownFlags({record}: Job): Iterable<Diagnostic> {
  const value = record.fields.get('flags')?.value;
  const values = value?.type === 'list' ? value.items : [value].flatMap((one) => one ?? []);
  for (const word of values.flatMap((one) => valueAsText(one) ?? []).flatMap(wordsOf)) {
    if (known.has(word.text) || hasGap(word.text)) continue;
    const suggestion = nearest(word.text, known);
    const severity = suggestion === undefined ? 'advice' : 'warning';
    const message = `There is no flag ${word.text}, so it changes nothing.`;
    yield finding({code: 'unit/unknown-flag', severity, message, span: word.span, suggestion});
  }
}

/** Flags that nobody looks at. */
export const flags: Rule = function* ({jobs}): Iterable<Diagnostic> {
  for (const {job} of jobs) if (job.flags.length > 0) yield* unknownFlags(job);
};
