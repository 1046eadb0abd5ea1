import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {join, resolve} from 'node:path';
import {text} from 'node:stream/consumers';
import {describe, expect, it} from 'vitest';
import {membersOf} from '../../src/runners/process/process-tree.ts';
import {Rig as CommandRig, home} from '../helpers/rig.ts';
import {Screen} from '../helpers/screen.ts';
import type {JobOrder, Orders} from '../runners/child-driver.ts';
import {id} from '../runners/jobs.ts';
import {createRig} from '../runners/rig.ts';

const units = {
  'all.pxu': [
    'unit: test plan\nid: all\nname: All of it\ninclude:\n first\n wait\n last\n',
    'id: first\nsummary: First\nflags: simple\ncommand: true\n',
    'id: wait\nsummary: Wait\nflags: simple\nenviron: HOME\ncommand: touch "$HOME/here"; while [ ! -e "$HOME/go" ]; do sleep 0.05; done\n',
    'id: last\nsummary: Last\nflags: simple\ncommand: true\n',
  ].join('\n'),
};

describe('a terminal that goes away', () => {
  it('S8: ends the job with the run, which a resume finishes', async () => {
    await using rig = new CommandRig({units});
    const argv = [join(home, 'assay'), '--provider', rig.provider, 'run', 'all'] as const;
    using screen = new Screen(argv, {cwd: rig.directory, env: rig.environment()});
    await expect.poll(() => rig.exists('here'), {timeout: 20_000}).toBe(true);
    const [session = ''] = rig.sessionIds();
    expect(membersOf({marker: `${session}:`})).not.toEqual([]);
    screen.hangUp();
    expect(await screen.ended).toBe(4);
    await expect.poll(() => membersOf({marker: `${session}:`}), {timeout: 20_000}).toEqual([]);
    rig.write('go', '');
    const {code, stdout} = await rig.run(['resume'], {provider: 'none'});
    expect(stdout).toMatch(/3 {2}passed/);
    expect(code).toBe(0);
  });
});

/** The launcher is the parent of a job, and the runner that of the launcher. */
const killRunner = 'read -r _ _ _ runner _ < /proc/$PPID/stat; kill -9 "$runner"; sleep 600;';
describe('a reader that goes away', () => {
  it('does not stop the run', async () => {
    await using rig = new CommandRig({units});
    const words = ['--provider', rig.provider, 'run', 'all', '-v', '--report-dir', rig.reports];
    const child = spawn(join(home, 'assay'), words, {env: rig.environment(), stdio: ['ignore', 'pipe', 'pipe']});
    await expect.poll(() => rig.exists('here'), {timeout: 20_000}).toBe(true);
    child.stdout.destroy();
    child.stderr.destroy();
    rig.write('go', '');
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(JSON.parse(rig.read('reports/submission.json'))).toMatchObject({
      results: expect.arrayContaining([expect.objectContaining({full_id: 'rig::last', outcome: 'pass'})]),
    });
  });
});

describe('a disk that is full under the log', () => {
  it('does not stop the run, which says so where it can', async () => {
    await using rig = new CommandRig({units});
    rig.write('go', '');
    const run = [join(home, 'assay'), '--provider', rig.provider, 'run', 'all', '--report-dir', rig.reports];
    const words = ['-c', 'exec "$@" > /dev/full', 'sh', ...run];
    const child = spawn('/bin/sh', words, {env: rig.environment(), stdio: ['ignore', 'pipe', 'pipe']});
    const [said] = await Promise.all([text(child.stderr), once(child, 'close')]);
    expect(said).toBe(
      'what this run prints cannot be written, and the run goes on: ENOSPC: no space left on device, write\n',
    );
    expect([child.exitCode, rig.exists('reports/submission.json')]).toEqual([0, true]);
  });
});

const script = resolve(import.meta.dirname, '../runners/child-driver.ts');

describe('several resumes of one session at the same instant', () => {
  it('S3: go on with it once; the others are refused', async () => {
    using rig = createRig();
    const jobs: readonly JobOrder[] = [
      {name: 'a', command: `echo ran >> ${rig.directory}/a`},
      {name: 'killer', command: `test -e ${rig.directory}/go || { touch ${rig.directory}/go; ${killRunner} }`},
      {name: 'z', command: 'sleep 0.5'},
    ];
    const start = async (orders: Partial<Orders>): Promise<string> => {
      const words = [script, JSON.stringify({directory: rig.directory, jobs, ...orders})];
      const child = spawn(process.execPath, words, {stdio: ['ignore', 'pipe', 'inherit']});
      const [said] = await Promise.all([text(child.stdout), once(child, 'close')]);
      return said.trim().split('\n').at(-1) ?? '';
    };
    await start({});
    const [session = ''] = rig.store.sessionIds();
    const ends = await Promise.all(Array.from({length: 4}, () => start({resume: session})));
    const refused = ends.filter((end) =>
      /^stopped held .*(process \d+|another process) is running this session$/.test(end),
    );
    expect([ends.filter((end) => end === 'finished test::z 1 pass').length, refused.length]).toEqual([1, 3]);
    const state = rig.store.readSession(session);
    expect(state.phase).toBe('finished');
    expect([...state.attempts].map(([job, attempts]) => [job, attempts.length])).toEqual([
      [id('a'), 1],
      [id('killer'), 2],
      [id('z'), 1],
    ]);
  });
});
