import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {home, Rig} from '../helpers/rig.ts';
import {Screen} from '../helpers/screen.ts';

const enter = '\r';
const controlC = '\u0003';

const manual = (id: string): string =>
  `id: ${id}\nplugin: manual\nsummary: Look at the ${id}\npurpose: To see\nsteps:\n 1. Look at it.\nverification:\n Was it fine?\n`;

const units = {
  'all.pxu': [
    'unit: test plan\nid: look\nname: Look at things\ninclude:\n quick\n screen\n keys\n',
    'unit: test plan\nid: other\nname: Something else\ninclude: quick\n',
    'id: quick\nsummary: Quick\nflags: simple\ncommand: echo printed by a job\n',
    manual('screen'),
    manual('keys'),
  ].join('\n'),
};

function assay(rig: Rig, words: readonly string[]): Screen {
  const argv = [join(home, 'assay'), '--provider', rig.provider, ...words] as const;
  return new Screen([...argv], {cwd: rig.directory, env: rig.environment()});
}

function bench(rig: Rig, words: readonly string[], size: {columns?: number; rows?: number} = {}): Screen {
  const argv = [join(home, 'assay'), '--provider', rig.provider, 'bench', ...words] as const;
  return new Screen([...argv], {cwd: rig.directory, env: rig.environment(), ...size});
}

describe('bench, on a real terminal', () => {
  it('chooses a plan, takes verdicts and a comment, and shows what came of it', async () => {
    await using rig = new Rig({units});
    using screen = bench(rig, ['--report-dir', rig.reports]);
    await screen.shows('choose a test plan');
    screen.type('look');
    await screen.shows('1 of 2');
    screen.type(enter);
    await screen.shows(/^> running screen/m);
    await screen.shows('p: pass');
    screen.type('p');
    await screen.shows(/^> running keys/m);
    screen.type('c');
    await screen.shows('Enter: keep the comment');
    screen.type('the p key is stuck');
    await screen.shows('the p key is stuck');
    screen.type(enter);
    await screen.shows('p: pass');
    screen.type('f');
    await screen.shows('1 did not pass.');
    await screen.shows('comment: the p key is stuck');
    screen.type(enter);
    expect(await screen.ended).toBe(1);
    expect(screen.text()).toContain(join(rig.reports, 'report.html'));
    const submission = rig.read('reports/submission.json');
    expect(JSON.parse(submission)).toMatchObject({results: [{outcome: 'pass'}, {outcome: 'pass'}, {outcome: 'fail'}]});
    expect(submission).toContain('the p key is stuck');
  });

  it('runs the jobs again that are chosen at the end', async () => {
    await using rig = new Rig({units});
    using screen = bench(rig, ['look']);
    await screen.shows(/^> running screen/m);
    screen.type('f');
    await screen.shows(/^> running keys/m);
    screen.type('f');
    await screen.shows('r run the 2 again');
    screen.type(' ');
    await screen.shows('r run the 1 chosen again');
    screen.type('r');
    await screen.shows(/^> running screen/m);
    screen.type('p');
    await screen.shows('1 did not pass.');
    screen.type(enter);
    expect(await screen.ended).toBe(1);
    const {stdout} = await rig.run(['sessions', 'show']);
    expect(stdout).toMatch(/pass {2}screen \(2 attempts\)[\s\S]*fail {2}keys/);
  });

  it('wants a comment on what its plan calls a certification blocker', async () => {
    const plan =
      'unit: test plan\nid: cert\nname: Certify\ninclude:\n screen certification-status=blocker\n gets certification-status=blocker\n';
    const gets =
      'id: gets\nplugin: user-interact-verify\nsummary: Get ready\npurpose: P\nsteps: S\nverification: V\ncommand: true\n';
    await using rig = new Rig({units: {...units, 'cert.pxu': [plan, gets].join('\n')}});
    using screen = bench(rig, ['cert']);
    await screen.shows(/^> running screen/m);
    screen.type('f');
    await screen.shows('to fail this job, say why in a comment');
    screen.type('s');
    await screen.shows('to skip this job, say why in a comment');
    screen.type('c');
    await screen.shows('Enter: keep the comment');
    screen.type('a dead pixel\r');
    await screen.shows('p: pass');
    screen.type('f');
    await screen.shows(/^> running gets/m);
    screen.type('s');
    await screen.shows('to skip this job, say why in a comment');
    screen.type('c');
    await screen.shows('Enter: keep the comment');
    screen.type('no cable');
    screen.type(enter);
    await screen.shows('Enter: start the command');
    screen.type(enter);
    await screen.shows('Enter: pass (suggested)');
    screen.type('s');
    await screen.shows('1 did not pass.');
    await screen.shows('comment: no cable');
  });

  it('has a verdict in the journal as soon as it is given', async () => {
    await using rig = new Rig({units});
    using screen = bench(rig, ['look']);
    await screen.shows(/^> running screen/m);
    screen.type('p');
    await screen.shows(/^> running keys/m);
    process.kill(screen.pty.pid, 'SIGKILL');
    await screen.ended;
    const {stdout} = await rig.run(['sessions', 'list', '--json']);
    expect(JSON.parse(stdout)).toMatchObject([{plan: 'rig::look', state: 'interrupted', counts: {pass: 2}}]);
  });

  it('leaves a session that can be resumed when the operator goes', async () => {
    await using rig = new Rig({units});
    using screen = bench(rig, ['look']);
    await screen.shows(/^> running screen/m);
    screen.type(controlC);
    await screen.shows('y: leave');
    screen.type('y');
    expect(await screen.ended).toBe(4);
    expect(screen.text()).toContain('assay resume');
    const headless = await rig.run(['resume'], {provider: 'none'});
    expect([headless.code, headless.stderr.includes('was begun at a bench')]).toEqual([2, true]);
    using again = assay(rig, ['resume']);
    await again.shows(/^> running screen/m);
    again.type('p');
    await again.shows(/^> running keys/m);
    again.type('p');
    await again.shows('Nothing failed.');
    again.type(enter);
    expect(await again.ended).toBe(0);
  });

  it('ends a job that hangs, skips it, and offers what an earlier run left', async () => {
    const hangs = 'id: hangs\nsummary: H\nflags: simple\ncommand: echo hanging; exec sleep 600\n';
    const plan = 'unit: test plan\nid: hang\nname: Hang\ninclude:\n hangs\n quick\n';
    await using rig = new Rig({units: {...units, 'hang.pxu': [plan, hangs].join('\n')}});
    using left = bench(rig, ['hang']);
    await left.shows('hanging');
    left.type(controlC);
    await left.shows('y: leave');
    left.type('y');
    expect(await left.ended).toBe(4);
    using screen = bench(rig, ['hang']);
    await screen.shows('hanging');
    screen.type(controlC);
    await screen.shows('s: end and skip this job');
    screen.type('s');
    await screen.shows('1 skip, 1 pass');
    screen.type(enter);
    expect(await screen.ended).toBe(0);
    expect(screen.text()).toContain('the last session is not finished');
  });

  it('runs a launcher: its plans, its questions about the machine, its variables', async () => {
    const entry = 'unit: manifest entry\nid: has_lid\nname: Lid\nvalue-type: bool\n';
    const lid =
      "id: lid\nsummary: Lid\nflags: simple\nimports: from com.canonical.plainbox import manifest\nrequires: manifest.has_lid == 'True'\ncommand: echo $GREETING\n";
    const plan = 'unit: test plan\nid: lid_plan\nname: Lids\ninclude: lid\n';
    await using rig = new Rig({units: {...units, 'lid.pxu': [entry, lid, plan].join('\n')}});
    rig.write(
      'l.conf',
      '[test plan]\nunit = rig::lid_plan\nfilter = *lid*\n[environment]\nGREETING = hello from the launcher\n',
    );
    using screen = assay(rig, ['run', './l.conf']);
    await screen.shows('1 of 1');
    screen.type(enter);
    await screen.shows('what has this machine?');
    screen.type('y');
    await screen.shows('1 of 1 answered');
    screen.type(enter);
    await screen.shows('Nothing failed.');
    screen.type(enter);
    expect(await screen.ended).toBe(0);
    expect(JSON.parse(rig.read('state/manifest.json'))).toEqual({'rig::has_lid': true});
    expect(rig.grep(['state'], ['hello from the launcher']).length).toBeGreaterThan(0);
  });

  it('fits a small terminal', async () => {
    await using rig = new Rig({units});
    using screen = bench(rig, ['look'], {columns: 60, rows: 16});
    await screen.shows('p: pass');
    expect(screen.text().split('\n').length).toBeLessThanOrEqual(16);
  });

  it('says that it needs a terminal where there is none', async () => {
    await using rig = new Rig({units});
    const {code, stderr} = await rig.run(['bench', 'look']);
    expect(code).toBe(2);
    expect(stderr).toContain('assay run PLAN needs none');
  });
});
