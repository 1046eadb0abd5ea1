import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {pair, type Row} from './measure.ts';

const home = resolve(import.meta.dirname, '..');

/** What a person waits for before anything is shown, beside a Node process that does nothing. */
export function coldStart(): readonly Row[] {
  const scratch = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  try {
    const empty = join(scratch, 'empty.js');
    writeFileSync(empty, '');
    const against = {argv: [process.execPath, empty]} as const;
    const assay = join(home, 'assay');
    return [
      {words: ['--version'], limit: 2},
      {words: ['list'], limit: undefined},
    ].map(({words, limit}) => ({
      what: `assay ${words.join(' ')}`,
      against: 'an empty Node process',
      ...pair({argv: [assay, ...words]}, against, 15),
      ...(limit === undefined ? {} : {limit}),
    }));
  } finally {
    rmSync(scratch, {recursive: true, force: true});
  }
}
