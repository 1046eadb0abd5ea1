import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {membersOf} from '../../src/runners/process/process-tree.ts';
import {home, Rig} from '../helpers/rig.ts';

const plan = (...ids: readonly string[]): string =>
  `unit: test plan\nid: all\nname: All of it\ninclude:\n${ids.map((id) => ` ${id}\n`).join('')}`;

const job = (id: string, command: string, more = ''): string =>
  `id: ${id}\nsummary: The job ${id}\nflags: simple\nenviron: HOME\ncommand: ${command}\n${more}`;

/** Waits to be ended, unless it may go on. */
const waits = job('waits', 'if [ -e "$HOME/go" ]; then exit 0; fi; echo $$ > "$HOME/pid"; exec sleep 600');

interface Shown {
  readonly state: string;
  readonly reboots: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly jobs: readonly {readonly id: string; readonly outcome: string; readonly attempts: number}[];
}

async function show(rig: Rig): Promise<Shown> {
  const shown: Shown = JSON.parse((await rig.run(['sessions', 'show', '--json'])).stdout);
  return shown;
}

/** `id: outcome, number of attempts`, in the plan's order. */
function results({jobs}: Shown): readonly string[] {
  return jobs.map(({id, outcome, attempts}) => `${id.replace('rig::', '')}: ${outcome}, ${attempts}`);
}

async function until(holds: () => boolean): Promise<void> {
  await expect.poll(holds, {timeout: 20_000, interval: 20}).toBe(true);
}

async function pidIn(rig: Rig, name: string): Promise<number> {
  await until(() => rig.exists(name) && rig.read(name).trim() !== '');
  return Number(rig.read(name));
}

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}

describe('an interruption', () => {
  it('by Ctrl-C ends the job with its processes, exits 4, and the session can be resumed', async () => {
    await using rig = new Rig({units: {'all.pxu': [plan('first', 'waits'), job('first', 'true'), waits].join('\n')}});
    const running = rig.start(['run', 'all']);
    const pid = await pidIn(rig, 'pid');
    running.child.kill('SIGINT');
    const {code, stdout} = await running.ended;
    expect(code).toBe(4);
    expect(stdout).toContain('assay resume');
    await until(() => !isAlive(pid));
  });

  it('S1: by kill -9 loses only the attempt that was running, which is recorded as interrupted', async () => {
    const once = job('once', 'echo ran >> "$HOME/once"');
    await using rig = new Rig({
      units: {'all.pxu': [plan('once', 'waits', 'third'), once, waits, job('third', 'true')].join('\n')},
    });
    const running = rig.start(['run', 'all']);
    const pid = await pidIn(rig, 'pid');
    running.child.kill('SIGKILL');
    await running.ended;
    rig.write('go', '');
    const {code} = await rig.run(['resume', '--report-dir', rig.reports], {provider: 'none'});
    expect(code).toBe(0);
    expect(rig.read('once')).toBe('ran\n');
    expect(isAlive(pid)).toBe(false);
    expect(results(await show(rig))).toEqual(['once: pass, 1', 'waits: pass, 2', 'third: pass, 1']);
    expect(rig.read('reports/report.html')).toMatch(/the run was interrupted while it ran[\s\S]*<td>2<td>/);
  });

  it.each(['SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
    'S8: by %s leaves none of its processes behind',
    async (signal) => {
      const hidden = job(
        'hidden',
        'if [ -e "$HOME/go" ]; then exit 0; fi; (setsid sh -c \'trap "" TERM HUP; echo $$ > "$HOME/pid"; sleep 600\' &) ; sleep 600',
      );
      await using rig = new Rig({units: {'all.pxu': [plan('hidden'), hidden].join('\n')}});
      const running = rig.start(['run', 'all', '--set', 'run.grace=1']);
      const pid = await pidIn(rig, 'pid');
      const [session = ''] = rig.sessionIds();
      running.child.kill(signal);
      expect((await running.ended).code).toBe(signal === 'SIGKILL' ? null : 4);
      rig.write('go', '');
      expect((await rig.run(['resume'], {provider: 'none'})).code).toBe(0);
      expect([isAlive(pid), membersOf({marker: `${session}:`})]).toEqual([false, []]);
    },
  );

  it('S7: at any instant finds saved what was shown', async () => {
    const ids = Array.from({length: 40}, (_, index) => `job${index}`);
    await using rig = new Rig({units: {'all.pxu': [plan(...ids), ...ids.map((id) => job(id, 'true'))].join('\n')}});
    const shown = new Set<string>();
    for (const enough of [3, 12, 25]) {
      const running = enough === 3 ? rig.start(['run', 'all']) : rig.start(['resume'], {provider: 'none'});
      const passes = (): readonly string[] => running.printed.match(/pass {4}job\d+ /g) ?? [];
      await until(() => passes().length + shown.size >= enough || running.child.exitCode !== null);
      running.child.kill('SIGKILL');
      await running.ended;
      for (const line of passes()) shown.add(line.replace(/pass +/, '').trim());
      const passed = (await show(rig)).jobs.flatMap(({id, outcome}) => (outcome === 'pass' ? [id] : []));
      expect(passed).toEqual(expect.arrayContaining([...shown].map((id) => `rig::${id}`)));
    }
    await rig.run(['resume'], {provider: 'none'});
    expect((await show(rig)).counts).toEqual({pass: 40});
  });

  it('resume says so where nothing is left to run', async () => {
    await using rig = new Rig();
    const {code, stderr} = await rig.run(['resume'], {provider: 'none'});
    expect(code).toBe(2);
    expect(stderr).toContain('there is no unfinished session');
  });
});

/** The command on a machine that has been restarted: with another boot id, where this machine lets us bind one. */
function restarted(rig: Rig, words: readonly string[]): {readonly code: number | null; readonly stdout: string} {
  rig.write('boot-id', '11111111-2222-3333-4444-555555555555\n');
  const bind = 'mount --bind "$HOME/boot-id" /proc/sys/kernel/random/boot_id && exec "$@"';
  const argv = ['--mount', 'sh', '-c', bind, 'sh', `${home}/assay`, ...words];
  const {status, stdout} = spawnSync('unshare', argv, {env: rig.environment(), encoding: 'utf8'});
  return {code: status, stdout};
}

/** Runs until the command that has the machine restart is over, and ends there as all does with the machine. */
async function runUntilRestart(rig: Rig): Promise<void> {
  const running = rig.start(['run', 'all']);
  const pid = await pidIn(rig, 'pid');
  await until(() => !isAlive(pid));
  running.child.kill('SIGKILL');
  await running.ended;
}

describe('a restart of the machine', () => {
  it('S2: is what its noreturn job was for; the session goes on after it', async (context) => {
    const reboot = job('reboot', 'echo $$ > "$HOME/pid"').replace('flags: simple', 'flags: simple noreturn');
    await using rig = new Rig({units: {'all.pxu': [plan('reboot', 'after'), reboot, job('after', 'true')].join('\n')}});
    if (restarted(rig, ['--version']).code !== 0) context.skip();
    await runUntilRestart(rig);
    const {code, stdout} = restarted(rig, ['resume']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/pass {4}reboot[\s\S]*pass {4}after[\s\S]*1 restart\n/)]);
    const shown = await show(rig);
    expect([shown.reboots, results(shown)]).toEqual([1, ['reboot: pass, 1', 'after: pass, 1']]);
  });

  it('S2: in a setup job is known too, before there is a plan', async (context) => {
    const setup =
      'unit: setup job\nid: reboot\nflags: simple noreturn\nsummary: R\nenviron: HOME\ncommand: echo $$ > "$HOME/pid"\n';
    const units = [`${plan('after')}setup_include: reboot\n`, setup, job('after', 'true')];
    await using rig = new Rig({units: {'all.pxu': units.join('\n')}});
    if (restarted(rig, ['--version']).code !== 0) context.skip();
    await runUntilRestart(rig);
    expect(restarted(rig, ['resume']).code).toBe(0);
    expect(results(await show(rig))).toEqual(['reboot: pass, 1', 'after: pass, 1']);
  });
});
