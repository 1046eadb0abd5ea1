import {spawnSync} from 'node:child_process';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {openReader, type PipeReader} from './pipe-reader.ts';

/** Two named pipes, for what a process prints. */
export interface PipePair {
  readonly number: number;
  readonly paths: {readonly stdout: string; readonly stderr: string};
  readonly readers: {readonly stdout: PipeReader; readonly stderr: PipeReader};
}

/**
 * Real pipes rather than the sockets Node would give a child: a job's `tee /dev/stderr` opens its own standard error anew,
 * which a socket refuses and which would truncate a file. They stay open from job to job, which spares each its opening.
 */
export interface PipePool {
  take(): PipePair;
  /** Only once nobody can write into the pair any more. */
  giveBack(pair: PipePair): void;
  /** Instead of giving it back: what is written into it from now on goes nowhere. */
  drop(pair: PipePair): void;
  close(): void;
}

const batch = 4;

export function openPipes(directory: string): PipePool {
  mkdirSync(directory, {mode: 0o700});
  const paths: PipePair['paths'][] = [];
  const open = new Set<PipePair>();
  const free: PipePair[] = [];
  let made = 0;
  let opened = 0;
  const make = (): void => {
    const pairs = Array.from({length: batch}, () => {
      const number = made++;
      return {stdout: join(directory, `${number}.stdout`), stderr: join(directory, `${number}.stderr`)};
    });
    // Anybody may open them, because a job may run as another user; the directory is ours alone.
    const names = pairs.flatMap(({stdout, stderr}) => [stdout, stderr]);
    const {status, error, stderr} = spawnSync('mkfifo', ['-m', '666', ...names], {encoding: 'utf8'});
    if (status !== 0) throw new Error(`cannot make pipes in ${directory}: ${error?.message ?? stderr.trim()}`);
    paths.push(...pairs);
  };
  const openNext = (): PipePair => {
    if (paths.length === 0) make();
    const next = paths.pop();
    if (next === undefined) throw new Error('Internal error: no pipe was made');
    const readers = {stdout: openReader(next.stdout), stderr: openReader(next.stderr)};
    const pair = {number: opened++, paths: next, readers};
    open.add(pair);
    return pair;
  };
  const drop = (pair: PipePair): void => {
    open.delete(pair);
    pair.readers.stdout.close();
    pair.readers.stderr.close();
  };
  return {
    take: () => free.pop() ?? openNext(),
    giveBack(pair) {
      free.push(pair);
    },
    drop,
    close() {
      for (const pair of open) drop(pair);
    },
  };
}
