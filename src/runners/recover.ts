import type {UnitId} from '../base/ids.ts';
import type {JournalJob, SessionEvent} from '../session/events.ts';
import type {Attempt, SessionState} from '../session/state.ts';
import {interruptions, mostInterruptions} from './interruptions.ts';
import {judgeEnd} from './job/judge.ts';

function wasStopped(attempts: readonly Attempt[]): boolean {
  return attempts.some(
    (attempt) => attempt.state === 'finished' && attempt.end?.type === 'interrupted' && attempt.outcome === 'undecided',
  );
}

interface Recovery {
  readonly at: number;
  readonly bootId: string;
  /** What is known of jobs that ran before there was a plan. */
  readonly units: ReadonlyMap<UnitId, Pick<JournalJob, 'id' | 'flags'>>;
}

function settle(
  session: SessionState,
  job: Pick<JournalJob, 'id' | 'flags'>,
  {at, bootId}: Omit<Recovery, 'units'>,
): readonly SessionEvent[] {
  const attempts = session.attempts.get(job.id) ?? [];
  const open = attempts.at(-1);
  if (open?.state !== 'running') return [];
  const rebooted = bootId !== session.bootId;
  const common = {at, jobId: job.id, attempt: open.number, durationMs: Math.max(0, at - open.startedAt)};
  const again: SessionEvent = {
    type: 'jobs-requeued',
    at,
    jobIds: [job.id],
    reason: 'its attempt was interrupted',
  };
  if (job.flags?.includes('noreturn') === true) {
    if (rebooted) {
      const end = {type: 'rebooted'} as const;
      return [
        {type: 'process-ended', at, jobId: job.id, end},
        {type: 'job-finished', ...common, ...judgeEnd(end), end},
      ];
    }
    const end = {type: 'interrupted'} as const;
    // Ended by hand, it proved nothing. Ended with us and without a restart, it did what such a job is for; a signal may be
    // either, so that the job is run once more.
    if (session.phase === 'interrupted' && (session.interruption === 'SIGINT' || !wasStopped(attempts))) {
      const reason = 'the run was interrupted before the machine restarted';
      return [{type: 'job-finished', ...common, outcome: 'undecided', fault: 'operator', end, reason}, again];
    }
    const reason = 'it ended the run, which went on later; the machine did not restart';
    return [{type: 'job-finished', ...common, outcome: 'pass', end, reason}];
  }
  const end = {type: 'interrupted', ...(rebooted ? {rebooted} : {})} as const;
  const finished: SessionEvent = {type: 'job-finished', ...common, ...judgeEnd(end), end};
  const most = rebooted ? mostInterruptions.restarted : mostInterruptions.ended;
  const isTriedAgain = interruptions(attempts) + 1 < most;
  return [{type: 'process-ended', at, jobId: job.id, end}, finished, ...(isTriedAgain ? [again] : [])];
}

/**
 * What a resume records before anything else: that it goes on, and what became of the attempt that was being made. Finished
 * results are never touched.
 */
export function recoveryEvents(session: SessionState, {units, ...recovery}: Recovery): readonly SessionEvent[] {
  const known = new Map(session.jobs.map((job) => [job.id, job]));
  const open = [...session.attempts].filter(([, attempts]) => attempts.at(-1)?.state === 'running');
  return [
    {type: 'session-resumed', ...recovery},
    ...open.flatMap(([id]) => settle(session, known.get(id) ?? units.get(id) ?? {id}, recovery)),
  ];
}
