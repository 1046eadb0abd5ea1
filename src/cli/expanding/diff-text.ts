import {counted} from '../../base/counted.ts';
import {paint} from '../../base/paint.ts';
import {oneLine} from '../../runners/headless/words.ts';
import type {ExpansionDiff, FieldChange} from '../../templates/diff-expansions.ts';
import type {Expansion} from '../../templates/expansion.ts';
import type {JsonValue} from '../../units/value.ts';
import type {Style} from '../output.ts';
import {colours} from './expansion-text.ts';

function shown(value: JsonValue | undefined): string {
  if (value === undefined) return '(none)';
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value));
}

function changeLines({field, before, after}: FieldChange, style: Style): readonly string[] {
  return [
    `    ${field}:`,
    paint(`      - ${shown(before)}`, colours.failed, style),
    paint(`      + ${shown(after)}`, colours.made, style),
  ];
}

/** What the template makes now and did not make from the file, and the other way round. */
export function diffLines(
  {template, instances}: Expansion,
  {diff, file, style}: {readonly diff: ExpansionDiff; readonly file: string; readonly style: Style},
): readonly string[] {
  const {gained, lost, changed} = diff;
  if (gained.length + lost.length + changed.length === 0) {
    return [`${template} makes the same as from ${file}: ${counted(instances.length, 'unit')}`];
  }
  return [
    `${template} beside what ${file} gives: ${gained.length} gained, ${lost.length} lost, ${changed.length} changed`,
    ...gained.map(({id, record}) => paint(`  + ${oneLine(id)}  record ${record}`, colours.made, style)),
    ...lost.map(({id, record}) => paint(`  - ${oneLine(id)}  record ${record} of ${file}`, colours.failed, style)),
    ...changed.flatMap(({id, fields}) => [
      paint(`  ~ ${oneLine(id)}`, colours.doubtful, style),
      ...fields.flatMap((change) => changeLines(change, style)),
    ]),
  ];
}
