import {renderDiagnostic} from '../../base/render-diagnostic.ts';
import {wrap} from '../../base/wrap.ts';
import type {ResourceState} from '../../expressions/environment.ts';
import {show} from '../../expressions/value.ts';
import {oneLine} from '../../runners/headless/words.ts';
import type {Expansion} from '../../templates/expansion.ts';
import {whyNot} from '../../templates/explain-expansion.ts';
import {type Style, table} from '../output.ts';

/** Keys of a record that are shown; a record may have a million. */
const mostKeys = 200;

/** A record's keys and values, in its order. */
export function valueLines(state: ResourceState | undefined, record: number, {columns}: Style): readonly string[] {
  const values = (state?.state === 'known' ? state.records[record] : undefined) ?? {};
  const keys = Object.keys(values);
  const rows = table(keys.slice(0, mostKeys).map((key) => [`  ${oneLine(key)}`, oneLine(show(values[key] ?? null))]));
  const more = keys.length > mostKeys ? [`  and ${keys.length - mostKeys} keys more`] : [];
  return [...rows.flatMap((row) => wrap(row, {columns, indent: '    '})), ...more];
}

/** What became of one record: the sentence, the line of the filter or the place that said no, the record itself. */
export function whyNotLines(
  expansion: Expansion,
  {record, state, style}: {readonly record: number; readonly state: ResourceState | undefined; readonly style: Style},
): readonly string[] {
  const filtered = expansion.filtered.find((one) => one.record === record);
  const failed = expansion.failed.find((one) => one.record === record);
  const said = failed?.diagnostics ?? [];
  return [
    ...wrap(oneLine(whyNot(expansion, record)), {columns: style.columns, indent: '  '}),
    ...(filtered === undefined ? [] : [`  template-filter: ${oneLine(filtered.line)}`]),
    ...said.flatMap((diagnostic) => renderDiagnostic(diagnostic, style).split('\n')),
    ...valueLines(state, record, style),
  ];
}
