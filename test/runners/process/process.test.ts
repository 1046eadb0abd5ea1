import {mkdtempSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {openStarter} from '../../../src/runners/process/open-starter.ts';
import {openPipes, type PipePool} from '../../../src/runners/process/pipes.ts';
import {type ProcessLimits, type ProcessReport, runProcess} from '../../../src/runners/process/process.ts';
import {markerVariable, membersOf, type ProcessTree} from '../../../src/runners/process/process-tree.ts';
import type {Starter} from '../../../src/runners/process/starter.ts';
import {launcherProgram} from '../../helpers/launcher.ts';

let directory: string;
let pipes: PipePool;
let starter: Starter;
let count = 0;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'assay-process-'));
  pipes = openPipes(join(directory, 'pipes'));
});

afterEach(async () => {
  await starter.close();
  pipes.close();
  rmSync(directory, {recursive: true, force: true});
});

interface Run {
  readonly report: Promise<ProcessReport>;
  readonly marker: string;
  readonly pid: () => number | undefined;
  readonly seen: () => number;
  stop(): void;
}

function start(command: string, limits: Partial<ProcessLimits> = {}, cwd = directory): Run {
  const marker = `test:${process.pid}.${count++};`;
  let seen = 0;
  const running = runProcess({
    argv: ['sh', '-c', command],
    env: {PATH: process.env['PATH'] ?? '', [markerVariable]: marker},
    cwd,
    marker,
    files: {stdout: join(directory, 'out'), stderr: join(directory, 'err'), times: join(directory, 'times')},
    limits: {graceMs: 300, maxOutputBytes: 100_000_000, ...limits},

    pipes,
    starter,
    onOutput: (_stream, bytes) => {
      seen += bytes.length;
    },
  });
  return {report: running.ended, marker, pid: running.pid, seen: () => seen, stop: running.stop};
}

function treeOf({marker, pid}: Run): ProcessTree {
  const group = pid();
  return group === undefined ? {marker} : {marker, group};
}

const out = (name: 'out' | 'err' | 'times' = 'out'): string => readFileSync(join(directory, name), 'latin1');

describe.each([
  ['the launcher', () => launcherProgram()],
  ['Node itself', () => undefined],
])('started by %s:', (_name, programOf) => {
  beforeEach(() => {
    starter = openStarter(programOf(), 300);
  });

  describe('the end of a process', () => {
    it.each([
      ['exit 0', {type: 'exited', code: 0}],
      ['exit 200', {type: 'exited', code: 200}],
      ['no-such-command-here', {type: 'exited', code: 127}],
      ['kill -SEGV $$', {type: 'signalled', signal: 'SIGSEGV', core: false}],
      ['kill -KILL $$', {type: 'signalled', signal: 'SIGKILL', core: false}],
    ])('%s', async (command, end) => {
      const report = await start(command).report;
      expect(report).toMatchObject({end, notes: []});
    });

    it('says why it could not be started', async () => {
      const report = await start('true', {}, '/proc/nonexistent').report;
      expect(report.end).toMatchObject({type: 'not-started', reason: expect.stringContaining('ENOENT')});
    });

    it('is reached when a grandchild holds the output open, and names what was left', async () => {
      const run = start('sleep 60 & echo started');
      const report = await run.report;
      expect(report.end).toEqual({type: 'exited', code: 0});
      expect(report.durationMs).toBeLessThan(5000);
      expect(report.notes).toEqual([expect.stringMatching(/^it left running: sleep \(\d+\)$/)]);
      expect(out()).toBe('started\n');
      for (const {pid} of membersOf({marker: run.marker})) process.kill(pid, 'SIGKILL');
    });

    it('is reached when it closes its output early', async () => {
      const report = await start('exec >&- 2>&-; sleep 0.2; exit 7').report;
      expect(report.end).toEqual({type: 'exited', code: 7});
    });
  });

  describe('ending a process', () => {
    it('names the limit: timeout', async () => {
      const report = await start('sleep 60', {timeoutMs: 200}).report;
      expect(report.end).toEqual({type: 'timed-out', limit: 'timeout', afterMs: 200});
    });

    it('names the limit: silence', async () => {
      const command = 'for i in 1 2 3 4 5 6; do echo $i; sleep 0.1; done; sleep 60';
      const report = await start(command, {silenceTimeoutMs: 400, timeoutMs: 30_000}).report;
      expect(report.end).toEqual({type: 'timed-out', limit: 'silence-timeout', afterMs: 400});
      expect(out()).toBe('1\n2\n3\n4\n5\n6\n');
      expect(report.durationMs).toBeGreaterThan(900);
    });

    it('does not come before a timeout that is longer than timers of Node can wait', async () => {
      const report = await start('sleep 0.2', {timeoutMs: 40 * 86_400_000}).report;
      expect(report.end).toEqual({type: 'exited', code: 0});
    });

    it('lets it tidy up on SIGTERM', async () => {
      const report = await start('trap "echo tidied; exit 0" TERM; sleep 60 & wait', {timeoutMs: 1000}).report;
      expect(report.end).toMatchObject({type: 'timed-out'});
      expect(out()).toBe('tidied\n');
    });

    it.each([
      ['ignores SIGTERM', 'trap "" TERM; while :; do sleep 0.1; done'],
      ['ignores SIGTERM in a child', '(trap "" TERM; while :; do sleep 0.1; done) & sleep 60'],
      ['left the group by a double fork', 'setsid sh -c "(trap \\"\\" TERM; sleep 61) &"; sleep 60'],
      ['left the group and closed its output', 'setsid sleep 62 >/dev/null 2>&1 </dev/null & sleep 60'],
      ['forks on SIGTERM', 'trap "sleep 63 & sleep 64 &" TERM; while :; do sleep 0.1; done'],
    ])('reaches one that %s', async (_what, command) => {
      const run = start(command, {timeoutMs: 300});
      const report = await run.report;
      expect(report.end).toMatchObject({type: 'timed-out'});
      expect(membersOf(treeOf(run))).toEqual([]);
    });

    it('is an interruption when we ask for it', async () => {
      const run = start('echo ready; sleep 60');
      run.stop();
      const report = await run.report;
      expect(report.end).toEqual({type: 'interrupted'});
      expect(membersOf({marker: run.marker})).toEqual([]);
    });
  });

  describe('what a process prints', () => {
    it('is kept byte for byte', async () => {
      await start('printf "\\000\\377\\033[2J\\r\\n"; printf "e\\200" >&2').report;
      expect(Buffer.from(out(), 'latin1')).toEqual(Buffer.from([0, 255, 27, 91, 50, 74, 13, 10]));
      expect(Buffer.from(out('err'), 'latin1')).toEqual(Buffer.from([101, 128]));
    });

    it('may be written through /dev/stderr and /dev/stdout opened anew', async () => {
      const report = await start('echo one >&2; echo two | tee /dev/stderr; echo three > /dev/stdout; echo four >&2')
        .report;
      expect(report.end).toEqual({type: 'exited', code: 0});
      expect(out()).toBe('two\nthree\n');
      expect(out('err')).toBe('one\ntwo\nfour\n');
    });

    it('is kept with the time at which it came', async () => {
      await start('echo one; sleep 0.2; echo two >&2; sleep 0.2; printf three; printf four').report;
      const lines = out('times').trim().split('\n');
      const pieces = lines.map((text) => text.split(' '));
      expect(pieces.slice(0, 2).map(([, ...piece]) => piece)).toEqual([
        ['stdout', '4'],
        ['stderr', '4'],
      ]);
      const [first = 0, second = 0, third = 0] = pieces.map(([afterMs]) => Number(afterMs));
      expect(second - first).toBeGreaterThan(100);
      expect(third - second).toBeGreaterThan(100);
      expect(pieces.reduce((sum, [, , bytes]) => sum + Number(bytes), 0)).toBe(17);
    });

    it('makes no file where there is nothing', async () => {
      await start('true').report;
      expect(() => statSync(join(directory, 'out'))).toThrow('ENOENT');
      expect(() => statSync(join(directory, 'times'))).toThrow('ENOENT');
    });

    it('goes to disk, not to memory', async () => {
      const before = process.memoryUsage().rss;
      const run = start('head -c 300000000 /dev/zero', {maxOutputBytes: 1_000_000_000});
      await run.report;
      expect(run.seen()).toBe(300_000_000);
      expect(statSync(join(directory, 'out')).size).toBe(300_000_000);
      expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
    });

    it('is cut in the middle where it is more than may be kept', async () => {
      const report = await start('head -c 3000000 /dev/zero; echo the end', {maxOutputBytes: 1000}).report;
      const kept = out();
      expect(kept.length).toBeLessThan(70_000);
      expect(kept.startsWith('\0'.repeat(1000))).toBe(true);
      expect(kept.endsWith('\0the end\n')).toBe(true);
      expect(report.notes).toEqual([expect.stringMatching(/^\d+ bytes of its output were left out$/)]);
    });

    it('that cannot be saved is said', async () => {
      const marker = 'full;';
      const {ended} = runProcess({
        argv: ['sh', '-c', 'echo lost; echo kept >&2; exit 5'],
        env: {PATH: process.env['PATH'] ?? '', [markerVariable]: marker},
        cwd: directory,
        marker,
        files: {stdout: '/dev/full', stderr: join(directory, 'err'), times: join(directory, 'times')},
        limits: {graceMs: 300, maxOutputBytes: 1000},

        pipes,
        starter,
        onOutput: () => undefined,
      });
      const report = await ended;
      expect(report.end).toEqual({type: 'exited', code: 5});
      expect(report.notes).toEqual([expect.stringContaining('its output could not be saved: ENOSPC')]);
      expect(out('err')).toBe('kept\n');
    });
  });
});
