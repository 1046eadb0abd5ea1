import {qualify, type UnitId} from '../../src/base/ids.ts';
import type {JournalJob, SessionEvent} from '../../src/session/events.ts';

export const id = (name: string): UnitId => qualify(name, 'test');

export function journalJob(name: string, fields: Partial<JournalJob> = {}): JournalJob {
  return {
    id: id(name),
    summary: `The job ${name}`,
    plugin: 'shell',
    category: id('misc'),
    categoryName: 'Miscellaneous',
    certificationStatus: 'non-blocker',
    provider: 'com.example:test',
    contentHash: `hash of ${name}`,
    ...fields,
  };
}

export function started(fields: Partial<Extract<SessionEvent, {type: 'session-started'}>> = {}): SessionEvent {
  return {
    type: 'session-started',
    at: 1,
    sessionId: 'one',
    plan: id('plan'),
    title: 'A plan',
    bootId: 'boot-1',
    version: '0.1.0',
    providerDirectories: ['/providers/test'],
    ...fields,
  };
}

/** A job's start and end. */
export function ran(name: string, outcome: 'pass' | 'fail' | 'skip', attempt = 1): readonly SessionEvent[] {
  const jobId = id(name);
  return [
    {type: 'job-started', at: attempt * 10, jobId, attempt},
    {type: 'job-finished', at: attempt * 10 + 5, jobId, attempt, outcome, durationMs: 5},
  ];
}
