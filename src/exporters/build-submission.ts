import {partialId, type UnitId, unitId} from '../base/ids.ts';
import {isComplete} from '../session/apply.ts';
import type {JournalJob} from '../session/events.ts';
import type {SessionState} from '../session/state.ts';
import type {LogText, Submission, SubmissionResult} from './submission.ts';

export interface SubmissionOptions {
  readonly applicationVersion: string;
  /** Reads what an attempt printed from wherever the session keeps it. */
  readLog(jobId: UnitId, attempt: number): LogText;
  /** Milliseconds since the epoch; stands in where the session itself has not finished. */
  readonly finishedAt: number;
}

const noLog: LogText = {stdout: new Uint8Array(), stderr: new Uint8Array(), omittedBytes: 0};

/** A job that ran before there was a plan, in a session that never got one. Only resource jobs run that early. */
function jobWithoutPlan(id: UnitId): JournalJob {
  return {
    id,
    summary: partialId(id),
    plugin: 'resource',
    category: unitId('com.canonical.plainbox', 'uncategorised'),
    categoryName: 'Uncategorised',
    certificationStatus: 'non-blocker',
    provider: '',
    contentHash: '',
  };
}

/** Freezes a session into what the exporters see. Logs are those of each job's last attempt. */
export function buildSubmission(state: SessionState, options: SubmissionOptions): Submission {
  const planned = new Set(state.jobs.map((job) => job.id));
  const early = [...state.attempts.keys()].filter((id) => !planned.has(id)).map(jobWithoutPlan);
  const results = [...early, ...state.jobs].map((job): SubmissionResult => {
    const attempts = state.attempts.get(job.id) ?? [];
    const last = attempts.at(-1);
    return {job, attempts, log: last === undefined ? noLog : options.readLog(job.id, last.number)};
  });
  return {
    sessionId: state.sessionId,
    title: state.title === '' ? state.plan : state.title,
    plan: state.plan,
    application: {name: 'assay', version: options.applicationVersion},
    startedAt: state.startedAt,
    finishedAt: state.finishedAt ?? options.finishedAt,
    complete: isComplete(state),
    reboots: state.reboots,
    results,
    resources: state.resources,
  };
}
