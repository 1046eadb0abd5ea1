import type {UnitId} from '../../base/ids.ts';
import type {JournalJob, Question, SessionEvent} from '../../session/events.ts';
import {createTail, type Tail} from '../process/tail.ts';
import type {CurrentJob} from './view.ts';

/** The jobs that run or ask, with what they print. */
export interface UnderWay {
  start(event: Extract<SessionEvent, {readonly type: 'job-started'}>): void;
  ask(event: Extract<SessionEvent, {readonly type: 'operator-asked'}>): void;
  /** What the job asked, if anything, is answered. */
  commandStarts(jobId: UnitId): void;
  printed(jobId: UnitId, bytes: Uint8Array): void;
  finish(jobId: UnitId): void;
  /** What asks comes first, then in the order they started. */
  jobs(
    now: number,
    lineOf: (jobId: UnitId) => {readonly index: number; readonly job?: JournalJob},
  ): readonly CurrentJob[];
}

interface Running {
  readonly jobId: UnitId;
  readonly attempt: number;
  readonly startedAt: number;
  readonly tail: Tail;
  asked: {readonly question: Question; readonly problem?: string} | undefined;
}

export function createUnderWay(): UnderWay {
  const running = new Map<UnitId, Running>();
  return {
    start({jobId, attempt, at}) {
      running.set(jobId, {jobId, attempt, startedAt: at, tail: createTail(), asked: undefined});
    },
    ask({jobId, question, problem}) {
      const job = running.get(jobId);
      if (job !== undefined) job.asked = {question, ...(problem === undefined ? {} : {problem})};
    },
    commandStarts(jobId) {
      const job = running.get(jobId);
      if (job !== undefined) job.asked = undefined;
    },
    printed: (jobId, bytes) => running.get(jobId)?.tail.add(bytes),
    finish: (jobId) => running.delete(jobId),
    jobs(now, lineOf) {
      const asksFirst = [...running.values()].sort(
        (a, b) => Number(b.asked !== undefined) - Number(a.asked !== undefined),
      );
      return asksFirst.map(({jobId, attempt, startedAt, tail, asked}): CurrentJob => {
        const {index, job} = lineOf(jobId);
        const estimatedMs = job?.estimatedMs;
        return {
          jobId,
          index,
          summary: job?.summary ?? jobId,
          attempt,
          startedAt,
          elapsedMs: Math.max(0, now - startedAt),
          ...(estimatedMs === undefined ? {} : {estimatedMs}),
          phase: asked === undefined ? 'command' : 'question',
          ...(asked ?? {}),
          tail: tail.lines(),
        };
      });
    },
  };
}
