import {spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {buffer} from 'node:stream/consumers';
import {extract} from 'tar-stream';
import {describe, expect, it, vi} from 'vitest';
import type {Submission} from '../../src/exporters/submission.ts';
import {exportTar} from '../../src/exporters/tar.ts';
import {result, submission} from '../helpers/submission.ts';

async function unpacked(what: Submission): Promise<ReadonlyMap<string, string>> {
  const parts: Uint8Array[] = [];
  for await (const part of exportTar(what)) parts.push(part);
  const {stdout, status} = spawnSync('xz', ['-dc'], {input: Buffer.concat(parts), maxBuffer: 64 * 1024 * 1024});
  expect(status).toBe(0);
  const files = new Map<string, string>();
  const archive = extract();
  archive.on('entry', ({name}, stream, next) => {
    buffer(stream).then((content) => {
      files.set(name, content.toString());
      next();
    }, next);
  });
  archive.end(stdout);
  await once(archive, 'finish');
  return files;
}

describe('the archive', () => {
  it('has the reports and what each job printed', async () => {
    const files = await unpacked(
      submission([
        result('disk/read', 'pass', {stdout: 'read\n', stderr: 'slow\n'}),
        result('quiet', 'pass'),
        result('dmi', 'pass', {job: {plugin: 'attachment'}, stdout: 'table'}),
      ]),
    );
    expect([...files.keys()]).toEqual([
      'submission.html',
      'submission.json',
      'submission.junit',
      'test_output/disk_read',
      'test_output/disk_read.stderr',
      'attachment_files/dmi',
    ]);
    expect(JSON.parse(files.get('submission.json') ?? '')).toMatchObject({title: 'Smoke test'});
    expect([files.get('test_output/disk_read'), files.get('test_output/disk_read.stderr')]).toEqual([
      'read\n',
      'slow\n',
    ]);
  });

  it('gives every job a file of its own in its folder, whatever its id', async () => {
    const ids = ['a/b', 'a_b', '../../x', '..', `long${'-'.repeat(300)}`, 'Prüfung'];
    const files = await unpacked(submission(ids.map((each) => result(each, 'pass', {stdout: each}))));
    const names = [...files.keys()].slice(3);
    expect(names.map((name) => files.get(name))).toEqual(ids);
    for (const name of names) expect(name).toMatch(/^test_output\/[\w-][\w.-]{0,90}$/);
  });

  it('says what is missing where there is no xz', async () => {
    vi.stubEnv('PATH', '/proc/nonexistent');
    await expect(unpacked(submission([result('a', 'pass')]))).rejects.toThrow(
      'xz, which compresses it, is not installed',
    );
    vi.unstubAllEnvs();
  });

  it('holds much output', async () => {
    const stdout = 'x'.repeat(3_000_000);
    const files = await unpacked(submission([result('much', 'pass', {stdout})]));
    expect(files.get('test_output/much')).toHaveLength(stdout.length);
  });
});
