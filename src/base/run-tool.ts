import {type ChildProcess, spawn} from 'node:child_process';
import type {Readable} from 'node:stream';
import type {RunOptions, RunResult} from './host.ts';

const defaultMaxBytes = 16 * 1024 * 1024;
/** How long the rest of the output is awaited after the tool is gone: a grandchild may hold the pipe open for ever. */
const drainMs = 200;

interface Kept {
  text(): string;
  isTruncated(): boolean;
}

function keep(stream: Readable | null, maxBytes: number): Kept {
  const chunks: Buffer[] = [];
  let size = 0;
  let truncated = false;
  stream?.on('data', (chunk: Buffer) => {
    const room = maxBytes - size;
    if (chunk.length > room) truncated = true;
    if (room <= 0) return;
    chunks.push(chunk.subarray(0, room));
    size += Math.min(room, chunk.length);
  });
  stream?.on('error', () => undefined);
  return {text: () => Buffer.concat(chunks).toString('utf8'), isTruncated: () => truncated};
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}

/** Runs a tool in a process group of its own, so that the timeout reaches whatever it started. `path` is its PATH unless `env` has one. */
export function runTool(
  argv: readonly [string, ...string[]],
  options: RunOptions,
  path: string | undefined,
): Promise<RunResult> {
  const {input, env = {}, timeoutMs, maxBytes = defaultMaxBytes} = options;
  const [command, ...args] = argv;
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      detached: true,
      env: {...(path === undefined ? {} : {PATH: path}), ...env},
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    const stdout = keep(child.stdout, maxBytes);
    const stderr = keep(child.stderr, maxBytes);
    let timedOut = false;
    let drain: NodeJS.Timeout | undefined;
    const timer = setTimeout(() => {
      timedOut = true;
      killGroup(child);
    }, timeoutMs);
    const finish = (result: RunResult): void => {
      clearTimeout(timer);
      clearTimeout(drain);
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve(result);
    };
    const ended = (code: number | null, signal: string | null): void => {
      if (timedOut) finish({state: 'failed', reason: `${command} did not end within ${timeoutMs} ms`});
      else if (code === null) finish({state: 'failed', reason: `${command} was ended by ${signal ?? 'a signal'}`});
      else {
        const truncated = stdout.isTruncated() || stderr.isTruncated();
        finish({state: 'exited', code, stdout: stdout.text(), stderr: stderr.text(), truncated});
      }
    };
    child.on('error', (error) =>
      finish({state: 'failed', reason: `${command} could not be started: ${error.message}`}),
    );
    child.on('exit', (code, signal) => {
      drain = setTimeout(() => ended(code, signal), drainMs);
    });
    child.on('close', ended);
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
