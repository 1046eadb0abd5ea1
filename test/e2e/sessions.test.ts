import {spawnSync} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync, readlinkSync, truncateSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {Rig, type Running} from '../helpers/rig.ts';

const job = (id: string, command: string, more = ''): string =>
  `id: ${id}\nsummary: The job ${id}\nflags: simple\ncommand: ${command}\n${more}`;
const plan = (...ids: readonly string[]): string =>
  `unit: test plan\nid: all\nname: All of it\ninclude:\n${ids.map((each) => ` ${each}\n`).join('')}`;
const resource = (id: string, command: string): string =>
  `id: ${id}\nplugin: resource\nsummary: Res\nestimated_duration: 1\ncommand: ${command}\n`;

/** Waits until somebody lets it go on, once it has said that it is here. */
const wait = job('wait', 'touch "$HOME/here"; while [ ! -e "$HOME/go" ]; do sleep 0.05; done', 'environ: HOME\n');
const waiting = {
  'all.pxu': [plan('first', 'wait', 'last'), job('first', 'echo first'), wait, job('last', 'true')].join('\n'),
};

async function startWaiting(rig: Rig): Promise<Running> {
  const running = rig.start(['run', 'all']);
  await expect.poll(() => rig.exists('here'), {timeout: 20_000}).toBe(true);
  return running;
}

async function interrupted(rig: Rig, signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL' = 'SIGTERM'): Promise<string> {
  const before = rig.sessionIds();
  const running = await startWaiting(rig);
  running.child.kill(signal);
  await running.ended;
  return rig.sessionIds().find((id) => !before.includes(id)) ?? '';
}

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly jobs: readonly {
    readonly id: string;
    readonly outcome: string;
    readonly reason?: string;
    readonly logs: readonly string[];
  }[];
}

async function show(rig: Rig, ...words: readonly string[]): Promise<Shown> {
  const {stdout} = await rig.run(['sessions', 'show', ...words, '--json']);
  return JSON.parse(stdout) as Shown;
}

describe('sessions', () => {
  it('are listed, shown with every job, and deleted', async () => {
    const units = {'all.pxu': [plan('good', 'bad'), job('good', 'echo fine'), job('bad', 'exit 3')].join('\n')};
    await using rig = new Rig({units});
    await rig.run(['run', 'all', '--title', 'Tuesday']);
    const [id = ''] = rig.sessionIds();
    expect((await rig.run(['sessions', 'list'])).stdout).toContain(`${id}  finished  rig::all  1 pass, 1 fail`);
    const {stdout} = await rig.run(['sessions', 'show', id]);
    expect(stdout).toContain('Tuesday (rig::all)');
    expect(stdout).toMatch(/1 {2}pass {2}good/);
    expect(stdout).toMatch(/2 {2}fail {2}bad {3}exit code 3/);
    const shown = await show(rig);
    expect(readFileSync(shown.jobs[0]?.logs[0] ?? '', 'utf8')).toBe('fine\n');
    const {code, stdout: deleted} = await rig.run(['sessions', 'delete', id.slice(0, 21)]);
    expect([code, deleted]).toEqual([0, '1 session deleted\n']);
    expect(rig.sessionIds()).toEqual([]);
    expect((await rig.run(['sessions', 'show', id])).stderr).toContain(`there is no session ${id}`);
  });

  it('give their reports again at any time', async () => {
    const units = {'all.pxu': [plan('good'), job('good', 'echo fine')].join('\n')};
    await using rig = new Rig({units});
    await rig.run(['run', 'all', '--report-dir', rig.path('once')]);
    await rig.run(['sessions', 'export', '--report-dir', rig.path('again')]);
    for (const name of readdirSync(rig.path('once'))) expect(rig.read(`again/${name}`)).toBe(rig.read(`once/${name}`));
    expect((await rig.run(['sessions', 'export', '--format', 'junit'])).stdout).toBe(rig.read('once/junit.xml'));
    const {code, stderr} = await rig.run(['sessions', 'export', '--format', 'jnit']);
    expect([code, stderr.includes('did you mean junit?')]).toEqual([2, true]);
  });

  it('S3: a second process is refused, the owner named; take-over only when told', async () => {
    await using rig = new Rig({units: waiting});
    const running = await startWaiting(rig);
    const [id = ''] = rig.sessionIds();
    const refused = await rig.run(['resume', id]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/error\[session\/held\].*process \d+ is running this session/);
    expect((await rig.run(['sessions', 'delete', id])).code).toBe(2);
    expect((await rig.run(['sessions', 'list'])).stdout).toContain('running');
    const taken = rig.start(['resume', id, '--take-over']);
    expect((await running.ended).code).toBe(4);
    rig.write('go', '');
    const {code, stderr} = await taken.ended;
    expect([stderr, code]).toEqual(['', 0]);
    expect((await show(rig, id)).jobs.map(({outcome}) => outcome)).toEqual(['pass', 'pass', 'pass']);
  });

  it('S4: a run with another launcher is a new session; the unfinished one is offered', async () => {
    await using rig = new Rig({units: waiting});
    const id = await interrupted(rig);
    rig.write('provider/units/other.pxu', plan('last').replaceAll('all', 'other'));
    rig.write('l.conf', '[test plan]\nunit = rig::other\nforced = yes\n[test selection]\nforced = yes\n');
    const {code, stdout, stderr} = await rig.run(['run', 'l.conf']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('1 test planned')]);
    expect(stderr).toContain(
      `the last session is not finished: 1 of 3 jobs of rig::all. Go on with: assay resume ${id}`,
    );
    expect(rig.sessionIds()).toHaveLength(2);
    expect((await show(rig, id)).state).toBe('interrupted');
  });

  it('S5: a resume after the units changed keeps what is the same, and says what is not', async () => {
    await using rig = new Rig({units: waiting});
    const id = await interrupted(rig);
    rig.write('go', '');
    const changed = [plan('first', 'wait', 'new'), job('first', 'echo changed'), wait, job('new', 'true')];
    rig.write('provider/units/all.pxu', changed.join('\n'));
    const {code, stdout} = await rig.run(['resume', id], {provider: 'none'});
    expect(code).toBe(0);
    expect(stdout).toContain('changed since the session began: first');
    expect(stdout).toContain('to run once more (definitions changed): first\n');
    expect(stdout).toContain('added since the session began: new');
    expect(stdout).toContain('removed since the session began: last');
    const shown = await show(rig, id);
    expect(shown.jobs.map(({id: name, outcome}) => `${name} ${outcome}`)).toEqual([
      'rig::first pass',
      'rig::wait pass',
      'rig::new pass',
    ]);
  });

  it('S5: a resume with other providers runs what it has there; one that cannot know its jobs leaves the session as it is', async () => {
    await using rig = new Rig({units: waiting});
    const id = await interrupted(rig);
    rig.write('go', '');
    const gone = await rig.run(['--provider', rig.path('none'), 'resume', id], {provider: 'none'});
    expect([gone.code, gone.stderr]).toEqual([2, expect.stringContaining('error[provider/not-found]')]);
    rig.write('other/provider.yaml', 'name: test:other\nnamespace: other\nversion: 1\n');
    rig.write('other/units/all.pxu', job('last', 'true'));
    const other = await rig.run(['--provider', rig.path('other'), 'resume', id], {provider: 'none'});
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('rig::all, which its providers no longer')]);
    rig.write('provider/units/all.pxu', waiting['all.pxu'].replace('command: true', 'comand: true'));
    const broken = await rig.run(['resume', id], {provider: 'none'});
    expect([broken.code, broken.stderr]).toEqual([2, expect.stringContaining('needs 1 unit with errors: rig::last')]);
    const all = await rig.run(['resume', '--all'], {provider: 'none'});
    expect([all.code, all.stderr]).toEqual([2, expect.stringMatching(/cannot go on:\n.*all\.pxu:\d+:1: error/)]);
    expect((await show(rig, id)).state).toBe('interrupted');
    rig.write('copy/provider.yaml', rig.read('provider/provider.yaml'));
    rig.write('copy/units/all.pxu', waiting['all.pxu'].replace('echo first', 'echo another'));
    const {code, stdout} = await rig.run(['--provider', rig.path('copy'), 'resume', id], {provider: 'none'});
    expect([code, stdout]).toEqual([0, expect.stringContaining('changed since the session began: first')]);
  });

  describe('with jobs that run once more', () => {
    const units = {
      'all.pxu': [
        plan('good', 'base', 'top'),
        job('good', 'true'),
        job('base', 'test -e "$HOME/go"', 'environ: HOME\n'),
        job('top', 'true', 'depends: base\n'),
      ].join('\n'),
    };

    it('are finished anew, and every attempt is in them', async () => {
      await using rig = new Rig({units});
      expect((await rig.run(['run', 'all'])).code).toBe(1);
      rig.write('go', '');
      const {code, stdout} = await rig.run(['resume', '--rerun', 'to.*'], {provider: 'none'});
      expect([code, stdout]).toEqual([0, expect.stringMatching(/3 {2}passed/)]);
      expect((await show(rig)).jobs.map(({outcome}) => outcome)).toEqual(['pass', 'pass', 'pass']);
      const [id = ''] = rig.sessionIds();
      expect(rig.read(`state/sessions/${id}/reports/submission.json`)).toContain('skipped-dependency');
      const again = await rig.run(['resume', id]);
      expect([again.code, again.stderr.includes('--rerun JOB runs a job once more')]).toEqual([2, true]);
    });

    it('are told apart from such as they do not have', async () => {
      await using rig = new Rig({units});
      await rig.run(['run', 'all']);
      const unknown = await rig.run(['resume', '--rerun', 'bsae']);
      expect([unknown.code, unknown.stderr]).toEqual([
        2,
        expect.stringMatching(/has no job bsae[\s\S]*did you mean base\?/),
      ]);
      const none = await rig.run(['resume', '--rerun', 'x.*']);
      expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('has no job that matches x.*')]);
      const broken = await rig.run(['resume', '--rerun', '(']);
      expect([broken.code, broken.stderr]).toEqual([2, expect.stringContaining('this pattern cannot be used')]);
      const all = await rig.run(['resume', '--all', '--rerun', 'base']);
      expect([all.code, all.stderr]).toEqual([2, expect.stringContaining('--all')]);
    });
  });

  it('are gone on with by the keys they were begun with', async () => {
    const last = "id: last\nsummary: L\nflags: [simple]\ncommand: {by-board: {pi: 'true', default: 'false'}}\n";
    await using rig = new Rig({
      units: {...waiting, 'all.pxu': waiting['all.pxu'].replace(/id: last[\s\S]*$/, ''), 'l.yaml': last},
    });
    const running = rig.start(['--key', 'board=pi', 'run', 'all']);
    await expect.poll(() => rig.exists('here'), {timeout: 20_000}).toBe(true);
    running.child.kill('SIGTERM');
    await running.ended;
    rig.write('go', '');
    const {code, stdout} = await rig.run(['resume'], {provider: 'none'});
    expect(stdout).toMatch(/pass {4}last/);
    expect(code).toBe(0);
  });

  it('are never meant by an empty id', async () => {
    await using rig = new Rig({units: {'all.pxu': `${plan('all', 'a')}\n${job('a', 'true')}`}});
    await rig.run(['run', 'all']);
    const {code, stderr} = await rig.run(['sessions', 'delete', '']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('an id is empty')]);
    expect(JSON.parse((await rig.run(['sessions', 'list', '--json'])).stdout)).toHaveLength(1);
  });

  it('send a terminal nothing that it obeys', async () => {
    await using rig = new Rig({units: {'all.pxu': `${plan('all', 'a')}\n${job('a', 'true')}`}});
    await rig.run(['run', 'all', '--title', 'red \u001b[31m']);
    const [id = ''] = rig.sessionIds();
    rig.write('state/sessions/2026-\u001b[31m/journal.db', '');
    const {stdout: listed} = await rig.run(['sessions', 'list']);
    const {stdout: shown} = await rig.run(['sessions', 'show', id]);
    expect([listed.includes('damaged'), shown.includes('red')]).toEqual([true, true]);
    expect(listed + shown).not.toContain('\u001b');
  });

  it('S6: one that is damaged is said to be, and all else works', async () => {
    await using rig = new Rig({units: waiting});
    const id = await interrupted(rig);
    truncateSync(join(rig.state, 'sessions', id, 'journal.db'), 100);
    rig.write('go', '');
    const run = await rig.run(['run', 'all']);
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect((await rig.run(['sessions', 'list'])).stdout).toMatch(new RegExp(`${id} {2}damaged {3}`));
    const resumed = await rig.run(['resume', id]);
    expect([resumed.code, resumed.stderr.includes('is damaged')]).toEqual([2, true]);
    const shown = await rig.run(['sessions', 'show', id]);
    expect([shown.code, shown.stderr.includes('is damaged')]).toEqual([2, true]);
    expect((await rig.run(['sessions', 'delete', id])).code).toBe(0);
    expect(rig.sessionIds()).toHaveLength(1);
  });
});

/** A small disk; undefined where this machine lets us make none. */
function smallDisk(path: string, size: string): Disposable | undefined {
  mkdirSync(path, {recursive: true});
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path]).status !== 0) return undefined;
  return {[Symbol.dispose]: () => void spawnSync('umount', ['-l', path])};
}

describe('a full disk', () => {
  it('S9: is a clear error; what was saved stays, and the run can go on', async (context) => {
    const ids = Array.from({length: 60}, (_, index) => `job${index}`);
    const units = [plan(...ids), ...ids.map((id) => job(id, "head -c 20000 /dev/zero | tr '\\0' x"))];
    await using rig = new Rig({units: {'all.pxu': units.join('\n')}});
    using disk = smallDisk(rig.state, '700k');
    if (disk === undefined) context.skip();
    const {code, stdout, stderr} = await rig.run(['run', 'all']);
    expect(code).toBe(4);
    expect(stderr).toMatch(/^the run stopped: .*journal\.db: the disk is full/m);
    expect(stderr).not.toContain('    at ');
    const shown = [...stdout.matchAll(/pass {4}job/g)].length;
    expect(shown).toBeGreaterThan(5);
    const [listed] = JSON.parse((await rig.run(['sessions', 'list', '--json'])).stdout) as [{counts: {pass: number}}];
    expect(listed.counts.pass).toBe(shown);
    spawnSync('mount', ['-o', 'remount,size=8m', rig.state]);
    const resumed = await rig.run(['resume'], {provider: 'none'});
    expect(resumed.code).toBe(0);
    expect(resumed.stdout).toMatch(/60 {2}passed/);
  });
});

describe('autoresume', () => {
  it('installs a unit that goes on with sessions, and removes it', async () => {
    await using rig = new Rig({units: waiting});
    const words = ['--root', rig.path('root')];
    expect((await rig.run(['autoresume', 'status', ...words])).stdout).toBe('disabled\n');
    expect((await rig.run(['autoresume', 'enable', ...words])).code).toBe(0);
    expect((await rig.run(['autoresume', 'enable', ...words])).code).toBe(0);
    const unit = rig.read('root/etc/systemd/system/assay-autoresume.service');
    expect(unit).toContain(`Environment="ASSAY_STATE_DIR=${rig.state}"`);
    expect(unit).toMatch(/^ExecStart="\/\S+\/assay" resume --all$/m);
    const link = rig.path('root/etc/systemd/system/multi-user.target.wants/assay-autoresume.service');
    expect(readlinkSync(link)).toBe('../assay-autoresume.service');
    expect(JSON.parse((await rig.run(['autoresume', 'status', '--json', ...words])).stdout)).toMatchObject({
      enabled: true,
    });
    await rig.run(['autoresume', 'disable', ...words]);
    expect(rig.exists('root/etc/systemd/system/assay-autoresume.service')).toBe(false);
    expect((await rig.run(['autoresume', 'status', ...words])).stdout).toBe('disabled\n');
  });

  it('goes on with what the machine interrupted, not with what a person did', async () => {
    await using rig = new Rig({units: waiting});
    const byMachine = await interrupted(rig);
    rig.remove('here');
    const killed = await interrupted(rig, 'SIGKILL');
    rig.remove('here');
    const byPerson = await interrupted(rig, 'SIGINT');
    rig.write('go', '');
    const {code, stdout} = await rig.run(['resume', '--all'], {provider: 'none'});
    expect(code).toBe(0);
    expect(stdout).toContain(`going on with session ${byMachine}`);
    expect((await show(rig, byMachine)).state).toBe('finished');
    expect((await show(rig, killed)).state).toBe('finished');
    expect((await show(rig, byPerson)).state).toBe('interrupted');
    const again = await rig.run(['resume', '--all'], {provider: 'none'});
    expect([again.code, again.stderr]).toEqual([0, 'no session waits to go on\n']);
  });
});

const need = (id: string, requires: string): string => job(id, 'true', `requires: ${requires}\n`);

describe('a resource job', () => {
  it('P1: that fails or prints no record leaves its resource unknown, with reason and line', async () => {
    const units = [
      plan('fails', 'prints'),
      resource('broken', 'exit 1'),
      resource('odd', 'echo this is no record'),
      need('fails', "broken.a == '1'"),
      need('prints', "odd.a == '1'"),
    ];
    await using rig = new Rig({units: {'all.pxu': units.join('\n')}});
    const {code, stdout} = await rig.run(['run', 'all']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/cannot be known: broken: .*exited with code 1/);
    expect(stdout).toMatch(/cannot be known: odd: .*line 1/);
    expect(stdout).toMatch(/NOT RUN fails: cannot tell whether/);
    expect(stdout).toMatch(/NOT RUN prints: cannot tell whether/);
  });

  it('P2: keeps the good records beside a malformed one, which is named, unknown where it matters', async () => {
    const units = [
      plan('good', 'lost'),
      resource('res', "printf 'a: 1\\n\\nthis is none\\n\\na: 3\\n'"),
      need('good', "res.a == '3'"),
      need('lost', "res.a == '2'"),
    ];
    await using rig = new Rig({units: {'all.pxu': units.join('\n')}});
    const {code, stdout} = await rig.run(['run', 'all']);
    expect(code).toBe(4);
    expect(stdout).toMatch(/pass {4}good/);
    expect(stdout).toMatch(/NOT RUN lost: cannot tell whether.*line 3/);
  });

  it('P3: that exits 3 with records printed is unknown, its output kept', async () => {
    const units = [plan('uses'), resource('res', "echo 'a: 1'; exit 3"), need('uses', "res.a == '1'")];
    await using rig = new Rig({units: {'all.pxu': units.join('\n')}});
    const {code, stdout} = await rig.run(['run', 'all']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/NOT RUN uses: cannot tell whether.*exited with code 3/);
    const {jobs} = await show(rig);
    const res = jobs.find(({id}) => id === 'rig::res');
    expect(readFileSync(res?.logs[0] ?? '', 'utf8')).toBe('a: 1\n');
  });
});

describe('exit codes', () => {
  it('D3: 3 where the plan was made, and held nothing but what it was made with', async () => {
    const units = `${plan('a')}bootstrap_include: res\nsetup_include: set\n\n${job('a', 'true')}`;
    const set = 'unit: setup job\nid: set\nsummary: Set up\nflags: simple\ncommand: true\n';
    await using rig = new Rig({units: {'all.pxu': [units, set, resource('res', 'echo a: 1')].join('\n')}});
    const {code, stdout} = await rig.run(['run', 'all', '--match', 'nobody']);
    expect([code, stdout]).toEqual([3, expect.stringContaining('Nothing tested: No job that tests the device ran')]);
    expect((await rig.run(['plan', 'all', '--match', 'nobody'])).code).toBe(3);
    expect((await rig.run(['run', 'all', '--match', 'a'])).code).toBe(0);
  });

  it('D3: 3 where every job of the plan was dropped', async () => {
    const units = [plan('a', 'b'), job('a', 'true', 'depends: b\n'), job('b', 'true', 'depends: a\n')];
    await using rig = new Rig({units: {'all.pxu': units.join('\n')}});
    const {code, stdout} = await rig.run(['run', 'all']);
    expect(code).toBe(3);
    expect(stdout).toContain('Nothing tested:');
    expect(stdout).toContain('the jobs wait for each other: a → b');
  });
});
