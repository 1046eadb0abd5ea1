import type {CurrentJob, RunLine, RunView} from '../../src/runners/view/view.ts';
import type {Outcome} from '../../src/session/events.ts';
import {id, journalJob} from './submission.ts';

export function runLine(partial: string, outcome?: Outcome, more: Partial<RunLine> = {}): RunLine {
  return {
    job: journalJob(partial),
    status: outcome === undefined ? 'waiting' : 'done',
    ...(outcome === undefined ? {} : {outcome, durationMs: 1000}),
    attempts: outcome === undefined ? 0 : 1,
    ...more,
  };
}

export function runView(lines: readonly RunLine[], more: Partial<RunView> = {}): RunView {
  const counts = new Map<Outcome, number>();
  for (const {outcome} of lines) if (outcome !== undefined) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const done = lines.filter(({status}) => status === 'done').length;
  return {
    phase: 'running',
    title: 'A test plan',
    plan: id('plan'),
    lines,
    done,
    total: lines.length,
    counts,
    ...more,
  };
}

export function currentJob(lines: readonly RunLine[], index: number, more: Partial<CurrentJob> = {}): CurrentJob {
  const line = lines[index];
  if (line === undefined) throw new Error(`there is no line ${index}`);
  return {
    jobId: line.job.id,
    index,
    summary: line.job.summary,
    attempt: 1,
    startedAt: 0,
    elapsedMs: 3000,
    phase: 'command',
    tail: [],
    ...more,
  };
}
