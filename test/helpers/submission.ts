import {type UnitId, unitId} from '../../src/base/ids.ts';
import type {Submission, SubmissionResult} from '../../src/exporters/submission.ts';
import type {JournalJob, Outcome, ResourceState} from '../../src/session/events.ts';
import type {Attempt} from '../../src/session/state.ts';

export type FinishedAttempt = Extract<Attempt, {readonly state: 'finished'}>;

export const epoch = Date.UTC(2026, 10, 22, 9, 30);

export const id = (partial: string): UnitId => unitId('com.example', partial);

export function journalJob(partial: string, overrides: Partial<JournalJob> = {}): JournalJob {
  return {
    id: id(partial),
    summary: `Summary of ${partial}`,
    plugin: 'shell',
    category: id('disk'),
    categoryName: 'Disks',
    certificationStatus: 'non-blocker',
    provider: 'com.example:stock',
    contentHash: partial,
    ...overrides,
  };
}

export function attempt(outcome: Outcome, overrides: Partial<FinishedAttempt> = {}): FinishedAttempt {
  const durationMs = overrides.durationMs ?? 1500;
  return {
    state: 'finished',
    number: 1,
    startedAt: epoch,
    finishedAt: epoch + durationMs,
    outcome,
    durationMs,
    ...overrides,
  };
}

export interface ResultOptions {
  readonly job?: Partial<JournalJob>;
  readonly attempts?: readonly Attempt[];
  readonly stdout?: string | Uint8Array;
  readonly stderr?: string | Uint8Array;
  readonly omittedBytes?: number;
}

function bytes(text: string | Uint8Array = ''): Uint8Array {
  return typeof text === 'string' ? new TextEncoder().encode(text) : text;
}

/** A job with one attempt of that outcome, or, given a list of attempts, with those. */
export function result(partial: string, outcome: Outcome, options: ResultOptions = {}): SubmissionResult {
  return {
    job: journalJob(partial, options.job),
    attempts: options.attempts ?? [attempt(outcome)],
    log: {stdout: bytes(options.stdout), stderr: bytes(options.stderr), omittedBytes: options.omittedBytes ?? 0},
  };
}

/** A job that the planner dropped or that the session never came to. */
export function unstarted(partial: string, job: Partial<JournalJob> = {}): SubmissionResult {
  return result(partial, 'not-run', {job, attempts: []});
}

export function known(...records: readonly Readonly<Record<string, string | number | boolean>>[]): ResourceState {
  return {state: 'known', records};
}

export function submission(results: readonly SubmissionResult[], overrides: Partial<Submission> = {}): Submission {
  return {
    sessionId: 'session-1',
    title: 'Smoke test',
    plan: id('smoke'),
    application: {name: 'assay', version: '0.1.0'},
    startedAt: epoch,
    finishedAt: epoch + 95_000,
    complete: true,
    reboots: 0,
    results,
    resources: new Map(),
    ...overrides,
  };
}

export async function exported(parts: AsyncIterable<string | Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of parts) text += typeof part === 'string' ? part : decoder.decode(part, {stream: true});
  return text;
}
