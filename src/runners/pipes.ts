import {spawnSync} from 'node:child_process';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';

/** Two named pipes, for what a process prints. */
export interface PipePair {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Real pipes rather than the sockets Node would give a child: a job's `tee /dev/stderr` opens its own standard error anew,
 * which a socket refuses and which would truncate a file.
 */
export interface PipePool {
  take(): PipePair;
  /** Only once nobody has the pair open any more; one that is not given back is not used again. */
  giveBack(pair: PipePair): void;
}

const batch = 4;

export function openPipes(directory: string): PipePool {
  mkdirSync(directory, {mode: 0o700});
  const free: PipePair[] = [];
  let made = 0;
  const make = (): void => {
    const pairs = Array.from({length: batch}, (): PipePair => {
      const number = made++;
      return {stdout: join(directory, `${number}.stdout`), stderr: join(directory, `${number}.stderr`)};
    });
    // Anybody may open them, because a job may run as another user; the directory is ours alone.
    const paths = pairs.flatMap(({stdout, stderr}) => [stdout, stderr]);
    const {status, error, stderr} = spawnSync('mkfifo', ['-m', '666', ...paths], {encoding: 'utf8'});
    if (status !== 0) throw new Error(`cannot make pipes in ${directory}: ${error?.message ?? stderr.trim()}`);
    free.push(...pairs);
  };
  return {
    take() {
      if (free.length === 0) make();
      const pair = free.pop();
      if (pair === undefined) throw new Error('Internal error: no pipe was made');
      return pair;
    },
    giveBack(pair) {
      free.push(pair);
    },
  };
}
