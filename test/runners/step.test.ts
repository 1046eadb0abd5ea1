import {describe, expect, it} from 'vitest';
import type {PlannedJob} from '../../src/planner/plan.ts';
import {readiness} from '../../src/planner/readiness.ts';
import type {RunnerInput} from '../../src/runners/input.ts';
import {type Effect, queueOf, type RunnerState, type RunRules} from '../../src/runners/run-state.ts';
import {initialState, step} from '../../src/runners/step.ts';
import {emptyState} from '../../src/session/apply.ts';
import type {ProcessEnd} from '../../src/session/events.ts';
import type {Job} from '../../src/units/unit.ts';
import {id, interactive, line, manual, planOf, resource, shell} from './jobs.ts';

const rules: RunRules = {readiness, interactive: true, stayOpen: false, unavailableUsers: new Map()};

/** Effects without the times, as a person would tell them. */
function told(effect: Effect): unknown {
  if (effect.type !== 'emit') return effect.type === 'run' ? `run ${effect.job.id}#${effect.attempt}` : effect;
  const {at: _at, ...event} = effect.event;
  if (event.type === 'plan-made') return 'plan-made';
  return event;
}

/** Feeds inputs one after the other, a millisecond apart. */
function play(lines: readonly PlannedJob[], inputs: readonly RunnerInput[], changed: Partial<RunRules> = {}) {
  const plan: RunnerInput = {type: 'plan-ready', entries: queueOf(planOf(lines)), jobs: [], changes: []};
  let state: RunnerState = initialState({...emptyState, jobs: []}, {...rules, ...changed});
  const rounds: unknown[][] = [];
  for (const [at, input] of [{...plan, jobs: [...plan.jobs]}, ...inputs].entries()) {
    const next = step(state, input, at);
    state = next.state;
    rounds.push(next.effects.map(told));
  }
  return {state, rounds, last: rounds.at(-1) ?? []};
}

const planOfJobs = (...jobs: readonly Job[]): readonly PlannedJob[] => jobs.map((job) => line(job));
const ended = (name: string, end: ProcessEnd, durationMs = 5): RunnerInput => ({
  type: 'process-ended',
  jobId: id(name),
  end,
  durationMs,
});
const exited = (name: string, code = 0): RunnerInput => ended(name, {type: 'exited', code});
const started = (name: string, attempt = 1) => ({type: 'job-started', jobId: id(name), attempt});

function finish(name: string, outcome: string, more: object = {}) {
  return {type: 'job-finished', jobId: id(name), attempt: 1, outcome, durationMs: 5, ...more};
}

describe('a job with a command', () => {
  it('starts, ends, and the next one starts in the same turn', () => {
    const {rounds, state} = play(planOfJobs(shell('a', 'x'), shell('b', 'y')), [exited('a'), exited('b', 1)]);
    const end = (code: number) => ({type: 'exited', code});
    expect(rounds).toEqual([
      ['plan-made', started('a'), 'run test::a#1'],
      [
        {type: 'process-ended', jobId: id('a'), end: end(0)},
        finish('a', 'pass', {end: end(0)}),
        started('b'),
        'run test::b#1',
      ],
      [
        {type: 'process-ended', jobId: id('b'), end: end(1)},
        finish('b', 'fail', {end: end(1), fault: 'product', reason: 'exit code 1'}),
        {type: 'session-finished'},
      ],
    ]);
    expect(state.at.phase).toBe('ended');
  });

  it.each<[ProcessEnd, string, string, string]>([
    [{type: 'exited', code: 126}, 'fail', 'test', 'exit code 126: a command in it cannot be executed'],
    [{type: 'exited', code: 127}, 'fail', 'test', 'exit code 127: a command in it was not found'],
    [{type: 'exited', code: 139}, 'fail', 'product', 'exit code 139, as of a program ended by SIGSEGV'],
    [{type: 'signalled', signal: 'SIGSEGV', core: true}, 'crash', 'product', 'ended by SIGSEGV, with a core dump'],
    [{type: 'signalled', signal: 'SIGTERM', core: false}, 'crash', 'harness', 'ended by SIGTERM'],
    [
      {type: 'signalled', signal: 'SIGKILL', core: false, oom: true},
      'crash',
      'product',
      'the kernel ended it because memory ran out',
    ],
    [
      {type: 'timed-out', limit: 'timeout', afterMs: 90_000},
      'fail',
      'product',
      'it ran longer than its timeout of 90 s',
    ],
    [{type: 'not-started', reason: 'ENOMEM'}, 'crash', 'harness', 'it could not be started: ENOMEM'],
  ])('that ended by %j', (end, outcome, fault, reason) => {
    const {last} = play(planOfJobs(shell('a', 'x')), [ended('a', end)]);
    expect(last[1]).toEqual(finish('a', outcome, {fault, reason, end}));
  });

  it('that has none does nothing and passes', () => {
    const {rounds} = play(planOfJobs(shell('a')), []);
    expect(rounds[0]).toEqual([
      'plan-made',
      started('a'),
      finish('a', 'pass', {durationMs: 0, reason: 'it has no command'}),
      {type: 'session-finished'},
    ]);
  });

  it('ignores what is told of another job', () => {
    const {last, state} = play(planOfJobs(shell('a', 'x'), shell('b', 'x')), [exited('b')]);
    expect(last).toEqual([]);
    expect(state.at.phase).toBe('running');
  });
});

describe('a job that cannot run', () => {
  const inhibited = (name: string, outcome: string, inhibitor: object, reason: string) =>
    finish(name, outcome, {durationMs: 0, inhibitor, reason});

  it('H1: needs a person who is not there; the rest runs', () => {
    const {rounds} = play(planOfJobs(manual('m'), shell('a', 'x')), [], {interactive: false});
    expect(rounds[0]).toEqual([
      'plan-made',
      inhibited('m', 'not-run', {type: 'needs-person'}, 'it needs a person, and nobody is at this run'),
      started('a'),
      'run test::a#1',
    ]);
  });

  it('D1: was dropped by the planner, and is recorded with the reason', () => {
    const cycle = {type: 'cycle', path: [id('a'), id('b'), id('a')]} as const;
    const {rounds} = play([line(shell('a', 'x'), {dropped: cycle})], []);
    expect(rounds[0]).toEqual([
      'plan-made',
      inhibited('a', 'not-run', cycle, 'the jobs wait for each other: a → b → a'),
      {type: 'session-finished'},
    ]);
  });

  it('depends on one that failed', () => {
    const {last} = play(planOfJobs(shell('a', 'x'), shell('b', 'y', {depends: ['a']})), [exited('a', 1)]);
    const inhibitor = {type: 'dependency-failed', job: id('a'), outcome: 'fail'};
    expect(last[2]).toEqual(inhibited('b', 'skipped-dependency', inhibitor, 'it depends on a, whose outcome is fail'));
  });

  it('runs as a user we cannot become', () => {
    const unavailableUsers = new Map([['root', 'it runs as root, and sudo is not installed']]);
    const {rounds} = play(planOfJobs(shell('a', 'x', {user: 'root'})), [], {unavailableUsers});
    const message = 'it runs as root, and sudo is not installed';
    expect(rounds[0]?.[1]).toEqual(inhibited('a', 'not-run', {type: 'not-runnable', message}, message));
  });

  it('comes after a setup job that failed', () => {
    const lines = [line(shell('s', 'x'), {setup: true}), line(shell('a', 'y'))];
    const {last} = play(lines, [exited('s', 1)]);
    expect(last[2]).toMatchObject({outcome: 'skipped-dependency', inhibitor: {job: id('s')}});
  });

  it('is a resource job: then its resource is unknown', () => {
    const {rounds} = play(planOfJobs(resource('r', 'x', {user: 'root'})), [], {
      unavailableUsers: new Map([['root', 'no sudo']]),
    });
    expect(rounds[0]?.[1]).toEqual({
      type: 'resource-recorded',
      resource: id('r'),
      state: {state: 'unknown', reason: 'its job was not run: no sudo'},
    });
  });
});

describe('a person', () => {
  const verdict = (name: string, outcome: 'pass' | 'fail' | 'skip', comments?: string): RunnerInput => ({
    type: 'verdict-given',
    jobId: id(name),
    outcome,
    ...(comments === undefined ? {} : {comments}),
  });
  const asked = (name: string, question: object, more: object = {}) => ({
    type: 'operator-asked',
    jobId: id(name),
    question,
    ...more,
  });
  const forVerdict = (more: object = {}) => ({type: 'verdict', hasCommand: true, commentFor: [], ...more});

  it('is asked for a verdict at once where nothing is run', () => {
    const {rounds} = play(planOfJobs(manual('m')), [verdict('m', 'fail', 'no picture')]);
    expect(rounds).toEqual([
      ['plan-made', started('m'), asked('m', forVerdict({hasCommand: false}))],
      [
        {type: 'verdict-given', jobId: id('m'), outcome: 'fail', comments: 'no picture'},
        finish('m', 'fail', {
          durationMs: 0,
          fault: 'product',
          reason: 'the operator says that it failed',
          comments: 'no picture',
        }),
        {type: 'session-finished'},
      ],
    ]);
  });

  it('says when they are ready, sees the command run, may run it again, and decides', () => {
    const again: RunnerInput = {type: 'run-command-again', jobId: id('v')};
    const {rounds} = play(planOfJobs(interactive('v', 'user-interact-verify', 'x')), [
      exited('v'),
      {type: 'ready', jobId: id('v')},
      exited('v', 1),
      again,
      exited('v'),
      verdict('v', 'pass'),
    ]);
    const end = (code: number) => ({type: 'process-ended', jobId: id('v'), end: {type: 'exited', code}});
    expect(rounds).toEqual([
      ['plan-made', started('v'), asked('v', {type: 'ready', hasCommand: true})],
      [],
      ['run test::v#1'],
      [end(1), asked('v', forVerdict({suggested: 'fail'}))],
      ['run test::v#1'],
      [end(0), asked('v', forVerdict({suggested: 'pass'}))],
      [
        {type: 'verdict-given', jobId: id('v'), outcome: 'pass'},
        finish('v', 'pass', {durationMs: 10, end: {type: 'exited', code: 0}}),
        {type: 'session-finished'},
      ],
    ]);
  });

  it('does not decide on a user-interact job: its command does', () => {
    const {last} = play(planOfJobs(interactive('u', 'user-interact', 'x')), [
      {type: 'ready', jobId: id('u')},
      exited('u', 1),
    ]);
    expect(last[1]).toMatchObject({type: 'job-finished', outcome: 'fail', reason: 'exit code 1'});
  });

  it('must say why a blocker is not passed', () => {
    const job = manual('m', {certificationStatus: 'blocker'});
    const {rounds} = play(planOfJobs(job), [verdict('m', 'skip', ' '), verdict('m', 'skip', 'no cable')]);
    const question = forVerdict({hasCommand: false, commentFor: ['fail', 'skip']});
    expect(rounds[1]).toEqual([asked('m', question, {problem: 'to skip this job, say why in a comment'})]);
    expect(rounds[2]?.[1]).toMatchObject({outcome: 'skip', comments: 'no cable'});
  });

  it('can skip a job instead of starting it', () => {
    const {last} = play(planOfJobs(manual('m', {command: 'x'})), [verdict('m', 'pass'), verdict('m', 'skip')]);
    expect(last[1]).toMatchObject({outcome: 'skip', reason: 'the operator skipped it'});
  });

  it('can skip a running job: it is ended first', () => {
    const {rounds} = play(planOfJobs(shell('a', 'x'), shell('b')), [
      {type: 'skip-running', jobId: id('a'), comments: 'too long'},
      ended('a', {type: 'interrupted'}),
    ]);
    expect(rounds[1]).toEqual([{type: 'end-process', jobId: id('a')}]);
    expect(rounds[2]?.[1]).toEqual(finish('a', 'skip', {reason: 'skipped while it ran', comments: 'too long'}));
    expect(rounds[2]?.[2]).toEqual(started('b'));
  });

  it('can have jobs run again once all are done', () => {
    const {rounds, state} = play(
      planOfJobs(shell('a', 'x')),
      [
        exited('a', 1),
        {type: 'run-again', jobIds: [id('a'), id('nope')], reason: 'asked'},
        exited('a'),
        {type: 'finish'},
      ],
      {stayOpen: true},
    );
    expect(rounds[2]).toEqual([
      {type: 'jobs-requeued', jobIds: [id('a')], reason: 'asked'},
      started('a', 2),
      'run test::a#2',
    ]);
    expect(rounds[3]?.[1]).toMatchObject({type: 'job-finished', attempt: 2, outcome: 'pass'});
    expect(rounds[4]).toEqual([{type: 'session-finished'}]);
    expect(state.session.attempts.get(id('a'))).toHaveLength(2);
  });
});

describe('an interruption', () => {
  const interrupt: RunnerInput = {type: 'interrupt', reason: 'SIGINT'};

  it('ends the running job, whose attempt is made again later', () => {
    const {rounds, state} = play(planOfJobs(shell('a', 'x'), shell('b', 'y')), [
      interrupt,
      interrupt,
      ended('a', {type: 'interrupted'}),
    ]);
    expect(rounds.slice(1)).toEqual([
      [{type: 'end-process', jobId: id('a')}],
      [],
      [
        {type: 'process-ended', jobId: id('a'), end: {type: 'interrupted'}},
        finish('a', 'undecided', {
          fault: 'operator',
          end: {type: 'interrupted'},
          reason: 'the run was interrupted (SIGINT)',
        }),
        {type: 'jobs-requeued', jobIds: [id('a')], reason: 'its attempt was interrupted'},
        {type: 'session-interrupted', reason: 'SIGINT'},
      ],
    ]);
    expect(state.at.phase).toBe('ended');
  });

  it('while a person is asked loses nothing but the question', () => {
    const {last} = play(planOfJobs(manual('m')), [interrupt]);
    expect(last).toMatchObject([{outcome: 'undecided'}, {type: 'jobs-requeued'}, {type: 'session-interrupted'}]);
  });

  it('leaves the attempt of a noreturn job open: it may be the restart that interrupts us', () => {
    const job = shell('r', 'reboot', {flags: ['noreturn']});
    const {rounds, state} = play(planOfJobs(job, shell('b')), [exited('r'), interrupt]);
    expect(rounds[1]).toEqual([{type: 'process-ended', jobId: id('r'), end: {type: 'exited', code: 0}}]);
    expect(rounds[2]).toEqual([{type: 'session-interrupted', reason: 'SIGINT'}]);
    expect(state.session.attempts.get(id('r'))).toMatchObject([{state: 'running'}]);
  });
});

describe('a noreturn job', () => {
  const job = shell('r', 'reboot', {flags: ['noreturn']});

  it('fails when the machine stays up', () => {
    const {last} = play(planOfJobs(job), [exited('r'), {type: 'restart-overdue', jobId: id('r')}]);
    expect(last[0]).toMatchObject({outcome: 'fail', reason: 'the machine did not restart'});
  });

  it('may have been ended by the shutdown it brought about', () => {
    const terminated = ended('r', {type: 'signalled', signal: 'SIGTERM', core: false});
    const {last, state} = play(planOfJobs(job), [terminated, {type: 'interrupt', reason: 'SIGINT'}]);
    expect(last).toEqual([{type: 'session-interrupted', reason: 'SIGINT'}]);
    expect(state.session.attempts.get(id('r'))).toMatchObject([{state: 'running'}]);
    const {last: overdue} = play(planOfJobs(job), [terminated, {type: 'restart-overdue', jobId: id('r')}]);
    expect(overdue[0]).toMatchObject({
      outcome: 'crash',
      fault: 'harness',
      reason: 'ended by SIGTERM; the machine did not restart',
    });
  });

  it('fails at once when its command does', () => {
    const {last} = play(planOfJobs(job), [exited('r', 1)]);
    expect(last[1]).toMatchObject({outcome: 'fail', reason: 'exit code 1'});
  });
});

describe('a retry', () => {
  const retry = {maxAttempts: 3, delayMs: 1000};

  it('runs what failed again at the end, with what was skipped because of it, and keeps every attempt', () => {
    const jobs = planOfJobs(
      shell('a', 'x'),
      shell('b', 'y', {depends: ['a']}),
      shell('never', 'z', {autoRetry: false}),
    );
    const {rounds, state} = play(
      jobs,
      [exited('a', 1), exited('never', 1), {type: 'advance'}, exited('a'), exited('b')],
      {retry},
    );
    expect(rounds[2]?.slice(2)).toEqual([
      {type: 'jobs-requeued', jobIds: [id('a'), id('b')], reason: 'failed jobs are retried'},
      {type: 'wait', ms: 1000},
    ]);
    expect(rounds[3]).toEqual([started('a', 2), 'run test::a#2']);
    expect(state.at.phase).toBe('ended');
    expect(Object.fromEntries(state.session.outcomes)).toEqual({
      'test::a': 'pass',
      'test::b': 'pass',
      'test::never': 'fail',
    });
    expect(state.session.attempts.get(id('a'))).toHaveLength(2);
  });

  it('stops at the most attempts', () => {
    const again: readonly RunnerInput[] = [{type: 'advance'}, exited('a', 1)];
    const {state} = play(planOfJobs(shell('a', 'x')), [exited('a', 1), ...again, ...again], {retry});
    expect(state.at.phase).toBe('ended');
    expect(state.session.attempts.get(id('a'))).toHaveLength(3);
  });
});
