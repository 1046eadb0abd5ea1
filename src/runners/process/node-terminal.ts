import {createWriteStream, statSync} from 'node:fs';
import {messageOf} from '../../base/message-of.ts';
import {signalName} from './signal-name.ts';
import type {Exit, Started, StartOrder} from './starter.ts';

type Library = typeof import('node-pty');
type Order = Omit<StartOrder, 'pair' | 'terminal' | 'cgroup'>;

const ready = '\u0001';
/** A line for the prelude, then the end of input for the job. */
const typed = '\n\u0004';

/**
 * Sets the terminal as the compiled launcher does: it adds nothing to what is printed. The job begins once everything was
 * typed: node-pty would write to a descriptor that is no longer its own where the job is over sooner.
 */
const prelude = `stty -opost -echo 2>/dev/null; printf '\\001'; read -r _; exec "$@"`;

async function load(): Promise<Library | string> {
  try {
    return await import('node-pty');
  } catch (error) {
    return `it wants a terminal, which takes the compiled launcher or node-pty: install a C compiler, make and python3 (${messageOf(error)})`;
  }
}

/** Hands on what is printed, but for what the prelude says first, and types that nobody types. Ends when the job does. */
function follow(pty: ReturnType<Library['spawn']>, output: number): Promise<Exit> {
  const pipe = createWriteStream('', {fd: output, autoClose: false, highWaterMark: 1024 * 1024});
  let isReady = false;
  pty.onData((data) => {
    let bytes = Buffer.from(data);
    if (!isReady) {
      isReady = true;
      if (bytes[0] === ready.charCodeAt(0)) bytes = bytes.subarray(1);
      pty.write(typed);
    }
    if (bytes.length === 0 || pipe.write(bytes)) return;
    pty.pause();
    pipe.once('drain', () => pty.resume());
  });
  return new Promise((resolve) => {
    pty.onExit(({exitCode, signal = 0}) => {
      const end = signal === 0 ? {code: exitCode, signal: null} : {code: null, signal: signalName(signal)};
      const exit: Exit = {type: 'exit', ...end, core: false, pending: true, left: 'unknown'};
      pipe.once('error', () => resolve(exit));
      pipe.end(() => resolve(exit));
    });
  });
}

function spawnOn({spawn}: Library, {argv, env, cwd}: Order): ReturnType<Library['spawn']> {
  statSync(cwd);
  // It names a terminal in TERM where nobody did.
  const script = env['TERM'] === undefined ? `unset TERM; ${prelude}` : prelude;
  const size = {cols: 80, rows: 24};
  return spawn('/bin/sh', ['-c', script, 'sh', ...argv], {...size, cwd, env: {...env}, encoding: null});
}

/**
 * Runs a command on a terminal of its own by node-pty, which is loaded when it is first wanted. A program that is not there
 * is exit code 127.
 */
export function startOnTerminal(order: Order, output: () => number): Started {
  let pid: number | undefined;
  let settle: () => void = () => undefined;
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const run = async (): Promise<Exit> => {
    try {
      const library = await load();
      if (typeof library === 'string') return {type: 'error', reason: library};
      const pty = spawnOn(library, order);
      pid = pty.pid;
      settle();
      return await follow(pty, output());
    } catch (error) {
      return {type: 'error', reason: messageOf(error)};
    } finally {
      settle();
    }
  };
  return {pid: () => pid, settled, exited: run()};
}
