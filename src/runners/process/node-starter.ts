import {type ChildProcess, spawn} from 'node:child_process';
import {closeSync, constants, openSync} from 'node:fs';
import {messageOf} from '../../base/message-of.ts';
import {startOnTerminal} from './node-terminal.ts';
import type {PipePair} from './pipes.ts';
import {type Exit, notStarted, type Started, type Starter, type StartOrder} from './starter.ts';

interface WriteEnds {
  readonly stdout: number;
  readonly stderr: number;
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) =>
      resolve({type: 'exit', code, signal, core: false, pending: true, left: 'unknown'}),
    );
    child.once('error', ({message}) => resolve({type: 'error', reason: message}));
  });
}

/**
 * Starts processes from this one, which the kernel copies for each: milliseconds where we have grown large. Whether one left
 * others behind it cannot tell.
 */
export function openNodeStarter(): Starter {
  const open = new Map<PipePair, WriteEnds>();
  const writeEnds = (pair: PipePair): WriteEnds => {
    const known = open.get(pair);
    if (known !== undefined) return known;
    const {stdout, stderr} = pair.paths;
    const ends = {stdout: openSync(stdout, constants.O_WRONLY), stderr: openSync(stderr, constants.O_WRONLY)};
    open.set(pair, ends);
    return ends;
  };
  const drop = (pair: PipePair): void => {
    const ends = open.get(pair);
    if (ends === undefined) return;
    closeSync(ends.stdout);
    closeSync(ends.stderr);
    open.delete(pair);
  };
  return {
    start({argv: [file, ...words], env, cwd, pair, terminal = false}: StartOrder): Started {
      if (terminal) return startOnTerminal({argv: [file, ...words], env, cwd}, () => writeEnds(pair).stdout);
      const {stdout, stderr} = writeEnds(pair);
      try {
        const child = spawn(file, words, {cwd, env, detached: true, stdio: ['ignore', stdout, stderr]});
        return {pid: () => child.pid, settled: Promise.resolve(), exited: exitOf(child)};
      } catch (error) {
        return notStarted(messageOf(error));
      }
    },
    drop,
    close() {
      for (const pair of open.keys()) drop(pair);
      return Promise.resolve(false);
    },
  };
}
