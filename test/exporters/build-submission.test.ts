import {describe, expect, it} from 'vitest';
import {buildSubmission} from '../../src/exporters/build-submission.ts';
import {emptyState} from '../../src/session/apply.ts';
import type {SessionState} from '../../src/session/state.ts';
import {attempt, epoch, id, journalJob, known} from '../helpers/submission.ts';

const log = (text: string) => ({stdout: new TextEncoder().encode(text), stderr: new Uint8Array(), omittedBytes: 0});

const options = {
  applicationVersion: '1.2.3',
  readLog: (jobId: string, number: number) => log(`${jobId} ${number}`),
  finishedAt: epoch + 9,
};

function state(overrides: Partial<SessionState>): SessionState {
  return {...emptyState, phase: 'running', sessionId: 's', plan: id('smoke'), startedAt: epoch, ...overrides};
}

describe('buildSubmission', () => {
  it('keeps every job of the plan in its order, with the log of its last attempt', () => {
    const submission = buildSubmission(
      state({
        jobs: [journalJob('b'), journalJob('a')],
        attempts: new Map([[id('a'), [attempt('fail'), attempt('pass', {number: 2})]]]),
      }),
      options,
    );
    expect(submission.results.map(({job, attempts}) => [job.id, attempts.length])).toEqual([
      [id('b'), 0],
      [id('a'), 2],
    ]);
    expect(submission.results.map((result) => new TextDecoder().decode(result.log.stdout))).toEqual([
      '',
      `${id('a')} 2`,
    ]);
  });

  it('is complete once every job is settled, and keeps the time of its end', () => {
    const jobs = [journalJob('a')];
    const attempts = new Map([[id('a'), [attempt('pass')]]]);
    expect(buildSubmission(state({jobs}), options)).toMatchObject({complete: false, finishedAt: epoch + 9});
    expect(buildSubmission(state({jobs, attempts, phase: 'finished', finishedAt: epoch + 5}), options)).toMatchObject({
      complete: true,
      finishedAt: epoch + 5,
    });
  });

  it('does not lose jobs that ran before there was a plan', () => {
    const submission = buildSubmission(
      state({
        phase: 'interrupted',
        attempts: new Map([[id('os'), [attempt('pass')]]]),
        resources: new Map([[id('os'), known({kernel: '6.12'})]]),
      }),
      options,
    );
    expect(submission.results.map(({job}) => [job.id, job.plugin])).toEqual([[id('os'), 'resource']]);
    expect(submission).toMatchObject({complete: false, title: id('smoke'), application: {version: '1.2.3'}});
  });
});
