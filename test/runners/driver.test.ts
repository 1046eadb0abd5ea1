import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {planRounds} from '../../src/runners/bootstrap.ts';
import {drive} from '../../src/runners/driver.ts';
import type {Execution} from '../../src/runners/job/execution.ts';
import {membersOf} from '../../src/runners/process/process-tree.ts';
import type {RunHandle} from '../../src/runners/view/view.ts';
import {emptyState} from '../../src/session/apply.ts';
import type {SessionEvent} from '../../src/session/events.ts';
import {journalJobs} from '../../src/session/journal-jobs.ts';
import type {Job} from '../../src/units/unit.ts';
import {id, interactive, line, manual, planOf, probed, resource, shell, unitsOf} from './jobs.ts';
import {createRig, finished, outcomes} from './rig.ts';

/** Resolves when the predicate holds after an event. */
async function when(handle: RunHandle, holds: () => boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (!holds()) return;
      stop();
      resolve();
    };
    const stop = handle.subscribe(look);
    look();
  });
}

describe('a run with a person', () => {
  it('shows what is asked, takes answers, and stays open for another round', async () => {
    using rig = createRig();
    const jobs = [manual('m'), interactive('v', 'user-interact-verify', 'echo seen; printf "\\033[31mred\\n"')];
    const handle = await rig.start(planOf(jobs.map((job) => line(job))), {interactive: true, stayOpen: true});
    const ended = finished(handle);
    const question = () => handle.view().current?.question;
    await when(handle, () => question()?.type === 'verdict');
    expect(handle.view()).toMatchObject({phase: 'running', done: 0, total: 2, current: {index: 0, phase: 'question'}});
    handle.send({type: 'verdict-given', jobId: id('m'), outcome: 'pass'});
    await when(handle, () => question()?.type === 'ready');
    handle.send({type: 'ready', jobId: id('v')});
    expect(handle.view().current).toMatchObject({jobId: id('v'), phase: 'command'});
    await when(handle, () => question()?.type === 'verdict');
    expect(handle.view().current?.tail).toEqual(['seen', 'red']);
    handle.send({type: 'verdict-given', jobId: id('v'), outcome: 'fail', comments: 'dark'});
    expect(handle.view()).toMatchObject({
      phase: 'all-done',
      done: 2,
      counts: new Map([
        ['pass', 1],
        ['fail', 1],
      ]),
    });
    handle.send({type: 'run-again', jobIds: [id('v')], reason: 'asked'});
    expect(handle.view()).toMatchObject({phase: 'running', done: 1, current: {attempt: 2}});
    handle.send({type: 'verdict-given', jobId: id('v'), outcome: 'skip'});
    handle.send({type: 'finish'});
    const {state} = await ended;
    expect(state.phase).toBe('finished');
    expect(outcomes(state)).toEqual({m: 'pass', v: 'skip'});
  });
});

describe('the end of a run', () => {
  it('leaves no process, no working folder and no lock', async () => {
    using rig = createRig();
    const daemon = shell('daemon', 'setsid sleep 600 >/dev/null 2>&1 & touch left-over; mkdir d');
    const handle = await rig.start(planOf([line(daemon)]));
    const [session = ''] = readdirSync(join(rig.directory, 'sessions'));
    const workspace = readFileSync(join(rig.directory, 'sessions', session, 'workspace'), 'utf8');
    expect(existsSync(workspace)).toBe(true);
    const {state} = await finished(handle);
    expect(membersOf({marker: `${state.sessionId}:`})).toEqual([]);
    expect(state.attempts.get(id('daemon'))).toMatchObject([
      {
        outcome: 'pass',
        leftovers: ['d', 'left-over'],
        reason: expect.stringMatching(
          /^it left running: sleep .*; it left files in its working directory: d, left-over$/,
        ),
      },
    ]);
    expect(existsSync(workspace)).toBe(false);
    rig.store.openSession(state.sessionId).close();
  });

  it('comes at once when interrupted before the first job', async () => {
    using rig = createRig();
    const handle = await rig.start(planOf([line(shell('a', 'true'))]));
    handle.send({type: 'interrupt', reason: 'SIGINT'});
    const {state, events} = await finished(handle);
    expect(events.map(({type}) => type)).toEqual(['session-started', 'session-interrupted']);
    expect(state.phase).toBe('interrupted');
  });
});

describe('bootstrapping', () => {
  it('runs setup jobs, then reads resources until nothing new is needed, then plans', async () => {
    using rig = createRig();
    const first = resource('first', 'test -e "$PLAINBOX_SESSION_SHARE/ready" && echo "name: b"');
    const second = resource('second', 'echo "name: c"');
    const setup: Job = {...shell('setup', 'touch "$PLAINBOX_SESSION_SHARE/ready"'), kind: 'setup job'};
    const grown = [setup, first, second, shell('made', 'true')];
    const plan = planOf(grown.map((job) => line(job, {setup: job.kind === 'setup job'})));
    const planRound = planRounds(unitsOf([setup, first]), {
      setupJobs: () => [setup.id],
      neededResources: (units) =>
        [...units.jobs.values()].flatMap((job) => (job.plugin === 'resource' ? [job.id] : [])),
      expand: (units, resources) => (resources.has(first.id) ? unitsOf(grown) : units),
      order: () => plan,
    });
    const {state, events} = await finished(await rig.start(plan, {planRound}));
    expect(outcomes(state)).toEqual({setup: 'pass', first: 'pass', second: 'pass', made: 'pass'});
    const order = events.flatMap((event) =>
      event.type === 'job-finished' ? [event.jobId] : event.type === 'plan-made' ? ['plan'] : [],
    );
    expect(order).toEqual([setup.id, first.id, second.id, 'plan', id('made')]);
  });

  it('P1: a probe that is not there or cannot tell leaves its resource unknown', async () => {
    using rig = createRig();
    const broken = {
      name: 'broken',
      summary: '',
      keys: new Map(),
      probe: () => Promise.reject(new Error('no bus')),
    };
    const {state} = await rig.run([probed('a', 'none'), probed('b', 'broken')], {
      probe: (name) => (name === 'broken' ? broken : undefined),
    });
    expect(Object.fromEntries(state.resources)).toEqual({
      'test::a': {state: 'unknown', reason: 'there is no probe none'},
      'test::b': {state: 'unknown', reason: 'probe broken: no bus'},
    });
  });
});

describe('a journal that cannot be written', () => {
  it('S9: ends the job and the run with the reason; nothing is shown that was not saved', async () => {
    const saved: SessionEvent[] = [];
    const shown: SessionEvent[] = [];
    let stop: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => {
      stop = resolve;
    });
    const plan = planOf([line(shell('a', 'x')), line(shell('b', 'x'))]);
    const handle = drive({
      session: {
        id: 'full',
        directory: '/nonexistent',
        state: emptyState,
        append(events) {
          if (saved.length + events.length > 3) throw new Error('the disk is full');
          saved.push(...events);
        },
        close: () => undefined,
      },
      opening: [
        {
          type: 'session-started',
          at: 0,
          sessionId: 'full',
          plan: plan.id,
          title: '',
          bootId: '',
          version: '',
          providerDirectories: [],
        },
      ],
      rules: {readiness: () => ({ready: true}), interactive: false, stayOpen: false, unavailableUsers: new Map()},
      planRound: () => ({state: 'planned', plan, jobs: journalJobs(plan, unitsOf([]))}),
      executor: {
        run: (): Execution => ({
          pid: () => 4711,
          ended: stopped.then(() => ({end: {type: 'interrupted'}, durationMs: 1})),
          stop,
        }),
      },
      clock: {now: () => 0, monotonic: () => 0},
      restartWaitMs: 1,
      close: () => Promise.resolve(),
    });
    handle.subscribe((event) => shown.push(event));
    await expect(handle.ended).rejects.toThrow('the disk is full');
    expect(shown).toEqual(saved);
    expect(saved.map(({type}) => type)).toEqual(['session-started', 'plan-made', 'job-started']);
    await stopped;
  });
});
