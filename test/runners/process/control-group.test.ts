import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {type JobGroups, openJobGroups} from '../../../src/runners/process/control-group.ts';
import {id, shell} from '../jobs.ts';
import {createRig, outcomes} from '../rig.ts';

let own: string;

beforeEach(() => {
  own = mkdtempSync(join(tmpdir(), 'assay-groups-'));
});

afterEach(() => rmSync(own, {recursive: true, force: true}));

function opened(options: Parameters<typeof openJobGroups>[0]): JobGroups {
  const opening = openJobGroups(options);
  if (opening.state === 'unavailable') throw new Error(opening.reason);
  return opening.groups;
}

/** The files of the kernel, as it writes them, in a folder of ours. */
describe('control groups of jobs', () => {
  it('are not to be had without the controllers, and the reason names them', () => {
    writeFileSync(join(own, 'cgroup.controllers'), 'cpu pids\n');
    expect(openJobGroups({own})).toEqual({state: 'unavailable', reason: `${own} has no memory controller`});
    expect(openJobGroups({own: '/proc/nonexistent'})).toMatchObject({
      reason: expect.stringContaining('no memory and no pids'),
    });
  });

  it('of runs that were killed are removed, not those of one that goes on', () => {
    const dead = 'assay-4194305-3';
    const living = `assay-${process.ppid}-0`;
    for (const name of [dead, living, 'assay-other']) mkdirSync(join(own, name));
    opened({own, wanted: []});
    expect(readdirSync(own)).toEqual([living, 'assay-other'].sort());
  });

  it('say where none can be made', () => {
    const file = join(own, 'file');
    writeFileSync(file, '');
    expect(openJobGroups({own: file, wanted: []})).toMatchObject({
      reason: expect.stringContaining(`none can be made in ${file}: ENOTDIR`),
    });
  });

  it('have limits, and tell what the kernel counted', () => {
    writeFileSync(join(own, 'cgroup.controllers'), 'memory pids\n');
    const groups = opened({own});
    expect(readFileSync(join(own, 'cgroup.subtree_control'), 'utf8')).toBe('+memory +pids');
    const {directory, leave} = groups.enter();
    expect(Number(readFileSync(join(directory, 'pids.max'), 'utf8'))).toBeGreaterThan(1000);
    expect(Number(readFileSync(join(directory, 'memory.max'), 'utf8'))).toBeGreaterThan(1_000_000);
    writeFileSync(join(directory, 'memory.events'), 'low 0\nhigh 0\nmax 12\noom 1\noom_kill 1\noom_group_kill 0\n');
    writeFileSync(join(directory, 'pids.events'), 'max 3\n');
    writeFileSync(join(directory, 'memory.peak'), '1048576\n');
    writeFileSync(join(directory, 'pids.peak'), '7\n');
    expect(leave()).toEqual({oomKilled: true, hitProcessLimit: true, peakBytes: 1_048_576, peakProcesses: 7});
  });

  it('make an end by the kernel a crash for want of memory, with what was used', async () => {
    using rig = createRig();
    writeFileSync(join(own, 'cgroup.controllers'), 'memory pids\n');
    const inner = opened({own});
    const groups: JobGroups = {
      enter: () => {
        const {leave} = inner.enter();
        return {directory: '', leave: () => ({...leave(), oomKilled: true, peakBytes: 5000})};
      },
      close: () => inner.close(),
    };
    const jobs = [shell('hog', 'kill -9 $$'), shell('hog-in-shell', 'exit 137'), shell('survivor', 'true')];
    const {state} = await rig.run(jobs, {groups});
    const oom = {type: 'signalled', signal: 'SIGKILL', core: false, oom: true};
    expect(state.attempts.get(id('hog'))).toMatchObject([
      {outcome: 'crash', fault: 'product', end: oom, reason: 'the kernel ended it because memory ran out'},
    ]);
    expect(state.attempts.get(id('hog-in-shell'))).toMatchObject([{outcome: 'crash', end: oom}]);
    expect(state.attempts.get(id('survivor'))).toMatchObject([
      {
        outcome: 'pass',
        reason: 'the kernel ended a process of it because memory ran out',
        usage: {peakBytes: 5000},
      },
    ]);
  });
});

/** Where this machine lets us make control groups, with or without controllers. */
function realPlace(): string | undefined {
  const mount = /^\S+ \S+ \S+ \S+ (\S+) .* - cgroup2 /m.exec(readFileSync('/proc/self/mountinfo', 'utf8'))?.[1];
  if (mount === undefined) return undefined;
  const place = join(mount, `assay-test-${process.pid}`);
  try {
    mkdirSync(place);
    return place;
  } catch {
    return undefined;
  }
}

describe('on this machine', () => {
  it('hold all that a job starts, whatever it does, and are gone after the run', async (context) => {
    const place = realPlace() ?? context.skip();
    try {
      using rig = createRig();
      const group = join(rig.directory, 'group');
      const jobs = [
        shell('in', `cp /proc/self/cgroup ${group}`),
        shell('hidden', 'env -i setsid sh -c \'trap "" TERM; sleep 600\' >/dev/null 2>&1 & sleep 600', {
          timeoutMs: 300,
        }),
        shell('left', 'env -i setsid sleep 600 >/dev/null 2>&1 &'),
      ];
      const {state} = await rig.run(jobs, {groups: opened({own: place, wanted: []})});
      expect(outcomes(state)).toEqual({in: 'pass', hidden: 'fail', left: 'pass'});
      expect(readFileSync(group, 'utf8')).toMatch(new RegExp(`^0::\\S*/assay-test-${process.pid}/assay-\\d+-1$`, 'm'));
      const below = readdirSync(place, {withFileTypes: true}).filter((entry) => entry.isDirectory());
      expect(below.map(({name}) => name)).toEqual([]);
    } finally {
      rmdirSync(place);
    }
    expect(existsSync(place)).toBe(false);
  });
});
