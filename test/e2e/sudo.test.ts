import {readdirSync, readFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {job, plan} from '../helpers/launching.ts';
import {Rig} from '../helpers/rig.ts';
import type {Screen} from '../helpers/screen.ts';
import {password, pathWithoutSudo, SudoUser, whyNoSudo} from '../helpers/sudo-user.ts';

const enter = '\r';
const escapeKey = '\u001b';
const controlC = '\u0003';
const asked = 'Password of assay-t';

const lacking = whyNoSudo();
if (lacking !== undefined) process.stderr.write(`test/e2e/sudo.test.ts skipped: ${lacking}\n`);

const root = (id: string, command: string, more = ''): string => job(id, command, `user: root\n${more}`);

function provider(ids: readonly string[], ...units: readonly string[]): Rig {
  return new Rig({units: {'all.pxu': [plan('all', ...ids), ...units].join('\n')}});
}

const who = root('who', 'id -u; id -un; echo "home $HOME, by $SUDO_USER"');
const mine = job('mine', 'id -un');

function printed(rig: Rig): string {
  return rig
    .sessionIds()
    .flatMap((id) => {
      const folder = rig.path(`state/sessions/${id}/output`);
      const files = readdirSync(folder).filter((file) => /\.std(?:out|err)$/.test(file));
      return files.map((file) => readFileSync(`${folder}/${file}`, 'utf8'));
    })
    .join('\n');
}

async function finish(screen: Screen): Promise<number> {
  await screen.shows('Enter finish');
  screen.type(enter);
  return screen.ended;
}

const why = lacking === undefined ? '' : ` (skipped: ${lacking})`;

describe.skipIf(lacking !== undefined)(`a password for sudo, at the bench${why}`, () => {
  let user: SudoUser;
  const bench = (rig: Rig, options: {path?: string; columns?: number} = {}): Screen =>
    user.screen(rig, ['--provider', rig.provider, 'bench', 'all', '--report-dir', rig.reports], options);

  beforeAll(async () => {
    user = new SudoUser();
    await using rig = new Rig();
    // Sets up what a user without rights could not.
    expect((await rig.run(['--version'])).code).toBe(0);
  });
  afterAll(() => user[Symbol.dispose]());

  it('is asked once, again where it was wrong, and can be seen nowhere', async () => {
    user.may('USER ALL=(ALL:ALL) ALL');
    const look = root(
      'look',
      "cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' '\\n'; echo looked",
    );
    await using rig = provider(['who', 'mine', 'look'], who, mine, look);
    using screen = bench(rig);
    await screen.shows('2 jobs of this plan run as root');
    await screen.shows(asked);
    screen.type(`not it${enter}`);
    await screen.shows('sudo says: Sorry, try again.');
    screen.type(password);
    await screen.shows(`${'*'.repeat(password.length)}`);
    expect(screen.text()).not.toContain('pass "');
    screen.type(enter);
    expect(await finish(screen)).toBe(0);
    const output = printed(rig);
    expect(output).toContain(`0\nroot\nhome /root, by ${user.name}\n`);
    expect(output).toContain(`${user.name}\n`);
    // It saw the sudo that it runs under.
    expect(output).toMatch(/^Password of %p$[\s\S]*^looked$/m);
    expect(rig.grep(['state', 'reports'], [password, 'wörd'])).toEqual([]);
    expect(screen.text()).not.toContain('wörd');
  });

  it.each([
    'timestamp_timeout=0, requiretty, use_pty, lecture=always',
    'timestamp_type=global, requiretty, !use_pty',
    '!use_pty, timestamp_type=ppid',
  ])('is asked once whatever sudo remembers and wants, and serves other users too: %s', async (settings) => {
    user.may(`USER ALL=(ALL:ALL) ALL\nDefaults:USER ${settings}`);
    const daemon = job('daemon', 'touch mine; id -un; tty || true', 'user: daemon\nflags: simple has-leftovers\n');
    const terminal = root('terminal', 'test -t 1 && echo on a terminal', 'flags: simple terminal\n');
    await using rig = provider(
      ['who', 'daemon', 'terminal'],
      who,
      daemon.replace('flags: simple\n', ''),
      terminal.replace('flags: simple\n', ''),
    );
    using screen = bench(rig);
    await screen.shows('3 jobs of this plan run as root and daemon');
    await screen.shows(asked);
    expect(screen.text()).not.toContain('sudo says');
    screen.type(password + enter);
    expect(await finish(screen)).toBe(0);
    expect(printed(rig)).toContain(`home /root, by ${user.name}\n`);
    expect(printed(rig)).toContain('daemon\nnot a tty\n');
    expect(printed(rig)).toContain('on a terminal');
    expect(user.isTrusted()).toBe(false);
    await screen.shows('as it was');
  });

  it("ends what root's job started: at its timeout, and when the run is killed; a resume asks anew", async () => {
    user.may('USER ALL=(ALL:ALL) ALL\nDefaults:USER timestamp_timeout=0');
    const late = root('late', 'mkdir -p d/e; (setsid sleep 611 &) ; sleep 612', 'timeout: 1\n');
    const stays = root(
      'stays',
      `test -e "$PLAINBOX_SESSION_SHARE/seen" || { touch "$PLAINBOX_SESSION_SHARE/seen"; sleep 613; }`,
    );
    await using rig = provider(['late', 'stays'], late, stays);
    using screen = bench(rig);
    await screen.shows(asked);
    screen.type(password + enter);
    await screen.shows(/^ *FAIL +late/m);
    await screen.shows(/^> running stays/m);
    const runner = readdirSync('/proc').find(
      (pid) => /^[^\0]*\/node\0/.test(commandOf(pid)) && commandOf(pid).includes(rig.provider),
    );
    process.kill(Number(runner), 'SIGKILL');
    await screen.ended;
    await expect
      .poll(() => readdirSync('/proc').filter((pid) => /^sleep\0(?:611|612|613)\0/.test(commandOf(pid))))
      .toEqual([]);
    using again = user.screen(rig, ['resume']);
    await again.shows('1 job of this plan runs as root');
    await again.shows(asked);
    again.type(password + enter);
    expect(await finish(again)).toBe(1);
    await again.shows(/late {2}it ran longer than its timeout/);
    expect(readdirSync(rig.path('tmp'))).toEqual([]);
  });

  it('may be left out: its jobs are not run, and say what to allow', async () => {
    user.may('USER ALL=(ALL:ALL) ALL');
    await using rig = provider(['who', 'mine'], who, mine);
    using screen = bench(rig, {columns: 40});
    await screen.shows(asked);
    screen.type(enter);
    expect(await finish(screen)).toBe(4);
    expect(rig.read('reports/submission.json')).toContain(`${user.name} ALL=(root) NOPASSWD: ALL`);
    const headless = user.run(rig, ['--provider', rig.provider, 'run', 'all']);
    expect(headless.code).toBe(4);
    expect(headless.stdout).toContain('sudo wants a password: allow it without one by the line');
  });

  it('may come late, when sudo has stopped waiting for it, and too long first', async () => {
    user.may('USER ALL=(ALL:ALL) ALL\nDefaults:USER passwd_timeout=0.02');
    await using rig = provider(['who'], who);
    using screen = bench(rig);
    await screen.shows(asked);
    await expect.poll(() => readdirSync('/proc').filter((pid) => commandOf(pid).startsWith('sudo\0-S'))).toEqual([]);
    screen.type('x'.repeat(600) + enter);
    await screen.shows('no password is longer than 511 bytes');
    screen.type(password + enter);
    expect(await finish(screen)).toBe(0);
  });

  it('is no use to who may not: sudo says so, as often as it is asked', async () => {
    user.may('USER ALL=(daemon) ALL');
    await using rig = provider(['who', 'mine'], who, mine);
    using screen = bench(rig);
    await screen.shows(asked);
    screen.type(password + enter);
    await screen.shows('sudo refuses.');
    await screen.shows(/sudo says: Sorry, user assay-t\d+ is not allowed/);
    screen.type('r');
    await screen.shows(asked);
    for (const tries of [1, 2, 3]) {
      screen.type(`wrong ${tries}${enter}`);
      await screen.shows('waiting for sudo');
      await screen.shows(tries < 3 ? 'Sorry, try again.' : '3 incorrect password attempts');
      if (tries < 3) await screen.shows(asked);
    }
    screen.type(enter);
    expect(await finish(screen)).toBe(4);
    expect(printed(rig)).toBe(`${user.name}\n`);
  });

  it.each([
    ['Escape', escapeKey],
    ['Ctrl-C', controlC],
  ])('can be left with %s, and the terminal is as it was', async (_, key) => {
    user.may('USER ALL=(ALL:ALL) ALL');
    await using rig = provider(['who'], who);
    using screen = bench(rig);
    await screen.shows(asked);
    screen.type(`half${key}`);
    expect(await screen.ended).toBe(3);
    await screen.shows('as it was');
    expect(rig.sessionIds()).toEqual([]);
  });

  it('is not asked where sudo wants none, is not there, or nothing needs it', async () => {
    user.may('USER ALL=(ALL:ALL) NOPASSWD: ALL');
    await using rig = provider(['who', 'mine'], who, mine);
    using allowed = bench(rig);
    expect(await finish(allowed)).toBe(0);
    expect(allowed.text()).not.toContain(asked);
    expect(user.isTrusted()).toBe(true);
    user.may('USER ALL=(ALL:ALL) ALL');
    using without = bench(rig, {path: pathWithoutSudo(rig)});
    expect(await finish(without)).toBe(4);
    await without.shows('sudo could not be started');
    await using plain = provider(['mine'], mine, who);
    using needless = bench(plain);
    expect(await finish(needless)).toBe(0);
  });
});

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
