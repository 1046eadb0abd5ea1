import {describe, expect, it} from 'vitest';
import {apply, countOutcomes, emptyState, isComplete, isSettled, outcomeOf} from '../../src/session/apply.ts';
import type {SessionEvent} from '../../src/session/events.ts';
import type {SessionState} from '../../src/session/state.ts';
import {id, journalJob, ran, started} from './events.ts';

const planMade: SessionEvent = {type: 'plan-made', at: 2, jobs: [journalJob('a'), journalJob('b')]};

function stateAfter(...events: readonly (SessionEvent | readonly SessionEvent[])[]): SessionState {
  return events.flat().reduce(apply, emptyState);
}

describe('the state of a session', () => {
  it('is what its events say', () => {
    const state = stateAfter(started(), planMade, ran('a', 'pass'), {type: 'session-finished', at: 99});
    expect({...state, resources: [...state.resources], attempts: [...state.attempts]}).toMatchObject({
      phase: 'finished',
      sessionId: 'one',
      startedAt: 1,
      finishedAt: 99,
      attempts: [
        [id('a'), [{state: 'finished', number: 1, startedAt: 10, finishedAt: 15, outcome: 'pass', durationMs: 5}]],
      ],
    });
    expect(countOutcomes(state)).toEqual(new Map([['pass', 1]]));
  });

  it('leaves an older state as it was', () => {
    const before = stateAfter(started(), planMade);
    const now = ran('a', 'fail').reduce(apply, before);
    expect(outcomeOf(before, id('a'))).toBeUndefined();
    expect(outcomeOf(now, id('a'))).toBe('fail');
  });

  it('is complete when every job has a result and none is to run once more', () => {
    expect(isComplete(stateAfter(started()))).toBe(false);
    expect(isComplete(stateAfter(started(), planMade, ran('a', 'pass')))).toBe(false);
    const all = stateAfter(started(), planMade, ran('a', 'pass'), ran('b', 'fail'));
    expect(isComplete(all)).toBe(true);
    const again = apply(all, {type: 'jobs-requeued', at: 50, jobIds: [id('b')], reason: 'asked for'});
    expect(isComplete(again)).toBe(false);
    expect(isSettled(again, id('b'))).toBe(false);
    expect(outcomeOf(again, id('b'))).toBe('fail');
    const done = ran('b', 'pass', 2).reduce(apply, again);
    expect(isComplete(done)).toBe(true);
    expect(done.attempts.get(id('b'))?.map(({number}) => number)).toEqual([1, 2]);
  });

  it('counts a reboot only where the boot id changed', () => {
    const interrupted = stateAfter(started(), planMade, {type: 'session-interrupted', at: 20, reason: 'SIGTERM'});
    expect(interrupted).toMatchObject({phase: 'interrupted', interruption: 'SIGTERM'});
    const same = apply(interrupted, {type: 'session-resumed', at: 21, bootId: 'boot-1'});
    expect(same).toMatchObject({phase: 'running', reboots: 0});
    expect(same.interruption).toBeUndefined();
    const other = apply(interrupted, {type: 'session-resumed', at: 21, bootId: 'boot-2'});
    expect(other).toMatchObject({reboots: 1, bootId: 'boot-2'});
  });

  it('knows the process of the running attempt', () => {
    const state = stateAfter(started(), planMade, [
      {type: 'job-started', at: 3, jobId: id('a'), attempt: 1},
      {type: 'process-started', at: 4, jobId: id('a'), pid: 4711},
    ]);
    expect(state.attempts.get(id('a'))).toEqual([{state: 'running', number: 1, startedAt: 3, pid: 4711}]);
  });

  it('replays a session of 10,000 jobs in linear time', () => {
    const names = Array.from({length: 10_000}, (_, index) => `job-${index}`);
    const events = [started(), ...names.flatMap((name) => ran(name, 'pass'))];
    const begin = performance.now();
    const state = events.reduce(apply, emptyState);
    expect(performance.now() - begin).toBeLessThan(1000);
    expect(state.attempts.size).toBe(10_000);
  });
});
