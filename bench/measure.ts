import {spawnSync} from 'node:child_process';

/** One line of the table: how long ours took beside something in the same run, medians in milliseconds. */
export interface Row {
  readonly what: string;
  readonly oursMs: number;
  readonly against: string;
  readonly againstMs: number;
  /** What the ratio ours / against should stay under, where the project promises one. */
  readonly limit?: number;
  /** Of both numbers; milliseconds unless given. */
  readonly unit?: 'MiB' | 'kB';
}

export interface Command {
  readonly argv: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Before every run, outside the measured time. */
  readonly before?: () => void;
  /** It prints how many milliseconds it took, by its own clock: what comes before and after is not measured. */
  readonly timesItself?: true;
  /** Exit codes that are as they should be; 0 if not given. */
  readonly codes?: readonly number[];
}

function once({argv, env = {}, cwd, before, timesItself, codes = [0]}: Command): number {
  before?.();
  const [file, ...words] = argv;
  const started = performance.now();
  const ended = spawnSync(file, words, {
    env: {...process.env, ...env},
    cwd,
    stdio: ['ignore', timesItself ? 'pipe' : 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const took = performance.now() - started;
  if (ended.status === null || !codes.includes(ended.status)) {
    throw new Error(`${argv.join(' ')} ended with ${ended.status ?? ended.signal}: ${ended.stderr}`);
  }
  return timesItself ? Number(ended.stdout) : took;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

interface Times {
  readonly oursMs: number;
  readonly againstMs: number;
}

/** Runs the two in turn, so that a machine whose speed drifts slows both; the first pair is not counted. */
export function pair(ours: Command, against: Command, runs: number): Times {
  return alternate(
    () => once(ours),
    () => once(against),
    runs,
  );
}

/** The same of two pieces of this process. */
export function inTurn(ours: () => void, against: () => void, runs: number): Times {
  const timed = (piece: () => void): number => {
    const started = performance.now();
    piece();
    return performance.now() - started;
  };
  return alternate(
    () => timed(ours),
    () => timed(against),
    runs,
  );
}

function alternate(ours: () => number, against: () => number, runs: number): Times {
  const a: number[] = [];
  const b: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const oursMs = ours();
    const againstMs = against();
    if (run === 0) continue;
    a.push(oursMs);
    b.push(againstMs);
  }
  return {oursMs: median(a), againstMs: median(b)};
}
