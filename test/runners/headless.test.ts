import {describe, expect, it} from 'vitest';
import {type ShownOutput, showProgress, type Verbosity} from '../../src/runners/headless/progress.ts';
import {type SummaryOptions, summaryLines} from '../../src/runners/headless/summary.ts';
import {about} from '../../src/runners/headless/words.ts';
import {writeEvents} from '../../src/runners/headless/write-events.ts';
import type {RunHandle, RunListener} from '../../src/runners/view/view.ts';
import {apply, emptyState} from '../../src/session/apply.ts';
import type {SessionEvent, TemplateTally} from '../../src/session/events.ts';
import type {SessionState} from '../../src/session/state.ts';
import {id, journalJob, ran, started} from '../session/events.ts';

const finish = (name: string, fields: Partial<Extract<SessionEvent, {type: 'job-finished'}>>): SessionEvent => ({
  type: 'job-finished',
  at: 61_000,
  jobId: id(name),
  attempt: 1,
  outcome: 'pass',
  durationMs: 1234,
  ...fields,
});

const evil = 'disk/read_\u001b]0;owned\u0007sda\n2';
const events: readonly SessionEvent[] = [
  started(),
  {type: 'resource-recorded', at: 2, resource: id('optical'), state: {state: 'unknown', reason: 'no \u001b[31mbus'}},
  {type: 'plan-made', at: 3, jobs: ['ok', evil, 'manual', 'usb'].map((name) => journalJob(name))},
  {type: 'job-started', at: 4, jobId: id('ok'), attempt: 1},
  {
    type: 'job-output',
    at: 5,
    jobId: id('ok'),
    attempt: 1,
    stream: 'stdout',
    data: Buffer.from('10 %\r100 %\n\u001b[2Jrest').toString('base64'),
  },
  finish('ok', {}),
  finish(evil, {outcome: 'fail', fault: 'product', reason: 'exit code 1'}),
  finish('manual', {outcome: 'not-run', inhibitor: {type: 'needs-person'}, reason: 'it needs a person', durationMs: 0}),
  finish('usb', {outcome: 'skipped-resource', reason: 'no usb', durationMs: 0, inhibitor: {type: 'needs-person'}}),
  {type: 'session-finished', at: 61_000},
];

/** A run that plays these events as soon as somebody has subscribed. */
function played(given = events): {readonly handle: RunHandle; readonly play: () => SessionState} {
  const listeners = new Set<RunListener>();
  const handle: RunHandle = {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    send: () => undefined,
    view: () => {
      throw new Error('not needed');
    },
    ended: Promise.resolve(emptyState),
  };
  const play = (): SessionState =>
    given.reduce((state, event) => {
      const next = apply(state, event);
      for (const listener of listeners) listener(event, next);
      return next;
    }, emptyState);
  return {handle, play};
}

function printed(
  options: {isTerminal?: boolean; verbosity?: Verbosity; output?: ShownOutput; colour?: boolean},
  {handle, play} = played(),
): string {
  let text = '';
  const stop = showProgress(handle, {
    out: {write: (part) => (text += part)},
    isTerminal: false,
    columns: () => 80,
    verbosity: 'normal',
    output: 'none',
    colour: false,
    now: () => 0,
    ...options,
  });
  play();
  stop();
  return text;
}

describe('progress', () => {
  it('is a line for each finished job, with the time where there is no terminal', () => {
    expect(printed({})).toBe(
      [
        '4 tests planned',
        '  cannot be known: optical: no bus',
        '00:01:01 [1/4] pass    ok (1.2 s)',
        '00:01:01 [2/4] FAIL    disk/read_sda 2 (1.2 s): exit code 1',
        '00:01:01 [3/4] NOT RUN manual: it needs a person',
        '00:01:01 [4/4] skip    usb: no usb',
        '',
      ].join('\n'),
    );
  });

  it('counts tests; what is kept of the machine is a line without a number', () => {
    const {handle, play} = played([
      started(),
      finish('prepare', {}),
      {type: 'resource-recorded', at: 2, resource: id('early'), state: {state: 'known', records: []}},
      ...ran('early', 'pass'),
      {
        type: 'plan-made',
        at: 3,
        jobs: [
          journalJob('prepare'),
          journalJob('early', {plugin: 'resource'}),
          journalJob('log', {plugin: 'attachment'}),
          journalJob('ok'),
        ],
      },
      finish('log', {}),
      finish('ok', {}),
    ]);
    expect(printed({}, {handle, play}).split('\n')).toEqual([
      '00:01:01 [setup] pass    prepare (1.2 s)',
      '1 resource read, 2 tests planned',
      '00:01:01       kept    log (1.2 s)',
      '00:01:01 [2/2] pass    ok (1.2 s)',
      '',
    ]);
  });

  it('keeps the lines of jobs that print at the same time apart', () => {
    const print = (name: string, stream: 'stdout' | 'stderr', text: string): SessionEvent => ({
      type: 'job-output',
      at: 5,
      jobId: id(name),
      attempt: 1,
      stream,
      data: Buffer.from(text).toString('base64'),
    });
    const run = played([
      started(),
      print('a', 'stdout', 'one '),
      print('b', 'stdout', 'two '),
      print('a', 'stderr', 'oops\n'),
      print('a', 'stdout', 'line\n'),
      finish('b', {}),
    ]);
    expect(printed({output: 'all'}, run).split('\n')).toEqual([
      '00:00:00 a ! oops',
      '00:00:00 a | one line',
      '00:00:00 b | two ',
      '00:01:01 [setup] pass    b (1.2 s)',
      '',
    ]);
  });

  it('breaks long reasons between words on a terminal, and keeps them whole in a log', () => {
    const reason = 'word '.repeat(30).trim();
    const run = (): ReturnType<typeof played> =>
      played([
        started(),
        {type: 'plan-made', at: 3, jobs: [journalJob('ok')]},
        finish('ok', {outcome: 'fail', reason}),
      ]);
    const lines = printed({isTerminal: true}, run()).split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines[2]).toMatch(/^ {14}word word/);
    expect(printed({}, run())).toContain(`: ${reason}\n`);
  });

  it('shows what jobs print when asked to, as a terminal would leave it and no more', () => {
    const text = printed({output: 'all'});
    expect(text).toContain('00:00:00 ok | 100 %\n00:00:00 ok | rest\n00:01:01 [1/4] pass');
  });

  it('is only what is wrong when asked to be quiet', () => {
    expect(
      printed({verbosity: 'quiet'})
        .split('\n')
        .map((text) => text.slice(9, 22)),
    ).toEqual(['[2/4] FAIL   ', '[3/4] NOT RUN', '']);
  });

  it('has colours only when told so, and never those of a job', () => {
    expect(printed({isTerminal: true, colour: true})).toContain('\u001b[1;31mFAIL');
    expect(printed({})).not.toContain('\u001b');
  });

  it('can be every event as a line of JSON', () => {
    const {handle, play} = played();
    let text = '';
    writeEvents(handle, {write: (part) => (text += part)});
    play();
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((json) => JSON.parse(json)),
    ).toEqual(events);
  });
});

describe('the summary', () => {
  const options: SummaryOptions = {
    colour: false,
    columns: undefined,
    verdict: {state: 'failed', label: 'Not passed', sentence: '1 of 2 tests that ran did not pass.'},
    reports: ['Report: /r/report.html'],
    resumeCommand: 'assay resume one',
  };

  it('names what needs a look, with the reason, and says where the reports are', () => {
    const state = played().play();
    expect(summaryLines(state, options, 0)).toEqual([
      '',
      'A plan: 4 tests, 1 min 01 s',
      '    1  failed',
      '       disk/read_sda 2  exit code 1',
      '    1  not run, and nobody knows what they would have shown',
      '       manual  it needs a person',
      '    1  skipped: this machine does not have what they test',
      '       usb  no usb',
      '    1  passed',
      '',
      'Not passed: 1 of 2 tests that ran did not pass.',
      '',
      'Report: /r/report.html',
    ]);
  });

  it('says in one line for which templates nothing is here', () => {
    const none = {recordCount: 0, made: 0, filtered: 0, undecided: 0, failed: 0};
    const template = (name: string, tally: Partial<TemplateTally>): TemplateTally => ({
      id: id(name),
      ...none,
      ...tally,
    });
    const templates = [
      template('rtc/moving', {}),
      template('disk/read', {recordCount: 1, made: 1}),
      template('usb/plug', {recordCount: 3, filtered: 3}),
      template('cdrom/burn', {recordCount: 2, failed: 2}),
      template('net/ping', {unknown: 'exit code 1'}),
    ];
    const plan: SessionEvent = {type: 'plan-made', at: 2, jobs: [journalJob('a')], templates};
    const state = [started(), plan, ...ran('a', 'pass')].reduce(apply, emptyState);
    expect(summaryLines(state, {...options, reports: []}, 1001)).toContain(
      '       nothing here for: rtc/moving (no records), usb/plug (none of 3 records matches)',
    );
  });

  it('tells tests from records of the machine, and names the records that are missing', () => {
    const jobs = [
      journalJob('test'),
      journalJob('cpu', {plugin: 'resource'}),
      journalJob('log', {plugin: 'attachment'}),
      journalJob('dmi', {plugin: 'attachment'}),
    ];
    const plan: SessionEvent = {type: 'plan-made', at: 2, jobs};
    const broken = finish('log', {outcome: 'crash', reason: 'ended by SIGSEGV'});
    const state = [started(), plan, ...['test', 'cpu', 'dmi'].flatMap((name) => ran(name, 'pass')), broken].reduce(
      apply,
      emptyState,
    );
    expect(summaryLines(state, {...options, reports: []}, 1001).slice(1, -2)).toEqual([
      'A plan: 1 test, 1.0 s',
      '    1  passed',
      '    1  record of the machine missing',
      '       log  ended by SIGSEGV',
      '    2  records of the machine kept',
    ]);
  });

  it('breaks long reasons between words, below where they began', () => {
    const reason = `this machine does not meet: ${'disk.name == one and '.repeat(3)}disk.name == two`;
    const plan: SessionEvent = {type: 'plan-made', at: 2, jobs: [journalJob('read')]};
    const end = finish('read', {outcome: 'skipped-resource', reason});
    const state = [started(), plan, end].reduce(apply, emptyState);
    const lines = summaryLines(state, {...options, columns: 60}, 0);
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
    expect(lines[3]).toBe('       read  this machine does not meet: disk.name == one');
    expect(lines[4]).toBe('             and disk.name == one and disk.name == one and');
  });

  it('is the verdict and the reports when asked to be brief', () => {
    const state = played().play();
    expect(summaryLines(state, {...options, brief: true}, 0)).toEqual([
      'Not passed: 1 of 2 tests that ran did not pass.',
      '',
      'Report: /r/report.html',
    ]);
  });

  it('says how to go on with an interrupted session', () => {
    const plan: SessionEvent = {type: 'plan-made', at: 2, jobs: [journalJob('a'), journalJob('b')]};
    const stop: SessionEvent = {type: 'session-interrupted', at: 99, reason: 'SIGINT'};
    const state = [started(), plan, ...ran('a', 'pass'), stop].reduce(apply, emptyState);
    expect(summaryLines(state, {...options, reports: []}, 1001)).toEqual([
      '',
      'A plan: 2 tests, 1.0 s',
      '    1  passed',
      '    1  not reached',
      '',
      'Not passed: 1 of 2 tests that ran did not pass.',
      '',
      'The session was interrupted (SIGINT). Go on with: assay resume one',
    ]);
  });
});

describe('times', () => {
  it.each([
    [9000, 'a few seconds'],
    [44_000, 'about 40 s'],
    [200_000, 'about 3 min'],
    [7_200_000, 'about 2.0 h'],
  ])('%d ms is %s', (ms, text) => expect(about(ms)).toBe(text));
});
