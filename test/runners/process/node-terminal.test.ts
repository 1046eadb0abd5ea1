import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {openStarter} from '../../../src/runners/process/open-starter.ts';
import {openPipes, type PipePool} from '../../../src/runners/process/pipes.ts';
import {runProcess} from '../../../src/runners/process/process.ts';
import {endTree, markerVariable} from '../../../src/runners/process/process-tree.ts';
import type {Starter} from '../../../src/runners/process/starter.ts';

const marker = `terminal:${process.pid};`;
let directory: string;
let pipes: PipePool;
let starter: Starter;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'assay-terminal-'));
  pipes = openPipes(join(directory, 'pipes'));
  starter = openStarter(undefined, 300);
});

afterEach(async () => {
  await endTree({marker}, {graceMs: 100});
  await starter.close();
  pipes.close();
  rmSync(directory, {recursive: true, force: true});
});

function start(command: string, {cwd = directory, timeoutMs}: {cwd?: string; timeoutMs?: number} = {}) {
  return runProcess({
    argv: ['sh', '-c', command],
    env: {PATH: process.env['PATH'] ?? '', [markerVariable]: marker},
    cwd,
    terminal: true,
    marker,
    files: {stdout: join(directory, 'out'), stderr: join(directory, 'err'), times: join(directory, 'times')},
    limits: {graceMs: 300, maxOutputBytes: 100_000_000, ...(timeoutMs === undefined ? {} : {timeoutMs})},

    pipes,
    starter,
    onOutput: () => undefined,
  });
}

/** What it printed, and how it ended. */
async function onTerminal(command: string): Promise<readonly [string, object]> {
  const {end} = await start(command).ended;
  return [readFileSync(join(directory, 'out'), 'latin1'), end];
}

const exited = (code: number) => ({type: 'exited', code});

describe('a terminal where the launcher is not there', () => {
  it('is there on all three streams, with a size, and controls the job', async () => {
    const command = 'test -t 0 && test -t 1 && test -t 2 && stty size && echo for me > /dev/tty && echo "[$TERM]" >&2';
    expect(await onTerminal(command)).toEqual(['24 80\nfor me\n[]\n', exited(0)]);
  });

  it('finds that nobody types', async () => {
    expect(await onTerminal('cat; echo over')).toEqual(['over\n', exited(0)]);
  });

  it('loses nothing of much output, and is told of by its end', async () => {
    const [printed, end] = await onTerminal("head -c 3000000 /dev/zero | tr '\\0' x; exit 3");
    expect([printed.length, printed.replaceAll('x', ''), end]).toEqual([3_000_000, '', exited(3)]);
  });

  it('keeps bytes that are no text', async () => {
    expect(await onTerminal("printf '\\377\\001\\0\\r\\n'")).toEqual(['\xff\x01\0\r\n', exited(0)]);
  });

  it('is not held up by what was left there, and names it', async () => {
    const {end, notes} = await start('(trap "" HUP; : > here; exec sleep 600) & while [ ! -e here ]; do :; done').ended;
    expect([end, notes]).toEqual([exited(0), [expect.stringMatching(/^it left running: (sh|sleep)/)]]);
  });

  it.each([
    ['kill -SEGV $$', {type: 'signalled', signal: 'SIGSEGV', core: false}],
    ['no-such-command-here', exited(127)],
    ['exec /nonexistent/program', exited(127)],
  ])('%s', async (command, end) => {
    expect((await start(command).ended).end).toEqual(end);
  });

  it('is ended by its timeout, with what ignores SIGHUP and SIGTERM', async () => {
    const {end} = await start('trap "" HUP TERM; sleep 600; sleep 600', {timeoutMs: 300}).ended;
    expect(end).toEqual({type: 'timed-out', limit: 'timeout', afterMs: 300});
  });

  it('says why a job could not be started', async () => {
    const {end} = await start('true', {cwd: '/proc/nonexistent'}).ended;
    expect(end).toEqual({type: 'not-started', reason: expect.stringContaining('ENOENT')});
  });
});
