import {counted} from '../../base/counted.ts';
import {paint} from '../../base/paint.ts';
import {wrap} from '../../base/wrap.ts';
import type {ExplainNode, SatisfiedRecords} from '../../expressions/explain.ts';
import {show} from '../../expressions/value.ts';
import {oneLine} from '../../runners/headless/words.ts';
import {recordNumbers} from '../../templates/explain-expansion.ts';
import type {Style} from '../output.ts';
import type {Evaluated, EvaluatedResource} from './evaluated.ts';

/** The widest of the three values, and the space behind it. */
const valueWidth = 'unknown'.length + 2;

const colours = {true: '32', false: '31', unknown: '33'} as const;

/** Records and values of one that are shown where there are many. */
const mostRecords = 3;
const mostKeys = 12;

function painted(value: ExplainNode['value'], style: Style): string {
  return paint(String(value), colours[`${value}`], style);
}

function satisfiedBy({resource, numbers, count, total}: SatisfiedRecords): string {
  if (count === 0) {
    return total === 1
      ? `not satisfied by the only record of ${resource}`
      : `satisfied by none of the ${total} records of ${resource}`;
  }
  if (count === total) return `satisfied by every record of ${resource} (${total})`;
  const shown = `${recordNumbers(numbers)}${count > numbers.length ? ' …' : ''}`;
  return `satisfied by record ${shown} of ${resource} (${count} of ${total})`;
}

/** Which records satisfy a part, and what kept the first of the others. */
function detailOf({value, reason, records, failed, together = {}, parts}: ExplainNode): readonly string[] {
  const pairs = Object.entries(together).map(([name, record]) => `record ${record} of ${name}`);
  const isTold = failed !== undefined && (value === false || failed.reason === reason);
  const isOwn = parts.length === 0 || value === 'unknown';
  return [
    ...(records === undefined || records.total === 0 ? [] : [satisfiedBy(records)]),
    ...(pairs.length === 0 ? [] : [`satisfied by ${pairs.join(' with ')}`]),
    ...(failed === undefined ? [] : [`record ${failed.record} fails: ${failed.reason}`]),
    ...(reason === undefined || isTold || !isOwn ? [] : [reason]),
  ];
}

function nodeLines(node: ExplainNode, depth: number, style: Style): readonly string[] {
  const indent = ' '.repeat(valueWidth + 2 * depth);
  const columns = style.columns === undefined ? undefined : Math.max(style.columns, indent.length + 20);
  const [first = '', ...rest] = wrap(`${indent}${oneLine(node.text)}`, {columns, indent: `${indent}  `});
  const value = `${painted(node.value, style)}${first.slice(String(node.value).length)}`;
  const details = detailOf(node).flatMap((detail) =>
    wrap(`${indent}  - ${oneLine(detail)}`, {columns, indent: `${indent}    `}),
  );
  return [value, ...rest, ...details, ...node.parts.flatMap((part) => nodeLines(part, depth + 1, style))];
}

function recordLines({name, matching}: EvaluatedResource, {columns}: Style): readonly string[] {
  const shown = matching.slice(0, mostRecords).flatMap(({record, values}) => {
    const keys = Object.keys(values);
    const words = keys.slice(0, mostKeys).map((key) => `${key} ${oneLine(show(values[key] ?? null))}`);
    const more = keys.length > mostKeys ? [`and ${counted(keys.length - mostKeys, 'key')} more`] : [];
    return wrap(`${name} ${record}: ${[...words, ...more].join(', ')}`, {columns, indent: '  '});
  });
  const left = matching.length - mostRecords;
  return left > 0 ? [...shown, `and ${counted(left, 'record')} of ${name} more`] : shown;
}

/** The value with its reason, then each part under the one it belongs to, then the records that matched. */
export function evaluationLines({tree, resources}: Evaluated, style: Style): readonly string[] {
  const why = tree.reason === undefined ? '' : `: ${oneLine(tree.reason)}`;
  const [head = '', ...rest] = wrap(`${tree.value}${why}`, {columns: style.columns, indent: '  '});
  const value = String(tree.value);
  const records = resources.flatMap((resource) => recordLines(resource, style));
  return [
    `${painted(tree.value, style)}${head.slice(value.length)}`,
    ...rest,
    '',
    ...tree.parts.flatMap((part) => nodeLines(part, 0, style)),
    ...(records.length === 0 ? [] : ['', ...records]),
  ];
}
