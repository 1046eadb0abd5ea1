import type {UnitId} from '../base/ids.ts';
import {outcomeOfInhibitor} from '../planner/inhibitor-outcome.ts';
import {describeInhibitor} from '../session/describe.ts';
import type {Inhibitor, ResourceState} from '../session/events.ts';
import type {Job} from '../units/unit.ts';
import type {Judgement} from './job/judge.ts';
import type {CurrentAttempt, EndedCommand} from './run-state.ts';
import {deactivate, emit, nextAttempt, type Turn} from './turn.ts';

export interface Ending extends Judgement, EndedCommand {
  readonly comments?: string;
}

/** Records the attempt's result; the caller goes on with the queue. */
export function finishAttempt(turn: Turn, current: CurrentAttempt, ending: Ending): void {
  const {end, fault, comments, leftovers, outcome, usage, outputs} = ending;
  const reason = [ending.reason, ...(ending.notes ?? [])].filter((part) => part !== undefined).join('; ');
  emit(turn, {
    type: 'job-finished',
    at: turn.at,
    jobId: current.job.id,
    attempt: current.attempt,
    outcome,
    durationMs: current.ranMs,
    ...(fault === undefined ? {} : {fault}),
    ...(end === undefined ? {} : {end}),
    ...(reason === '' ? {} : {reason}),
    ...(comments === undefined ? {} : {comments}),
    ...(leftovers === undefined || leftovers.length === 0 ? {} : {leftovers}),
    ...(usage === undefined ? {} : {usage}),
    ...(outputs === undefined ? {} : {outputs}),
  });
  deactivate(turn, current.job.id);
}

export function recordResource(turn: Turn, resource: UnitId, state: ResourceState): void {
  emit(turn, {type: 'resource-recorded', at: turn.at, resource, state});
}

/** A job that is not started: its inhibitor is its result. */
export function finishUnstarted(turn: Turn, jobId: UnitId, {job, inhibitor}: {job?: Job; inhibitor: Inhibitor}): void {
  const reason = describeInhibitor(inhibitor);
  if (job?.plugin === 'resource')
    recordResource(turn, jobId, {state: 'unknown', reason: `its job was not run: ${reason}`});
  const failing = inhibitor.type === 'requirement-unmet' && job?.flags.includes('fail-on-resource') === true;
  emit(turn, {
    type: 'job-finished',
    at: turn.at,
    jobId,
    attempt: nextAttempt(turn, jobId),
    outcome: failing ? 'fail' : outcomeOfInhibitor(inhibitor),
    ...(failing ? {fault: 'product' as const} : {}),
    durationMs: 0,
    inhibitor,
    reason,
  });
}
