import {end} from './advance.ts';
import {finishAttempt} from './finish.ts';
import type {Input} from './input.ts';
import {interruptions, mostInterruptions} from './interruptions.ts';
import type {ActiveAttempt, CurrentAttempt} from './run-state.ts';
import {activate, deactivate, emit, enter, type Turn} from './turn.ts';

interface Interruption {
  readonly reason: string;
  /** `harness`: the job that ran may be what brought it about, so that it is not tried for ever. */
  readonly fault: 'harness' | 'operator';
}

/** The attempt ends because the run does; it is made once more when the session is resumed. */
function interruptAttempt(turn: Turn, current: CurrentAttempt, {reason, fault}: Interruption): void {
  const ending = {end: {type: 'interrupted'}, fault, reason: `the run was interrupted (${reason})`} as const;
  const earlier = interruptions(turn.state.session.attempts.get(current.job.id) ?? []);
  if (fault === 'harness' && earlier + 1 >= mostInterruptions.ended) {
    finishAttempt(turn, current, {...ending, outcome: 'crash'});
    return;
  }
  finishAttempt(turn, current, {...ending, outcome: 'undecided'});
  const jobIds = [current.job.id];
  emit(turn, {type: 'jobs-requeued', at: turn.at, jobIds, reason: 'its attempt was interrupted'});
}

/** Its process has ended because the run does. */
export function leaveAttempt(turn: Turn, current: CurrentAttempt, reason: string): void {
  // It may be its own restart that stops us: the attempt stays open, and the resume sees by the boot id what happened.
  if (current.job.flags.includes('noreturn')) deactivate(turn, current.job.id);
  else interruptAttempt(turn, current, {reason, fault: reason === 'SIGTERM' ? 'harness' : 'operator'});
  endIfInterrupted(turn);
}

/** An interrupted run ends when nothing of it is under way any more. */
function endIfInterrupted(turn: Turn): void {
  const {at, active} = turn.state;
  if (at.phase !== 'interrupting' || active.length > 0) return;
  emit(turn, {type: 'session-interrupted', at: turn.at, reason: at.reason});
  enter(turn, {phase: 'ended'});
}

function stop(turn: Turn, attempt: ActiveAttempt, reason: string): void {
  switch (attempt.phase) {
    case 'running':
      turn.effects.push({type: 'end-process', jobId: attempt.job.id});
      activate(turn, {...attempt, phase: 'stopping', because: {type: 'interrupt', reason}});
      break;
    case 'stopping':
      activate(turn, {...attempt, because: {type: 'interrupt', reason}});
      break;
    case 'asking':
      interruptAttempt(turn, attempt, {reason, fault: 'operator'});
      break;
    case 'awaiting-restart':
      deactivate(turn, attempt.job.id);
      break;
  }
}

export function interrupt(turn: Turn, {reason}: Input<'interrupt'>): void {
  const {phase} = turn.state.at;
  if (phase === 'ended' || phase === 'interrupting') return;
  if (phase === 'all-done') {
    end(turn);
    return;
  }
  enter(turn, {phase: 'interrupting', reason});
  for (const attempt of turn.state.active) stop(turn, attempt, reason);
  endIfInterrupted(turn);
}
