import {describe, expect, it} from 'vitest';
import {mayOverlap} from '../../src/planner/lanes.ts';
import {readiness} from '../../src/planner/readiness.ts';
import type {RunnerInput} from '../../src/runners/input.ts';
import {mayRunBeside} from '../../src/runners/overlap.ts';
import {queueOf, type RunnerState, type RunOrder, type RunRules} from '../../src/runners/run-state.ts';
import {initialState, step} from '../../src/runners/step.ts';
import {apply, emptyState} from '../../src/session/apply.ts';
import type {SessionEvent} from '../../src/session/events.ts';
import {journalJobs} from '../../src/session/journal-jobs.ts';
import type {SessionState} from '../../src/session/state.ts';
import type {Job} from '../../src/units/unit.ts';
import {fc} from '../helpers/property.ts';
import {id, line, manual, planOf, resource, shell, unitsOf} from './jobs.ts';
import {createRig, finished, outcomes} from './rig.ts';

interface Simulated {
  readonly state: SessionState;
  /** Every two jobs that were under way at the same time. */
  readonly together: readonly (readonly [Job, Job])[];
  readonly mostAtOnce: number;
}

const edgesOf = ({depends, after}: Job) => [...depends, ...after].map(({id: to}) => ({to, kind: 'depends' as const}));

/** Runs a plan without processes: `pick` says which of the running jobs ends next; jobs named `bad` fail. */
function simulate(
  jobs: readonly Job[],
  lanes: number,
  pick: (count: number) => number,
  more: Partial<RunRules> = {},
): Simulated {
  const plan = planOf(jobs.map((job) => ({...line(job), edges: edgesOf(job)})));
  const rules: RunRules = {readiness, interactive: false, stayOpen: false, unavailableUsers: new Map(), lanes, ...more};
  let state: RunnerState = initialState(emptyState, rules);
  let session: SessionState = emptyState;
  const running: RunOrder[] = [];
  const together: (readonly [Job, Job])[] = [];
  let mostAtOnce = 0;
  const take = (input: RunnerInput): void => {
    const next = step(state, input, 0);
    state = next.state;
    for (const effect of next.effects) {
      if (effect.type === 'emit') session = apply(session, effect.event);
      if (effect.type === 'wait') take({type: 'advance'});
      if (effect.type !== 'run') continue;
      for (const other of running) together.push([effect.job, other.job]);
      running.push(effect);
      mostAtOnce = Math.max(mostAtOnce, running.length);
    }
  };
  take({type: 'plan-ready', entries: queueOf(plan), jobs: journalJobs(plan, unitsOf(jobs)), changes: []});
  while (running.length > 0) {
    const [order] = running.splice(pick(running.length), 1);
    if (order === undefined) break;
    const {job} = order;
    const bad = job.id.includes('bad');
    take({
      type: 'process-ended',
      jobId: job.id,
      durationMs: 1,
      end: {type: 'exited', code: bad ? 1 : 0},
      ...(job.plugin === 'resource'
        ? {resource: bad ? {state: 'unknown', reason: 'bad'} : {state: 'known', records: []}}
        : {}),
    });
  }
  expect(state.at.phase).toBe('ended');
  return {state: session, together, mostAtOnce};
}

/** What a report is made from, in its order. */
function report({jobs, attempts, resources}: SessionState): unknown {
  const lines = jobs.map(({id: job}) => [job, attempts.get(job)]);
  return {lines, resources: [...resources].sort(([a], [b]) => (a < b ? -1 : 1))};
}

const things = ['audio', 'disk', 'disk:sda', 'disk:sdb', 'network:eth0', 'cpu'] as const;

/** Plans of every kind of job; dependencies point backwards. */
const drafts = (maxLength: number) =>
  fc.array(
    fc.record({
      kind: fc.constantFrom('shell', 'shell', 'shell', 'shell', 'resource', 'attachment', 'manual', 'empty'),
      bad: fc.boolean(),
      touches: fc.option(fc.subarray([...things], {maxLength: 2}), {nil: undefined, freq: 4}),
      depends: fc.option(fc.nat(), {nil: undefined}),
      after: fc.option(fc.nat(), {nil: undefined}),
      delayMs: fc.integer({min: 0, max: 30}),
    }),
    {minLength: 1, maxLength},
  );

type Draft = ReturnType<typeof drafts> extends fc.Arbitrary<(infer One)[]> ? One : never;

function jobsOf(all: readonly Draft[], commandOf: (draft: Draft) => string): readonly Job[] {
  const names = all.map(({bad}, index) => `${bad ? 'bad' : 'good'}-${index}`);
  return all.map((draft, index): Job => {
    const {kind, touches, depends, after} = draft;
    const name = names[index] ?? '';
    const earlier = (pick: number | undefined): readonly string[] =>
      pick === undefined || index === 0 ? [] : [names[pick % index] ?? ''];
    const options = {
      ...(touches === undefined ? {} : {touches}),
      depends: earlier(depends),
      after: earlier(after).map((other) => ({id: id(other), span: shell('x').span})),
    };
    if (kind === 'resource') return resource(name, commandOf(draft), options);
    if (kind === 'manual') return manual(name, options);
    const job = shell(name, kind === 'empty' ? undefined : commandOf(draft), options);
    return kind === 'attachment' && job.plugin === 'shell' && job.command !== undefined
      ? {...job, plugin: 'attachment', command: job.command}
      : job;
  });
}

const plans = drafts(25).map((all) => jobsOf(all, () => 'x'));

const inOrder = (): number => 0;

describe('jobs in several lanes', () => {
  it('have the results and the report order of one lane, whatever ends first', () => {
    fc.assert(
      fc.property(plans, fc.integer({min: 2, max: 5}), fc.infiniteStream(fc.nat()), (jobs, lanes, ends) => {
        const one = simulate(jobs, 1, inOrder);
        const many = simulate(jobs, lanes, (count) => Number(ends.next().value) % count);
        expect(report(many.state)).toEqual(report(one.state));
        expect(one.mostAtOnce).toBeLessThanOrEqual(1);
        expect(many.mostAtOnce).toBeLessThanOrEqual(lanes);
      }),
      {numRuns: 300},
    );
  });

  it('never run beside what they disturb, and never where one of them says nothing', () => {
    fc.assert(
      fc.property(plans, fc.infiniteStream(fc.nat()), (jobs, ends) => {
        const {together} = simulate(jobs, 4, (count) => Number(ends.next().value) % count);
        for (const [a, b] of together) {
          const read = [a, b].every(({plugin}) => plugin === 'resource' || plugin === 'attachment');
          expect(read || mayOverlap(a, b)).toBe(true);
          expect(b.depends.map(({id: on}) => on)).not.toContain(a.id);
          expect(a.depends.map(({id: on}) => on)).not.toContain(b.id);
        }
      }),
      {numRuns: 200},
    );
  });

  const touching = (name: string, ...touches: readonly string[]): Job => shell(name, 'x', {touches});
  const startedWith = (lanes: number, ...jobs: readonly Job[]): number => simulate(jobs, lanes, inOrder).mostAtOnce;

  it('overlap where it is known to be safe, and keep their order where it is not', () => {
    expect(startedWith(2, touching('a', 'audio'), touching('b', 'disk:sda'))).toBe(2);
    expect(startedWith(3, touching('a', 'audio'), touching('b', 'audio'), touching('c', 'disk'))).toBe(2);
    expect(startedWith(2, touching('a', 'disk'), touching('b', 'disk:sda'))).toBe(1);
    expect(startedWith(2, shell('a', 'x'), touching('b', 'audio'))).toBe(1);
    expect(startedWith(9, ...Array.from({length: 9}, (_, index) => resource(`r${index}`, 'x')))).toBe(9);
    expect(startedWith(2, resource('r', 'x'), touching('a', 'audio'))).toBe(1);
  });

  it('retry what failed as one lane does', () => {
    const jobs = [touching('bad-a', 'audio'), touching('good-b', 'disk'), {...touching('c', 'cpu'), depends: []}];
    const retry = {maxAttempts: 3, delayMs: 0};
    const one = simulate(jobs, 1, inOrder, {retry});
    const two = simulate(jobs, 2, (count) => count - 1, {retry});
    expect(report(two.state)).toEqual(report(one.state));
    expect(two.state.attempts.get(id('bad-a'))).toHaveLength(3);
  });

  it('are all ended by an interrupt', async () => {
    using rig = createRig();
    const jobs = ['audio', 'disk', 'cpu'].map((thing) => shell(thing, 'sleep 600', {touches: [thing]}));
    const handle = await rig.start(planOf(jobs.map((job) => line(job))), {lanes: 2});
    const started: SessionEvent[] = [];
    handle.subscribe((event) => {
      if (event.type === 'job-started') started.push(event);
      if (started.length === 2) handle.send({type: 'interrupt', reason: 'SIGTERM'});
    });
    const {state} = await finished(handle);
    expect(state.phase).toBe('interrupted');
    expect(outcomes(state)).toEqual({audio: 'undecided', disk: 'undecided'});
    expect(new Set(state.requeued.keys())).toEqual(new Set([id('audio'), id('disk')]));
  });
});

describe('real jobs with injected delays', () => {
  it.each(Array.from({length: 50}, (_, seed) => seed))('have the results of one lane: seed %i', async (seed) => {
    using rig = createRig();
    const [all = []] = fc.sample(drafts(12), {seed, numRuns: 1});
    const jobs = jobsOf(
      all,
      ({bad, delayMs}) => `sleep ${delayMs / 1000}; echo "name: ${delayMs}"; exit ${bad ? 1 : 0}`,
    );
    const plan = planOf(jobs.map((job) => ({...line(job), edges: edgesOf(job)})));
    const results = await Promise.all(
      [1, 3].map(async (lanes) => {
        const {state} = await finished(await rig.start(plan, {lanes}));
        const lines = state.jobs.map(({id: job}) => [job, state.outcomes.get(job), state.resources.get(job)]);
        return {lines, attempts: new Set([...state.attempts.values()].map((attempts) => attempts.length))};
      }),
    );
    expect(results[1]).toEqual(results[0]);
  });

  it('mayRunBeside is symmetric', () => {
    fc.assert(
      fc.property(plans, (jobs) => {
        for (const a of jobs) for (const b of jobs) expect(mayRunBeside(a, b)).toBe(mayRunBeside(b, a));
      }),
      {numRuns: 20},
    );
  });
});
