import {type FieldChange, isSame, type PlanDiff} from '../../planner/diff.ts';
import type {PlannedJob, TemplateTally} from '../../planner/plan.ts';
import {harmlessLine} from '../../runners/process/harmless.ts';
import type {JsonValue} from '../../units/value.ts';
import {cut, flow, type Page, paint, type Style} from './page.ts';
import {fateOf, type NameOf, plainText} from './words.ts';

interface TextOptions {
  readonly names: NameOf;
  readonly page: Page;
}

/** Lines of a changed field that are shown of each side. */
const mostLines = 8;

export function diffLines(diff: PlanDiff, {names, page}: TextOptions): readonly string[] {
  if (isSame(diff)) return ['no difference'];
  const entry = (mark: string, text: string, style: Style): readonly string[] =>
    flow(text, page, {lead: `  ${mark} `, hang: 8}).map((line) => paint(line, style, page));
  const summary = (line: PlannedJob): string => (line.job === undefined ? '' : `: ${plainText(line.job.summary)}`);
  const {gained, lost, changed, moved, regraded, fates, templates} = diff;
  return [
    ...section('gained', gained, (line) =>
      entry('+', `${names(line.id)}${summary(line)}${afterComma(fateOf(line))}`, 'green'),
    ),
    ...section('lost', lost, (line) => entry('-', `${names(line.id)}${summary(line)}`, 'red')),
    ...section('runs or does not', fates, ({id, before, after}) =>
      entry('!', `${names(id)}: ${fateOf(before) || 'planned'} → ${fateOf(after) || 'planned'}`, 'yellow'),
    ),
    ...section('graded anew', regraded, ({id, fields}) =>
      entry('!', `${names(id)}: ${fields.map(gradeText).join(', ')}`, 'yellow'),
    ),
    ...section('changed', changed, ({id, fields}) => [
      ...entry('~', names(id), 'cyan'),
      ...fields.flatMap((field) => fieldLines(field, page)),
    ]),
    ...section('moved', moved, ({id, before, after, behind}) =>
      entry(
        '>',
        `${names(id)}: #${before.index + 1} → #${after.index + 1}, ${behind === undefined ? 'now the first' : `behind ${names(behind)}`}`,
        'cyan',
      ),
    ),
    ...section('templates', templates, ({id, before, after}) =>
      entry('~', `${names(id)}: ${tallyText(before)} → ${tallyText(after)}`, 'cyan'),
    ),
  ].slice(0, -1);
}

function section<T>(title: string, items: readonly T[], linesOf: (item: T) => readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`${title}: ${items.length}`, ...items.flatMap(linesOf), ''];
}

function afterComma(text: string): string {
  return text === '' ? '' : `, ${text}`;
}

function gradeText({field, before, after}: FieldChange): string {
  return `${field} ${valueText(before)} → ${valueText(after)}`;
}

function tallyText({unknown, made, recordCount}: TemplateTally): string {
  return unknown === undefined ? `${made} of ${recordCount} records` : 'unknown';
}

function valueText(value: JsonValue | undefined): string {
  if (value === undefined) return 'none';
  return typeof value === 'string' ? plainText(value) : JSON.stringify(value);
}

/** What differs between the lines that both begin and end with. */
function fieldLines({field, before, after}: FieldChange, page: Page): readonly string[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const part = (lines: readonly string[], mark: string, style: Style): readonly string[] => {
    const different = lines.slice(start, lines.length - end);
    const more = different.length - mostLines;
    const shown = [...different.slice(0, mostLines), ...(more > 0 ? [`… ${more} more lines`] : [])];
    return shown.map((line) => paint(cut(`        ${mark} ${harmlessLine(line)}`, page.columns), style, page));
  };
  return [`      ${plainText(field)}`, ...part(old, '-', 'red'), ...part(now, '+', 'green')];
}

function linesOf(value: JsonValue | undefined): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  return (typeof value === 'string' ? value : JSON.stringify(value, null, 2)).split('\n');
}
