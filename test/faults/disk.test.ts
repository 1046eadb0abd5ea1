import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {constants, tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {SessionState} from '../../src/session/state.ts';
import type {JobOrder, Orders} from '../runners/child-driver.ts';
import {id, line, planOf, shell} from '../runners/jobs.ts';
import {createRig, finished, outcomes, type Rig} from '../runners/rig.ts';

let directory: string;
let library: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'assay-disk-'));
  library = join(directory, 'failing-disk.so');
  const source = resolve(import.meta.dirname, 'failing-disk.c');
  const {status, stderr} = spawnSync('cc', ['-shared', '-fPIC', '-o', library, source, '-ldl'], {encoding: 'utf8'});
  expect([status, stderr]).toEqual([0, '']);
});

afterAll(() => rmSync(directory, {recursive: true, force: true}));

interface Fault {
  readonly error: 'ENOSPC' | 'EIO' | 'EROFS';
  /** A part of the paths of the files that cannot be written. */
  readonly file: string;
  /** Writes that go well before. */
  readonly after: number;
}

const jobs: readonly JobOrder[] = Array.from({length: 30}, (_, index) => ({
  name: `job-${index}`,
  command: `echo out; test ${index} != 3`,
}));
const plan = () => planOf(jobs.map(({name, command}) => line(shell(name, command))));

/** What the process of the run told, line by line. */
function runOn(rig: Rig, {error, file, after}: Fault, orders: readonly JobOrder[] = jobs): readonly string[] {
  const script = resolve(import.meta.dirname, '../runners/child-driver.ts');
  const order: Orders = {directory: rig.directory, jobs: orders};
  const {stdout, stderr} = spawnSync(process.execPath, [script, JSON.stringify(order)], {
    encoding: 'utf8',
    env: {
      ...process.env,
      LD_PRELOAD: library,
      FAULT_FILE: file,
      FAULT_ERROR: String(constants.errno[error]),
      FAULT_AFTER: String(after),
    },
  });
  expect(stderr).toBe('');
  return stdout.trim().split('\n');
}

function onlySession(rig: Rig): string {
  const [name = '', ...others] = rig.store.sessionIds();
  expect(others).toEqual([]);
  return name;
}

function results(state: SessionState): readonly string[] {
  return [...state.attempts].flatMap(([job, attempts]) =>
    attempts.flatMap((attempt) =>
      attempt.state === 'finished' ? [`finished ${job} ${attempt.number} ${attempt.outcome}`] : [],
    ),
  );
}

describe.each([
  ['ENOSPC', 'disk-full', 'the disk is full'],
  ['EIO', 'disk-error', 'the disk fails'],
  ['EROFS', 'not-writable', 'the disk has become read-only'],
] as const)('a disk that fails with %s', (error, problem, sentence) => {
  it('S9: under the journal stops the run with the reason; what was shown is saved, and a resume does the rest', async () => {
    using rig = createRig();
    const told = runOn(rig, {error, file: '/journal.db', after: 60});
    const session = onlySession(rig);
    expect(told.at(-1)).toMatch(new RegExp(`^stopped ${problem} .*/journal\\.db: ${sentence}`));
    const shown = told.filter((text) => text.startsWith('finished'));
    expect(shown.length).toBeGreaterThan(3);
    expect(shown.length).toBeLessThan(jobs.length);
    const before = rig.store.readSession(session);
    // What was written but not made sure of may be there too.
    expect(results(before).slice(0, shown.length)).toEqual(shown);
    const {state} = await finished(await rig.resume(session, plan()));
    expect(state.phase).toBe('finished');
    expect(results(state)).toEqual(expect.arrayContaining([...shown]));
    const expected = jobs.map(({name}) => [name, name === 'job-3' ? 'fail' : 'pass']);
    expect(outcomes(state)).toEqual(Object.fromEntries(expected));
  });

  it('under the journal before anything is in it refuses the run', () => {
    using rig = createRig();
    expect(runOn(rig, {error, file: '/journal.db', after: 0})).toEqual([
      expect.stringMatching(new RegExp(`^stopped ${problem} .*${sentence}`)),
    ]);
    expect(rig.store.sessionIds()).toEqual([]);
  });

  it('under what jobs print is said of each job whose output is lost; the run goes on', () => {
    using rig = createRig();
    const told = runOn(rig, {error, file: '.1.stdout', after: 5});
    expect(told.at(-1)).toBe('finished test::job-29 1 pass');
    const state = rig.store.readSession(onlySession(rig));
    expect(state.phase).toBe('finished');
    expect(state.attempts.get(id('job-4'))).toMatchObject([{outcome: 'pass'}]);
    expect(rig.output(state.sessionId, 'job-4')).toBe('out\n');
    const reason = expect.stringMatching(new RegExp(`^its output could not be saved: ${error}`));
    expect(state.attempts.get(id('job-5'))).toMatchObject([{outcome: 'pass', reason}]);
    expect(rig.output(state.sessionId, 'job-5')).toBe('');
  });

  it('P1: under what a resource job prints makes its resource unknown', () => {
    using rig = createRig();
    runOn(rig, {error, file: '/output/', after: 0}, [{name: 'res', command: 'echo name: a', plugin: 'resource'}]);
    const state = rig.store.readSession(onlySession(rig));
    expect(state.resources.get(id('res'))).toEqual({
      state: 'unknown',
      reason: 'what it printed could not be kept whole',
    });
  });
});
