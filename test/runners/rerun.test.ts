import {describe, expect, it} from 'vitest';
import {planRounds} from '../../src/runners/bootstrap.ts';
import type {RunOptions} from '../../src/runners/run-session.ts';
import type {SessionEvent} from '../../src/session/events.ts';
import type {SessionState} from '../../src/session/state.ts';
import type {Job} from '../../src/units/unit.ts';
import {id, line, manual, planOf, resource, shell, unitsOf} from './jobs.ts';
import {createRig, finished, outcomes, type Rig} from './rig.ts';

const lines = (jobs: readonly Job[]) => planOf(jobs.map((job) => line(job)));

/** How often each job had its turn. */
function attempts({attempts: all}: SessionState): Readonly<Record<string, number>> {
  return Object.fromEntries([...all].map(([job, {length}]) => [job.replace('test::', ''), length]));
}

function requeued(events: readonly SessionEvent[]): readonly string[] {
  return events.flatMap((event) => (event.type === 'jobs-requeued' ? event.jobIds : []));
}

/** Runs the jobs, and then these of them once more. */
async function rerun(rig: Rig, names: readonly string[], jobs: readonly Job[]) {
  const first = await rig.run(jobs);
  const again = names.map(id);
  return {first, second: await finished(await rig.resume(first.state.sessionId, lines(jobs), {again}))};
}

/** One command that fails until its file is there, so that its definition stays the same. */
const fixable = (rig: Rig, name: string): string => `test -e '${rig.directory}/${name}'`;
const fix = (rig: Rig, name: string) => shell('fix', `touch '${rig.directory}/${name}'`);

describe('jobs whose definition changed', () => {
  it('S5: bring along what was skipped because of them, and what that needs', async () => {
    using rig = createRig();
    const jobs = (command: string) => [
      shell('base', command),
      shell('middle', 'true', {depends: ['base']}),
      shell('last', 'true', {depends: ['middle']}),
      shell('other', 'false'),
    ];
    const first = await rig.run(jobs('false'));
    expect(outcomes(first.state)).toMatchObject({base: 'fail', middle: 'skipped-dependency'});
    const {state, events} = await finished(await rig.resume(first.state.sessionId, lines(jobs('true'))));
    expect(requeued(events)).toEqual(['base', 'middle', 'last'].map(id));
    expect(outcomes(state)).toMatchObject({base: 'pass', middle: 'pass', last: 'pass', other: 'fail'});
    expect(attempts(state)).toEqual({base: 2, middle: 2, last: 2, other: 1});
  });
});

describe('jobs of a finished session that are to run once more', () => {
  //   base ◄── middle ◄── last      other
  it('bring along what they need that did not pass, and what was skipped because of it', async () => {
    using rig = createRig();
    const jobs = [
      shell('base', fixable(rig, 'go')),
      shell('middle', 'true', {depends: ['base']}),
      shell('last', 'true', {depends: ['middle']}),
      shell('other', 'false'),
      fix(rig, 'go'),
    ];
    const {first, second} = await rerun(rig, ['middle'], jobs);
    expect(outcomes(first.state)).toMatchObject({base: 'fail', middle: 'skipped-dependency', other: 'fail'});
    expect(requeued(second.events)).toEqual(['base', 'middle', 'last'].map(id));
    expect(outcomes(second.state)).toMatchObject({base: 'pass', middle: 'pass', last: 'pass', other: 'fail'});
    expect(attempts(second.state)).toEqual({base: 2, middle: 2, last: 2, other: 1, fix: 1});
    expect(second.state.attempts.get(id('base'))).toMatchObject([{outcome: 'fail'}, {outcome: 'pass'}]);
    expect(second.state.phase).toBe('finished');
  });

  it('leave alone what they need that did pass', async () => {
    using rig = createRig();
    const jobs = [shell('base', 'true'), shell('top', 'false', {depends: ['base']}), shell('over', 'true')];
    const {second} = await rerun(rig, ['top'], jobs);
    expect(requeued(second.events)).toEqual([id('top')]);
  });

  it('have what salvages them looked at again', async () => {
    using rig = createRig();
    const {span} = shell('x');
    const jobs = [
      shell('fails-later', `! ${fixable(rig, 'go')}`),
      shell('rescue', 'true', {salvages: [{id: id('fails-later'), span}]}),
      fix(rig, 'go'),
    ];
    const {first, second} = await rerun(rig, ['fails-later'], jobs);
    expect(outcomes(first.state)).toMatchObject({'fails-later': 'pass', rescue: 'skipped-dependency'});
    expect(outcomes(second.state)).toMatchObject({'fails-later': 'fail', rescue: 'pass'});
  });

  it('go on after an interruption', async () => {
    using rig = createRig();
    const jobs = [shell('a', 'true'), shell('b', 'true')];
    const {state} = await rig.run(jobs);
    const handle = await rig.resume(state.sessionId, lines(jobs), {again: [id('a'), id('b')]});
    handle.subscribe((event) => {
      if (event.type === 'job-started') handle.send({type: 'interrupt', reason: 'SIGTERM'});
    });
    expect((await handle.ended).phase).toBe('interrupted');
    const {state: end} = await finished(await rig.resume(state.sessionId, lines(jobs)));
    expect(outcomes(end)).toEqual({a: 'pass', b: 'pass'});
    expect(attempts(end)).toEqual({a: 3, b: 2});
  });

  it('that need a person wait for one', async () => {
    using rig = createRig();
    const jobs = [manual('look')];
    const {state} = await rig.run(jobs);
    expect(outcomes(state)).toEqual({look: 'not-run'});
    const options = {again: [id('look')], interactive: true};
    const handle = await rig.resume(state.sessionId, lines(jobs), options);
    handle.subscribe((event) => {
      if (event.type !== 'operator-asked') return;
      setImmediate(() => handle.send({type: 'verdict-given', jobId: id('look'), outcome: 'pass'}));
    });
    expect(outcomes(await handle.ended)).toEqual({look: 'pass'});
  });
});

describe('a resource that is read once more', () => {
  /** The plan holds `found` only where the resource has a record. */
  const options = (read: Job, found: Job): Partial<RunOptions> => {
    const units = unitsOf([read, found]);
    const order: Parameters<typeof planRounds>[1]['order'] = (_, resources) => {
      const state = resources.get(read.id);
      const isThere = state?.state === 'known' && state.records.length > 0;
      return planOf([line(read), ...(isThere ? [line(found)] : [])]);
    };
    const steps = {neededResources: () => [read.id], expand: () => units, order};
    return {units, planRound: planRounds(units, steps)};
  };

  it('is read before the plan is made anew', async () => {
    using rig = createRig();
    const read = resource('read', `${fixable(rig, 'go')} && echo name: a || exit 1`);
    const found = shell('found', 'true');
    const start = await rig.start(planOf([]), options(read, found));
    const {state} = await finished(start);
    expect(outcomes(state)).toEqual({read: 'fail'});
    await rig.run([fix(rig, 'go')]);
    const handle = await rig.resume(state.sessionId, planOf([]), {...options(read, found), again: [read.id]});
    const {state: end} = await finished(handle);
    expect(outcomes(end)).toEqual({read: 'pass', found: 'pass'});
    expect(end.changes).toEqual([{type: 'added', jobId: found.id}]);
    expect(attempts(end)).toEqual({read: 2, found: 1});
  });
});

describe('setup that is done once more', () => {
  it('comes before the machine is read, also where it was interrupted', async () => {
    using rig = createRig();
    const setup = {...shell('setup', `${fixable(rig, 'go')} || sleep 600`), kind: 'setup job' as const};
    const read = resource('read', 'echo name: a');
    const units = unitsOf([setup, read]);
    const planRound = planRounds(units, {
      setupJobs: () => [setup.id],
      neededResources: () => [read.id],
      expand: () => units,
      order: () => planOf([line(setup, {setup: true}), line(read)]),
    });
    const handle = await rig.start(planOf([]), {units, planRound});
    handle.subscribe((event) => {
      if (event.type === 'job-started') handle.send({type: 'interrupt', reason: 'SIGTERM'});
    });
    const {sessionId} = await handle.ended;
    await rig.run([fix(rig, 'go')]);
    const {state, events} = await finished(await rig.resume(sessionId, planOf([]), {units, planRound}));
    expect(events.flatMap((event) => (event.type === 'job-started' ? [event.jobId] : []))).toEqual([setup.id, read.id]);
    expect(outcomes(state)).toEqual({setup: 'pass', read: 'pass'});
  });

  it('comes before all that stands on it', async () => {
    using rig = createRig();
    const setup = {...shell('setup', fixable(rig, 'go')), kind: 'setup job' as const};
    const plan = planOf([line(setup, {setup: true}), line(shell('test', 'true'))]);
    const {state} = await finished(await rig.start(plan));
    expect(outcomes(state)).toEqual({setup: 'fail', test: 'skipped-dependency'});
    await rig.run([fix(rig, 'go')]);
    const handle = await rig.resume(state.sessionId, plan, {again: [id('test')]});
    const {state: end} = await finished(handle);
    expect(outcomes(end)).toEqual({setup: 'pass', test: 'pass'});
  });
});
