import {counted} from '../../base/counted.ts';
import type {Diagnostic} from '../../base/diagnostic.ts';
import {paint} from '../../base/paint.ts';
import {renderDiagnostic} from '../../base/render-diagnostic.ts';
import {wrap} from '../../base/wrap.ts';
import {oneLine} from '../../runners/headless/words.ts';
import type {Expansion} from '../../templates/expansion.ts';
import {type Cause, explainExpansion, recordNumbers} from '../../templates/explain-expansion.ts';
import {recordSummary} from '../../units/record-summary.ts';

import {type Style, table} from '../output.ts';

export const colours = {made: '32', failed: '31', doubtful: '33', faint: '2'} as const;

/** The colour of the line that says what came of a template. */
function colourOf({state, instances, failed}: Expansion): string {
  if (failed.length > 0) return colours.failed;
  if (state === 'unknown') return colours.doubtful;
  return instances.length > 0 ? colours.made : colours.doubtful;
}

const causeWords = {
  resource: 'resource',
  filter: 'filtered out',
  undecided: 'undecided',
  failed: 'failed',
  same: 'not made twice',
} as const;

function causeLines({kind, message, records, hint}: Cause, style: Style): readonly string[] {
  const meant = kind === 'failed' && hint !== undefined ? `; did you mean ${hint}?` : '';
  const noun = records.length === 1 ? 'record' : 'records';
  const text = `  ${causeWords[kind]}: ${noun} ${recordNumbers(records)}: ${oneLine(message)}${meant}`;
  return wrap(text, {columns: style.columns, indent: '    '});
}

/** One diagnostic for each thing that failed instances, however many records it failed. */
function failures({failed}: Expansion): readonly Diagnostic[] {
  const first = new Map<string, readonly Diagnostic[]>();
  for (const {message, diagnostics} of failed) if (!first.has(message)) first.set(message, diagnostics);
  return [...first.values()].flat();
}

/** Why records made nothing, and what is wrong with the template or its resource as a whole, with carets. */
export function reasonLines(expansion: Expansion, style: Style): readonly string[] {
  const {causes, about, nothing} = explainExpansion(expansion);
  const isSaid = ({kind, message}: Cause): boolean => kind === 'resource' || nothing?.startsWith(message) === true;
  return [
    ...causes.filter((cause) => !isSaid(cause)).flatMap((cause) => causeLines(cause, style)),
    ...[...about, ...failures(expansion)].flatMap((diagnostic) => renderDiagnostic(diagnostic, style).split('\n')),
  ];
}

export function summaryLines(expansion: Expansion, style: Style): readonly string[] {
  const [first = '', ...rest] = wrap(oneLine(explainExpansion(expansion).summary), {
    columns: style.columns,
    indent: '  ',
  });
  return [first, ...rest].map((line) => paint(line, colourOf(expansion), style));
}

function instanceLines({instances}: Expansion, {columns}: Style): readonly string[] {
  const rows = table(
    instances.map(({id, record, content}) => [`  ${oneLine(id)}`, `record ${record}`, oneLine(recordSummary(content))]),
  );
  return rows.flatMap((row) => wrap(row, {columns, indent: '      '}));
}

/** What became of one template. */
export function expansionLines(expansion: Expansion, style: Style): readonly string[] {
  return [...summaryLines(expansion, style), ...instanceLines(expansion, style), ...reasonLines(expansion, style), ''];
}

function rowOf(expansion: Expansion): readonly string[] {
  const {template, resource, state, instances, recordCount, failed} = expansion;
  const nothing = instances.length > 0 ? undefined : explainExpansion(expansion).nothing;
  const made = state === 'unknown' ? '?' : String(instances.length);
  const of = state === 'unknown' ? '?' : String(recordCount);
  const broken = failed.length > 0 ? `${failed.length} failed` : resource;
  return [made.padStart(4), 'of', of.padStart(4), oneLine(template), oneLine(nothing ?? broken)];
}

function totals(expansions: readonly Expansion[]): string {
  const made = expansions.reduce((sum, {instances}) => sum + instances.length, 0);
  const failed = expansions.reduce((sum, one) => sum + one.failed.length, 0);
  const unknown = expansions.filter(({state}) => state === 'unknown').length;
  const idle = expansions.filter(({state, instances}) => state === 'known' && instances.length === 0).length;
  const parts = [
    ...(idle === 0 ? [] : [`${idle} made nothing`]),
    ...(unknown === 0 ? [] : [`the resource is unknown for ${unknown}`]),
    ...(failed === 0 ? [] : [`${counted(failed, 'instance')} failed`]),
  ];
  return [`${counted(expansions.length, 'template')} made ${counted(made, 'unit')}`, ...parts].join('; ');
}

/** One line for each template, then what failed, then the sums. */
export function overviewLines(expansions: readonly Expansion[], style: Style): readonly string[] {
  const rows = table(expansions.map(rowOf)).flatMap((row, index) => {
    const expansion = expansions[index];
    const code = expansion === undefined ? colours.faint : colourOf(expansion);
    return wrap(row, {columns: style.columns, indent: ' '.repeat(14)}).map((line) => paint(line, code, style));
  });
  const broken = expansions.filter(({failed}) => failed.length > 0);
  const details = broken.flatMap((expansion) => [
    '',
    ...summaryLines(expansion, style),
    ...reasonLines(expansion, style),
  ]);
  return [...rows, ...details, '', totals(expansions)];
}
