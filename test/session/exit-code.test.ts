import {describe, expect, it} from 'vitest';
import {apply, emptyState} from '../../src/session/apply.ts';
import type {Outcome, SessionEvent} from '../../src/session/events.ts';
import {exitCode} from '../../src/session/exit-code.ts';
import {id, journalJob, started} from './events.ts';

function codeOf(outcomes: readonly Outcome[], {pulled = 0, end = 'session-finished' as const} = {}): number {
  const jobs = outcomes.map((_, index) => journalJob(`j${index}`, index < pulled ? {pulled: true} : {}));
  const events: readonly SessionEvent[] = [
    started(),
    {type: 'plan-made', at: 2, jobs},
    ...outcomes.map(
      (outcome, index): SessionEvent => ({
        type: 'job-finished',
        at: 3,
        jobId: id(`j${index}`),
        attempt: 1,
        outcome,
        durationMs: 0,
      }),
    ),
    {type: end, at: 4},
  ];
  return exitCode(events.reduce(apply, emptyState));
}

describe('the exit code', () => {
  it.each<[number, readonly Outcome[]]>([
    [0, ['pass', 'skip', 'skipped-resource', 'skipped-manifest', 'skipped-dependency']],
    [1, ['pass', 'fail', 'not-run']],
    [1, ['crash']],
    [3, ['not-run', 'not-run']],
    [3, ['skipped-resource', 'skip']],
    [3, []],
    [4, ['pass', 'not-run']],
    [4, ['pass', 'undecided']],
  ])('is %d for %j', (code, outcomes) => expect(codeOf(outcomes)).toBe(code));

  it('D3: is 3 where only what others need has run', () => {
    expect(codeOf(['pass', 'not-run'], {pulled: 1})).toBe(3);
  });

  it('is 4 while a session is interrupted, also when a job failed', () => {
    const events: readonly SessionEvent[] = [
      started(),
      {type: 'plan-made', at: 2, jobs: [journalJob('a'), journalJob('b')]},
      {type: 'job-finished', at: 3, jobId: id('a'), attempt: 1, outcome: 'fail', durationMs: 0},
      {type: 'session-interrupted', at: 4, reason: 'SIGINT'},
    ];
    expect(exitCode(events.reduce(apply, emptyState))).toBe(4);
  });
});
