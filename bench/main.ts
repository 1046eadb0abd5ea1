import {coldStart} from './cold-start.ts';
import {expanding} from './expanding.ts';
import type {Row} from './measure.ts';
import {planning} from './planning.ts';
import {reading} from './reading.ts';
import {running} from './running.ts';

function print(rows: readonly Row[]): void {
  const cells = rows.map(({what, oursMs, against, againstMs, limit, unit = 'ms'}) => [
    what,
    `${oursMs.toFixed(1)} ${unit}`,
    against,
    `${againstMs.toFixed(1)} ${unit}`,
    (oursMs / againstMs).toFixed(2),
    limit === undefined ? '' : limit.toFixed(2),
  ]);
  const table = [['what', 'ours', 'against', '', 'ratio', 'limit'], ...cells];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

const areas = new Map<string, () => readonly Row[] | Promise<readonly Row[]>>([
  ['start', coldStart],
  ['reading', reading],
  ['planning', planning],
  ['expanding', expanding],
  ['running', running],
]);
const wanted = process.argv.slice(2);
for (const name of wanted.filter((word) => !areas.has(word))) {
  throw new Error(`there is no ${name}; there are ${[...areas.keys()].join(', ')}`);
}
const rows: Row[] = [];
for (const [name, measure] of areas) if (wanted.length === 0 || wanted.includes(name)) rows.push(...(await measure()));
print(rows);
