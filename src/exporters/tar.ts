import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {Readable} from 'node:stream';
import {text} from 'node:stream/consumers';
import {pipeline} from 'node:stream/promises';
import {type Pack, pack} from 'tar-stream';
import {partialId, type UnitId} from '../base/ids.ts';
import {exportHtml} from './html.ts';
import {exportJson} from './json.ts';
import {exportJunit} from './junit.ts';
import type {Submission} from './submission.ts';

/** As Checkbox names them in its archives. */
const documents = [
  ['submission.html', exportHtml],
  ['submission.json', exportJson],
  ['submission.junit', exportJunit],
] as const;

/** A name for the output of each job, which is nobody else's and leads out of no folder. */
function nameOutputs(): (id: UnitId) => string {
  const taken = new Set<string>();
  return (id) => {
    const readable = partialId(id)
      .replace(/[^A-Za-z0-9_.-]+/g, '_')
      .replace(/^\./, '_')
      .slice(0, 80);
    let name = readable;
    for (let count = 2; taken.has(name); count++) name = `${readable}.${count}`;
    taken.add(name);
    return name;
  };
}

async function* entries(submission: Submission): AsyncGenerator<readonly [name: string, content: Uint8Array]> {
  for (const [name, write] of documents) {
    const parts: string[] = [];
    for await (const part of write(submission)) parts.push(part);
    yield [name, Buffer.from(parts.join(''))];
  }
  const nameOf = nameOutputs();
  for (const {job, log} of submission.results) {
    if (log.stdout.length + log.stderr.length === 0) continue;
    const path = `${job.plugin === 'attachment' ? 'attachment_files' : 'test_output'}/${nameOf(job.id)}`;
    if (log.stdout.length > 0) yield [path, log.stdout];
    if (log.stderr.length > 0) yield [`${path}.stderr`, log.stderr];
  }
}

async function fill(archive: Pack, submission: Submission): Promise<void> {
  const mtime = new Date(submission.finishedAt);
  for await (const [name, content] of entries(submission))
    archive.entry({name, mtime, mode: 0o644}, Buffer.from(content));
  archive.finalize();
}

/** The reports and what the jobs printed, as Checkbox packs them. Throws where the program `xz` is not there. */
export async function* exportTar(submission: Submission): AsyncGenerator<Uint8Array> {
  const archive = pack();
  const xz = spawn('xz', ['-2', '-T0', '-c'], {stdio: ['pipe', 'pipe', 'pipe']});
  const ended = Promise.all([once(xz, 'close'), text(xz.stderr)]).catch((error: unknown) => {
    throw new Error('the program xz, which compresses it, is not installed', {cause: error});
  });
  const piped = Promise.all([pipeline(Readable.from(archive), xz.stdin), fill(archive, submission)]);
  // Why xz failed is told before that nobody took what was piped to it.
  const done = ended.then(async ([[code], said]) => {
    if (code !== 0) throw new Error(`xz, which compresses it, failed: ${said.trim()}`);
    await piped;
  });
  done.catch(() => undefined);
  piped.catch(() => xz.kill());
  for await (const part of xz.stdout) yield part;
  await done;
}
