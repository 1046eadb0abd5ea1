import {coldStart} from './cold-start.ts';
import {journalledJobs} from './journalled-jobs.ts';
import type {Row} from './measure.ts';

function print(rows: readonly Row[]): void {
  const cells = rows.map(({what, oursMs, against, againstMs, limit}) => [
    what,
    `${oursMs.toFixed(1)} ms`,
    against,
    `${againstMs.toFixed(1)} ms`,
    (oursMs / againstMs).toFixed(2),
    limit === undefined ? '' : `${limit}`,
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

print([...coldStart(), journalledJobs(200)]);
