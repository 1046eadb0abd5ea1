import {describe, expect, it} from 'vitest';
import {assess, groupByCategory, presentOutcomes} from '../../src/exporters/assess.ts';
import type {Outcome} from '../../src/session/events.ts';
import {attempt, id, result, submission, unstarted} from '../helpers/submission.ts';

describe('assess', () => {
  it('passes where all that ran passed, and says what did not apply', () => {
    const {verdict, sentence} = assess(
      submission([result('a', 'pass'), result('b', 'pass'), result('c', 'skipped-resource')]),
    );
    expect(verdict).toBe('passed');
    expect(sentence).toBe('All 2 tests passed; 1 does not apply to this machine.');
  });

  it('names blockers among the failures', () => {
    const blocker = {certificationStatus: 'blocker'} as const;
    const results = [result('a', 'fail', {job: blocker}), result('b', 'crash'), result('c', 'pass')];
    expect(assess(submission(results))).toMatchObject({
      verdict: 'failed',
      sentence: '2 of 3 tests that ran did not pass, 1 of them a certification blocker.',
    });
  });

  it('says when no failure is the fault of the device', () => {
    const results = [result('a', 'fail', {attempts: [attempt('fail', {fault: 'bench'})]}), result('b', 'pass')];
    expect(assess(submission(results)).sentence).toBe(
      '1 of 2 tests that ran did not pass, not through a fault of the device.',
    );
  });

  it('says `all` only of tests that could have run', () => {
    const sentence = (...outcomes: readonly Outcome[]): string =>
      assess(submission(outcomes.map((outcome, index) => result(`t${index}`, outcome)))).sentence;
    expect(sentence('pass')).toBe('The one test passed.');
    expect(sentence('pass', 'skipped-manifest')).toBe('The one test passed; 1 does not apply to this machine.');
    expect(sentence('pass', 'pass', 'skip')).toBe('All 2 tests that ran passed; 1 was skipped.');
  });

  describe('tells records of the machine from tests', () => {
    const tests = [result('a', 'pass'), result('b', 'pass'), result('c', 'skipped-resource')];
    const kept = [
      result('os', 'pass', {job: {plugin: 'resource'}}),
      result('kernel', 'pass', {job: {plugin: 'attachment'}}),
    ];

    it('in sentence and counts', () => {
      const {verdict, sentence, ...tallies} = assess(submission([...kept, ...tests]));
      expect(verdict).toBe('passed');
      expect(sentence).toBe(
        'All 2 tests passed; 1 does not apply to this machine; 2 records of the machine were kept.',
      );
      expect(tallies).toMatchObject({tests: {total: 3, counts: {pass: 2}}, records: {total: 2, counts: {pass: 2}}});
    });

    it('yet a record that could not be taken fails the session, as its exit code does', () => {
      const broken = result('cpu', 'fail', {job: {plugin: 'resource'}});
      expect(assess(submission([...kept, broken, ...tests]))).toMatchObject({
        verdict: 'failed',
        sentence:
          'Not every record of the machine could be taken, while all 2 tests passed; 1 does not apply to this machine; 2 records of the machine were kept, 1 is missing.',
      });
      expect(assess(submission([broken])).sentence).toBe(
        'Not every record of the machine could be taken, while no test ran; 1 record of the machine is missing.',
      );
    });

    it('counts failures among the tests alone', () => {
      const broken = result('cpu', 'fail', {job: {plugin: 'resource'}});
      expect(assess(submission([broken, ...tests, result('d', 'fail')])).sentence).toMatch(
        /^1 of 3 tests that ran did not pass; 1 does not .*; 1 record of the machine is missing\.$/,
      );
    });

    it('does not miss a record that the machine cannot have', () => {
      const none = result('log', 'skipped-resource', {job: {plugin: 'attachment'}});
      expect(assess(submission([...tests, none])).sentence).not.toContain('record');
    });

    it('is incomplete while one was not run', () => {
      expect(assess(submission([...tests, unstarted('x', {plugin: 'attachment'})]))).toMatchObject({
        verdict: 'incomplete',
        sentence:
          '2 tests ran and none failed, but the picture is not whole; 1 does not apply to this machine; 1 record of the machine is missing.',
      });
    });
  });

  it('D3: does not pass a session in which nothing ran', () => {
    const results = [unstarted('a', {inhibitor: {type: 'cycle', path: [id('a'), id('a')]}})];
    expect(assess(submission(results))).toMatchObject({verdict: 'nothing-ran'});
    expect(assess(submission([]))).toMatchObject({
      verdict: 'nothing-ran',
      sentence: 'The plan held no job that tests the device.',
    });
  });

  it('does not pass where only jobs that gather or prepare ran', () => {
    const gathering = [
      result('os', 'pass', {job: {plugin: 'resource'}}),
      result('log', 'pass', {job: {plugin: 'attachment'}}),
      result('prepare', 'pass', {job: {pulled: true}}),
    ];
    expect(assess(submission([...gathering, result('disk', 'skipped-resource')])).verdict).toBe('nothing-ran');
  });

  it.each(['not-run', 'undecided'] as const)('is incomplete where a job is %s', (outcome) => {
    expect(assess(submission([result('a', 'pass'), result('b', outcome)])).verdict).toBe('incomplete');
  });

  it('is incomplete where the session was interrupted', () => {
    const {verdict, sentence} = assess(submission([result('a', 'pass'), unstarted('b')], {complete: false}));
    expect(verdict).toBe('incomplete');
    expect(sentence).toContain('the session was interrupted');
  });

  it('counts every test once', () => {
    const results = [result('a', 'pass'), result('b', 'skip'), unstarted('c'), result('d', 'pass')];
    const {counts, total} = assess(submission(results)).tests;
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(total);
    expect(presentOutcomes(counts)).toEqual([
      ['not-run', 1],
      ['skip', 1],
      ['pass', 2],
    ]);
  });

  it('goes by the last finished attempt', () => {
    const retried = [
      attempt('fail'),
      attempt('pass', {number: 2}),
      {state: 'running', number: 3, startedAt: 1} as const,
    ];
    expect(assess(submission([result('a', 'fail', {attempts: retried})])).tests.counts).toMatchObject({
      pass: 1,
      fail: 0,
    });
  });
});

describe('groupByCategory', () => {
  it('keeps the plan order, of categories and in them', () => {
    const inCategory = (name: string) => ({job: {category: id(name), categoryName: name}});
    const results = [
      result('x', 'pass', inCategory('second')),
      result('y', 'pass', inCategory('first')),
      result('z', 'pass', inCategory('second')),
    ];
    expect(groupByCategory(results).map(({name, results: all}) => [name, all.map(({job}) => job.id)])).toEqual([
      ['second', [id('x'), id('z')]],
      ['first', [id('y')]],
    ]);
  });
});
