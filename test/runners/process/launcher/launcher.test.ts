import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {Launcher} from '../../../../src/runners/process/launcher/launcher.ts';
import {encodePair} from '../../../../src/runners/process/launcher/protocol.ts';
import {openStarter} from '../../../../src/runners/process/open-starter.ts';
import {openPipes, type PipePair, type PipePool} from '../../../../src/runners/process/pipes.ts';
import type {Exit, Starter} from '../../../../src/runners/process/starter.ts';
import {startTimeOf} from '../../../../src/session/process-identity.ts';
import {launcherProgram} from '../../../helpers/launcher.ts';

let directory: string;
let pipes: PipePool;
let pair: PipePair;
let starter: Starter;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'assay-launcher-'));
  pipes = openPipes(join(directory, 'pipes'));
  pair = pipes.take();
  starter = openStarter(launcherProgram(), 300);
});

afterEach(async () => {
  await starter.close();
  pipes.close();
  rmSync(directory, {recursive: true, force: true});
});

const env = {PATH: process.env['PATH'] ?? ''};

function start(command: string) {
  return starter.start({argv: ['/bin/sh', '-c', command], env, cwd: directory, pair});
}

const pidIn = (name: string): number => Number(readFileSync(join(directory, name), 'utf8'));
const isRunning = (pid: number): boolean => startTimeOf(pid) !== undefined;

async function written(name: string): Promise<number> {
  await expect.poll(() => existsSync(join(directory, name)) && pidIn(name)).toBeGreaterThan(0);
  return pidIn(name);
}

/** Leaves its job's group, session and environment behind. */
const hidden = (name: string): string =>
  `env -i /usr/bin/setsid /bin/sh -c 'trap "" TERM; echo $$ > ${name}.new; mv ${name}.new ${name}; exec sleep 600' >/dev/null 2>&1 &`;

describe('a process started by the launcher', () => {
  it('tells what it used', async () => {
    const exit = await start('head -c 50000000 /dev/zero | tail -c 50000000 | tail -c 1 > /dev/null').exited;
    expect(exit).toMatchObject({type: 'exit', code: 0, signal: null, pending: false, left: 'none'});
    const usage = exit.type === 'exit' ? exit.usage : undefined;
    expect(usage?.maxRssBytes).toBeGreaterThan(50_000_000);
    expect((usage?.userMs ?? 0) + (usage?.systemMs ?? 0)).toBeGreaterThan(1);
  });

  it('has no standard input, an own session, the usual signals and no file of ours', async () => {
    const script = 'cat; cut -d " " -f 1,5,6 /proc/$$/stat > ids; grep -E "Sig(Ign|Blk)" /proc/self/status > signals';
    const {exited} = start(script);
    expect(await exited).toMatchObject({code: 0});
    let printed = '';
    pair.readers.stdout.listen((bytes) => {
      printed += Buffer.from(bytes).toString();
    });
    await starter.start({argv: ['/bin/ls', '/proc/self/fd'], env, cwd: '/', pair}).exited;
    pair.readers.stdout.drain();
    // The last one is the directory it lists.
    expect(printed).toBe('0\n1\n2\n3\n');
    const [pid, group, session] = readFileSync(join(directory, 'ids'), 'utf8').trim().split(' ');
    expect([group, session]).toEqual([pid, pid]);
    expect(readFileSync(join(directory, 'signals'), 'utf8')).toMatch(/^SigBlk:\s0+\nSigIgn:\s0+\n$/);
  });

  it('has variables of the launcher beneath its own, and things done, where it is told so', async () => {
    const child = spawn(launcherProgram(), ['300', 'own'], {
      env: {OWN: 'a', BOTH: 'b'},
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const own = new Launcher({run: () => ({child, isReady: false}), graceMs: 300, fallback: starter});
    const command = 'printf %s "$OWN $BOTH $GIVEN" > variables';
    const order = {argv: ['/bin/sh', '-c', command] as const, cwd: directory, pair};
    expect(await own.start({...order, env: {BOTH: 'c', GIVEN: 'd'}}).exited).toMatchObject({code: 0, left: 'none'});
    expect(readFileSync(join(directory, 'variables'), 'utf8')).toBe('a c d');
    own.runHelper(['/bin/rm', join(directory, 'variables')]);
    own.runHelper(['/no/such/program']);
    await own.close();
    expect(existsSync(join(directory, 'variables'))).toBe(false);
  });

  describe('on a terminal of its own', () => {
    const onTerminal = async (command: string): Promise<string> => {
      let printed = '';
      pair.readers.stdout.listen((bytes) => {
        printed += Buffer.from(bytes).toString();
      });
      const order = {argv: ['/bin/sh', '-c', command] as const, env, cwd: directory, pair, terminal: true};
      const exit = await starter.start(order).exited;
      pair.readers.stdout.drain();
      return `${printed}${exit.type === 'exit' ? exit.code : exit.type}`;
    };

    it('has it on all three streams, with a size, and controls it', async () => {
      const command = 'test -t 0 && test -t 1 && test -t 2 && stty size && echo for me > /dev/tty';
      expect(await onTerminal(command)).toBe('24 80\nfor me\n0');
    });

    it('finds that nobody types', async () => {
      expect(await onTerminal('cat; echo over')).toBe('over\n0');
    });

    it('loses nothing of much output, and is told of by its end', async () => {
      const printed = await onTerminal("head -c 3000000 /dev/zero | tr '\\0' x; exit 3");
      expect(printed).toBe(`${'x'.repeat(3_000_000)}3`);
    });

    it('is not held up by what it left there', async () => {
      expect(await onTerminal('(trap "" HUP; sleep 600) & echo left')).toBe('left\n0');
    });
  });

  it('is what the kernel ends when memory runs out, rather than us', async () => {
    expect(await start('test "$(cat /proc/self/oom_score_adj)" -ge 300').exited).toMatchObject({code: 0});
  });

  it.each([
    [['/nonexistent/program'], '/', 'ENOENT'],
    [['/etc/passwd'], '/', 'EACCES'],
    [['/bin/true'], '/proc/nonexistent', 'its working directory cannot be entered: ENOENT'],
    [['/bin/echo', 'x'.repeat(200_000)], '/', 'E2BIG'],
    [['/bin/echo', 'a\0b'], '/', 'zero byte'],
    [['/bin/echo', ...Array.from({length: 50}, () => 'x'.repeat(100_000))], '/', 'more than can be started'],
  ] as const)('that cannot be started says why (%#)', async (argv, cwd, reason) => {
    const {exited} = starter.start({argv: [argv[0], ...argv.slice(1)], env, cwd, pair});
    expect(await exited).toEqual({type: 'error', reason: expect.stringContaining(reason)});
    expect(await start('exit 3').exited).toMatchObject({code: 3});
  });

  it('says when something of it lives on, but not when something of an earlier one does', async () => {
    const left = async (command: string) => {
      const exit = await start(command).exited;
      return exit.type === 'exit' ? exit.left : exit.type;
    };
    expect(await left('true')).toBe('none');
    expect(await left(hidden('stray'))).toBe('some');
    expect(await left('true')).toBe('none');
    expect(await left('sleep 600 & true')).toBe('some');
    expect(await left('true')).toBe('none');
  });

  it('runs beside others', async () => {
    const pairs = Array.from({length: 20}, () => pipes.take());
    const exits = await Promise.all(
      pairs.map((own, index) => {
        const argv = ['/bin/sh', '-c', `sleep 0.${20 - index}; exit ${index}`] as const;
        return starter.start({argv, env, cwd: '/', pair: own}).exited;
      }),
    );
    expect(exits.map((exit) => (exit.type === 'exit' ? exit.code : exit))).toEqual(pairs.map((_, index) => index));
  });
});

describe('the end of the launcher', () => {
  it('ends everything it started, also what left its session and ignores SIGTERM', async () => {
    const {exited} = start(`${hidden('stray')} sleep 600`);
    const stray = await written('stray');
    expect(await starter.close()).toBe(true);
    expect(isRunning(stray)).toBe(false);
    expect(await exited).toEqual<Exit>({type: 'lost'});
  });

  it('S8: comes with ours, however we end', async () => {
    const script = `
      import {openStarter} from ${JSON.stringify(resolve('src/runners/process/open-starter.ts'))};
      import {openPipes} from ${JSON.stringify(resolve('src/runners/process/pipes.ts'))};
      const pair = openPipes(process.argv[1] + '/other-pipes').take();
      const command = process.argv[2];
      openStarter(${JSON.stringify(launcherProgram())}, 300)
        .start({argv: ['/bin/sh', '-c', command], env: process.env, cwd: process.argv[1], pair});
    `;
    const command = `${hidden('stray')} echo $$ > job.new; mv job.new job; sleep 600`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, directory, command], {
      stdio: 'inherit',
    });
    const pids = [await written('stray'), await written('job')];
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    await expect.poll(() => pids.filter(isRunning)).toEqual([]);
  });

  it('comes where a pipe it is told to open has no reader any more', async () => {
    const fifo = join(directory, 'unread');
    spawnSync('mkfifo', [fifo]);
    const child = spawn(launcherProgram(), ['300'], {stdio: ['pipe', 'ignore', 'inherit']});
    const ended = once(child, 'exit');
    child.stdin.end(encodePair(0, {stdout: fifo, stderr: fifo}));
    expect(await ended).toEqual([0, null]);
  });

  it('by a job is the end of that job only, and of its whole group', async () => {
    const command = 'sleep 600 & echo $! > left; until [ -e go ]; do sleep 0.01; done; kill -9 $PPID; wait';
    const {pid, exited} = start(command);
    await expect.poll(pid).toBeDefined();
    writeFileSync(join(directory, 'go'), '');
    expect(await exited).toEqual({type: 'lost'});
    expect(await start('exit 4').exited).toMatchObject({code: 4});
    await expect.poll(() => isRunning(pidIn('left'))).toBe(false);
    // What it had started may have got away then.
    expect(await starter.close()).toBe(false);
  });
});

describe('without a launcher that runs', () => {
  it.each(['#!/bin/sh\nexit 3\n', '#!/nonexistent\n', 'no program'])('jobs start all the same: %j', async (text) => {
    const program = join(directory, 'broken');
    writeFileSync(program, text, {mode: 0o755});
    const broken = openStarter(program, 300);
    const order = {argv: ['/bin/sh', '-c', 'exit 5'] as const, env, cwd: directory, pair};
    expect(await broken.start(order).exited).toMatchObject({code: 5});
    expect(await broken.start(order).exited).toMatchObject({code: 5});
    expect(await broken.close()).toBe(false);
  });
});
