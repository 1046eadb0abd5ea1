import {describeEnd, describeInhibitor, outcomeOfInhibitor} from '../session/describe.ts';
import type {Fault, Outcome} from '../session/events.ts';
import {isTest as isTestJob} from '../session/kinds.ts';
import type {Attempt} from '../session/state.ts';
import type {SubmissionResult} from './submission.ts';

export type FinishedAttempt = Extract<Attempt, {readonly state: 'finished'}>;

/** In the order reports show them: what somebody must look at comes first, what the machine does not have last. */
export const outcomes = [
  'fail',
  'crash',
  'not-run',
  'undecided',
  'skip',
  'skipped-dependency',
  'pass',
  'skipped-resource',
  'skipped-manifest',
] as const satisfies readonly Outcome[];

export const outcomeLabels: Readonly<Record<Outcome, string>> = {
  pass: 'Passed',
  fail: 'Failed',
  crash: 'Crashed',
  skip: 'Skipped',
  'skipped-dependency': 'Skipped: dependency',
  'skipped-resource': 'Not applicable',
  'skipped-manifest': 'Not in the manifest',
  undecided: 'Undecided',
  'not-run': 'Not run',
};

export const keptLabel = 'Kept';

export const faultLabels: Readonly<Record<Fault, string>> = {
  product: 'the device',
  test: 'the job itself',
  bench: 'the bench',
  operator: 'the operator',
  harness: 'Assay',
};

export function lastFinished(result: SubmissionResult): FinishedAttempt | undefined {
  return result.attempts.findLast((attempt): attempt is FinishedAttempt => attempt.state === 'finished');
}

/** The last finished attempt decides; a job that has none was not run, for the planner's reason where there is one. */
export function outcomeOf(result: SubmissionResult): Outcome {
  const attempt = lastFinished(result);
  if (attempt !== undefined) return attempt.outcome;
  return result.job.inhibitor === undefined ? 'not-run' : outcomeOfInhibitor(result.job.inhibitor);
}

/** Why an outcome is not a plain pass, in a sentence; undefined where there is nothing to say. */
export function reasonOf(result: SubmissionResult): string | undefined {
  const attempt = lastFinished(result);
  if (attempt === undefined) {
    if (result.job.inhibitor !== undefined) return describeInhibitor(result.job.inhibitor);
    return result.attempts.length > 0
      ? 'it was running when the session was interrupted'
      : 'the session ended before its turn';
  }
  if (attempt.reason !== undefined && attempt.reason !== '') return attempt.reason;
  const inhibitor = attempt.inhibitor ?? (attempt.outcome === 'pass' ? undefined : result.job.inhibitor);
  if (inhibitor !== undefined) return describeInhibitor(inhibitor);
  if (attempt.outcome === 'pass' || attempt.end === undefined) return undefined;
  return describeEnd(attempt.end);
}

/** Resource and attachment jobs keep what the machine says of itself; nobody should take that for a test. */
export function isTest({job}: SubmissionResult): boolean {
  return isTestJob(job);
}

/** A record that was kept has not passed anything. */
export function labelOf(result: SubmissionResult): string {
  const outcome = outcomeOf(result);
  return outcome === 'pass' && !isTest(result) ? keptLabel : outcomeLabels[outcome];
}

export interface Explanation {
  readonly words: string;
  /** What the job requires, as its author wrote it. */
  readonly requirement?: string;
}

/** `reasonOf` for people who write no jobs: what the machine lacks in words, the expression apart. */
export function explanationOf(result: SubmissionResult): Explanation | undefined {
  const inhibitor = lastFinished(result)?.inhibitor ?? result.job.inhibitor;
  const outcome = outcomeOf(result);
  if (outcome === 'skipped-resource' && inhibitor?.type === 'requirement-unmet') {
    const because = inhibitor.reason === undefined ? '' : `: ${inhibitor.reason}`;
    return {words: `this machine does not offer what the job needs${because}`, requirement: inhibitor.expression};
  }
  if (outcome === 'skipped-manifest' && inhibitor?.type === 'manifest-unmet')
    return {words: 'the manifest says that this machine does not have it', requirement: inhibitor.expression};
  const reason = reasonOf(result);
  return reason === undefined ? undefined : {words: reason};
}

/** What the operator said, if anything. */
export function commentsOf(result: SubmissionResult): string | undefined {
  const comments = lastFinished(result)?.comments;
  return comments === undefined || comments.trim() === '' ? undefined : comments;
}

/** Milliseconds of the attempt that decided; 0 where nothing ran. */
export function durationOf(result: SubmissionResult): number {
  const ms = lastFinished(result)?.durationMs ?? 0;
  return Number.isFinite(ms) && ms > 0 ? ms : 0;
}
