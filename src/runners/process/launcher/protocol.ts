import {getSystemErrorMap} from 'node:util';
import type {ResourceUsage} from '../../../session/events.ts';
import {signalName} from '../signal-name.ts';

/** What to run, with its output going to the pair of pipes of this number. */
export interface LaunchOrder {
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly pair: number;
  /** It gets a terminal of its own; all it prints is its standard output then. */
  readonly terminal?: boolean;
  /** A directory of cgroup v2 the process is started in. */
  readonly cgroup?: string;
}

export type Reply =
  | {readonly type: 'ready'}
  | {readonly type: 'started'; readonly job: number; readonly pid: number}
  | {readonly type: 'failed'; readonly job: number; readonly reason: string; readonly stage: string}
  | {
      readonly type: 'ended';
      readonly job: number;
      readonly code: number | null;
      readonly signal: string | null;
      readonly core: boolean;
      readonly usage: ResourceUsage;
      /** Bytes are still in its pipes. */
      readonly pending: boolean;
      /** Some process of it may live on. */
      readonly left: boolean;
    };

/** As the launcher's own limit. */
const maxBytes = 4 * 1024 * 1024;

function encode(letter: string, words: readonly string[]): Buffer {
  const text = `${letter}${words.join('\0')}\0`;
  const length = Buffer.byteLength(text);
  if (length > maxBytes) throw new Error(`its command and environment are ${length} bytes, more than can be started`);
  const frame = Buffer.allocUnsafe(4 + length);
  frame.writeUInt32LE(length, 0);
  frame.write(text, 4);
  return frame;
}

export function encodePair(pair: number, paths: {readonly stdout: string; readonly stderr: string}): Buffer {
  return encode('P', [String(pair), paths.stdout, paths.stderr]);
}

export function encodeClose(pair: number): Buffer {
  return encode('C', [String(pair)]);
}

export function encodeHelper(words: readonly string[]): Buffer {
  return encode('X', words);
}

/** Throws a sentence where a word cannot be handed to a program. */
export function encodeRun(job: number, {argv, env, cwd, pair, terminal = false, cgroup = ''}: LaunchOrder): Buffer {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const words = [
    String(job),
    String(pair),
    terminal ? '1' : '0',
    cgroup,
    cwd,
    String(argv.length),
    ...argv,
    ...variables,
  ];
  if (words.some((word) => word.includes('\0'))) throw new Error('its command or environment holds a zero byte');
  return encode('R', words);
}

const stages: Readonly<Record<string, string>> = {
  chdir: 'its working directory cannot be entered',
  exec: 'its program cannot be executed',
  cgroup: 'its control group cannot be entered',
  fork: 'no process can be made',
  pair: 'its output has nowhere to go',
  pty: 'it cannot be given a terminal',
};

function failure(number: number, stage: string): string {
  const [name, sentence] = getSystemErrorMap().get(-number) ?? [`error ${number}`, ''];
  return `${stages[stage] ?? stage}: ${name}${sentence === '' ? '' : ` (${sentence})`}`;
}

/** Undefined for a line that no launcher of this version writes. */
export function parseReply(line: string): Reply | undefined {
  const [type, ...words] = line.split(' ');
  const numberAt = (index: number): number => Number(words[index]);
  const job = numberAt(0);
  switch (type) {
    case 'ready':
      return {type};
    case 'started':
      return {type, job, pid: numberAt(1)};
    case 'failed':
      return {type, job, reason: failure(numberAt(1), words[2] ?? ''), stage: words[2] ?? ''};
    case 'ended': {
      const number = numberAt(2);
      const exited = words[1] === 'exited';
      return {
        type,
        job,
        code: exited ? number : null,
        signal: exited ? null : signalName(number),
        core: words[3] === '1',
        usage: {maxRssBytes: numberAt(4) * 1024, userMs: numberAt(5) / 1000, systemMs: numberAt(6) / 1000},
        pending: words[7] !== '0' || words[8] !== '0',
        left: words[9] !== '0',
      };
    }
    default:
      return undefined;
  }
}
