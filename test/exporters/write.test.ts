import {mkdtemp, open, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {exporters, stockExporters} from '../../src/exporters/index.ts';
import type {Exporter} from '../../src/exporters/submission.ts';
import {describeWriteError, writeReports} from '../../src/exporters/write.ts';
import {result, submission} from '../helpers/submission.ts';

const exporter = (name: string, parts: () => AsyncIterable<string | Uint8Array>): Exporter => ({
  name,
  fileName: `${name}.txt`,
  export: parts,
});

async function* good(): AsyncGenerator<string | Uint8Array> {
  yield 'one ';
  yield new TextEncoder().encode('two');
}

async function* broken(): AsyncGenerator<string> {
  yield 'half of it';
  throw new Error('no more');
}

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'assay-reports-'));
});
afterEach(() => rm(directory, {recursive: true}));

describe('writeReports', () => {
  it('makes the folder and writes every format into it', async () => {
    const target = join(directory, 'deep', 'reports');
    const {written, failed} = await writeReports({
      submission: submission([result('a', 'pass')]),
      directory: target,
      exporters: exporters.values(),
    });
    expect(failed).toEqual([]);
    expect(written.map(({path}) => path)).toEqual(
      ['submission.json', 'report.html', 'junit.xml', 'report.txt', 'submission.tar.xz', 'report.xlsx'].map((name) =>
        join(target, name),
      ),
    );
    expect((await readdir(target)).length).toBe(6);
  });

  it('leaves nothing of a report that failed, keeps the older one, and goes on with the others', async () => {
    await writeFile(join(directory, 'bad.txt'), 'older');
    const {written, failed} = await writeReports({
      submission: submission([]),
      directory,
      exporters: [exporter('bad', broken), exporter('good', good)],
    });
    expect(written.map(({exporter: name}) => name)).toEqual(['good']);
    expect(failed.map(({message}) => message)).toEqual([`cannot write ${join(directory, 'bad.txt')}: no more`]);
    expect((await readdir(directory)).sort()).toEqual(['bad.txt', 'good.txt']);
    expect(await readFile(join(directory, 'bad.txt'), 'utf8')).toBe('older');
    expect(await readFile(join(directory, 'good.txt'), 'utf8')).toBe('one two');
  });

  it('replaces what a killed process left half-written', async () => {
    await writeFile(join(directory, '.good.txt.part'), 'left over');
    await writeReports({submission: submission([]), directory, exporters: [exporter('good', good)]});
    expect(await readdir(directory)).toEqual(['good.txt']);
  });

  it('says what is wrong with the folder', async () => {
    const file = join(directory, 'file');
    await writeFile(file, '');
    const {failed} = await writeReports({
      submission: submission([]),
      directory: file,
      exporters: [exporter('x', good)],
    });
    expect(failed[0]?.message).toMatch(/cannot write .*x\.txt: something that is no folder stands there \(EEXIST\)/);
  });
});

describe('describeWriteError', () => {
  it('S9: calls a full disk by its name', async () => {
    const handle = await open('/dev/full', 'w');
    const error = await handle.writeFile('x').catch((caught: unknown) => caught);
    await handle.close();
    expect(describeWriteError(error)).toBe('the disk is full (ENOSPC)');
  });

  it('gives the message of what it does not know', () => {
    expect(describeWriteError(new Error('strange'))).toBe('strange');
    expect(describeWriteError('odd')).toBe('odd');
  });
});

it('has every stock format', () => {
  expect(stockExporters.filter((name) => !exporters.has(name))).toEqual([]);
});
