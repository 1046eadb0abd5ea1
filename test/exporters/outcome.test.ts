import {describe, expect, it} from 'vitest';
import {durationOf, outcomeOf, reasonOf} from '../../src/exporters/outcome.ts';
import type {Inhibitor, Outcome} from '../../src/session/events.ts';
import {attempt, id, result, unstarted} from '../helpers/submission.ts';

describe('a job without a finished attempt', () => {
  it.each<readonly [Inhibitor, Outcome]>([
    [{type: 'dependency-failed', job: id('a'), outcome: 'fail'}, 'skipped-dependency'],
    [{type: 'requirement-unmet', expression: "a.b == 'c'"}, 'skipped-resource'],
    [{type: 'manifest-unmet', expression: 'manifest.x'}, 'skipped-manifest'],
    [{type: 'requirement-unknown', expression: 'a.b', reason: 'unread'}, 'not-run'],
    [{type: 'cycle', path: [id('a'), id('a')]}, 'not-run'],
    [{type: 'needs-person'}, 'not-run'],
  ])('has the outcome of %o', (inhibitor, outcome) => {
    const dropped = unstarted('x', {inhibitor});
    expect(outcomeOf(dropped)).toBe(outcome);
    expect(reasonOf(dropped)).toBeTruthy();
  });

  it('says that the session never came to it', () => {
    expect(reasonOf(unstarted('x'))).toBe('the session ended before its turn');
  });

  it('says that it was running', () => {
    const running = result('x', 'pass', {attempts: [{state: 'running', number: 1, startedAt: 0}]});
    expect([outcomeOf(running), reasonOf(running)]).toEqual([
      'not-run',
      'it was running when the session was interrupted',
    ]);
  });
});

describe('the reason', () => {
  it('is what the runner said, before all else', () => {
    const attempts = [attempt('fail', {reason: 'no carrier', end: {type: 'exited', code: 3}})];
    expect(reasonOf(result('x', 'fail', {attempts}))).toBe('no carrier');
  });

  it('is how the process ended where nothing was said', () => {
    const attempts = [attempt('fail', {end: {type: 'exited', code: 3}})];
    expect(reasonOf(result('x', 'fail', {attempts}))).toContain('code 3');
  });

  it('is not given for a plain pass', () => {
    expect(
      reasonOf(result('x', 'pass', {attempts: [attempt('pass', {end: {type: 'exited', code: 0}})]})),
    ).toBeUndefined();
  });
});

it('takes a duration that is no number for none', () => {
  expect(durationOf(result('x', 'pass', {attempts: [attempt('pass', {durationMs: Number.NaN})]}))).toBe(0);
});
