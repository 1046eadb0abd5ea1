import {describe, expect, it} from 'vitest';
import {assess, groupByCategory, presentOutcomes} from '../../src/exporters/assess.ts';
import {attempt, id, result, submission, unstarted} from '../helpers/submission.ts';

describe('assess', () => {
  it('passes where all that ran passed, and says what did not apply', () => {
    const {verdict, sentence} = assess(
      submission([result('a', 'pass'), result('b', 'pass'), result('c', 'skipped-resource')]),
    );
    expect(verdict).toBe('passed');
    expect(sentence).toBe('All 2 jobs that ran passed; 1 does not apply to this machine.');
  });

  it('names blockers among the failures', () => {
    const blocker = {certificationStatus: 'blocker'} as const;
    const results = [result('a', 'fail', {job: blocker}), result('b', 'crash'), result('c', 'pass')];
    expect(assess(submission(results))).toMatchObject({
      verdict: 'failed',
      sentence: '2 of 3 jobs that ran did not pass, 1 of them a certification blocker.',
    });
  });

  it('says when no failure is the fault of the device', () => {
    const results = [result('a', 'fail', {attempts: [attempt('fail', {fault: 'bench'})]}), result('b', 'pass')];
    expect(assess(submission(results)).sentence).toBe(
      '1 of 2 jobs that ran did not pass, not through a fault of the device.',
    );
  });

  it('D3: does not pass a session in which nothing ran', () => {
    const results = [unstarted('a', {inhibitor: {type: 'cycle', path: [id('a'), id('a')]}})];
    expect(assess(submission(results))).toMatchObject({verdict: 'nothing-ran'});
    expect(assess(submission([]))).toMatchObject({verdict: 'nothing-ran', sentence: 'The plan held no job.'});
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

  it('counts every job once', () => {
    const results = [result('a', 'pass'), result('b', 'skip'), unstarted('c'), result('d', 'pass')];
    const {counts, total} = assess(submission(results));
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
    expect(assess(submission([result('a', 'fail', {attempts: retried})])).counts).toMatchObject({pass: 1, fail: 0});
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
