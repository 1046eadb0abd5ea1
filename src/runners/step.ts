import {assertNever} from '../base/assert-never.ts';
import type {UnitId} from '../base/ids.ts';
import {isSettled} from '../session/apply.ts';
import type {ProcessEnd} from '../session/events.ts';
import type {SessionState} from '../session/state.ts';
import {advance, end} from './advance.ts';
import {finishAttempt, recordResource} from './finish.ts';
import type {Input, OperatorInput, ProcessInput, QueueInput, RunnerInput} from './input.ts';
import {interrupt, leaveAttempt} from './interrupt.ts';
import {judgeEnd, judgeResource} from './job/judge.ts';
import {jobsToRunAgain} from './rerun.ts';
import type {CurrentAttempt, Effect, EndedCommand, QueueEntry, RunnerState, RunRules, StopReason} from './run-state.ts';
import {ask, askVerdict, runCommand} from './start.ts';
import {activate, activeOf, emit, enter, type Turn} from './turn.ts';

export function initialState(session: SessionState, rules: RunRules): RunnerState {
  return {rules, session, queue: [], position: 0, planned: false, setup: new Set(), active: [], at: {phase: 'idle'}};
}

function stopped(turn: Turn, current: CurrentAttempt, because: StopReason): void {
  if (because.type === 'interrupt') {
    leaveAttempt(turn, current, because.reason);
    return;
  }
  const {comments} = because;
  const reason = 'skipped while it ran';
  finishAttempt(turn, current, {outcome: 'skip', reason, ...(comments === undefined ? {} : {comments})});
  advance(turn);
}

function endedCommand({end, leftovers, notes, usage, outputs}: EndedCommand): EndedCommand {
  return {
    ...(end === undefined ? {} : {end}),
    ...(leftovers === undefined ? {} : {leftovers}),
    ...(notes === undefined ? {} : {notes}),
    ...(usage === undefined ? {} : {usage}),
    ...(outputs === undefined ? {} : {outputs}),
  };
}

function resourceEnded(turn: Turn, current: CurrentAttempt, input: Input<'process-ended'>): void {
  const state = input.resource ?? {state: 'unknown', reason: 'nothing was recorded of it'};
  recordResource(turn, current.job.id, state);
  finishAttempt(turn, current, {...judgeResource(state), ...endedCommand(input)});
  advance(turn);
}

/** A machine that is shut down ends the command that had it do so, and perhaps before it tells us. */
function mayBeRestart(end: ProcessEnd): boolean {
  return (end.type === 'exited' && end.code === 0) || (end.type === 'signalled' && end.signal === 'SIGTERM');
}

function commandEnded(turn: Turn, current: CurrentAttempt, input: Input<'process-ended'>): void {
  const {plugin, flags, id} = current.job;
  const how = input.end;
  if (how === undefined) throw new Error(`Internal error: the process of ${id} ended without saying how`);
  if (flags.includes('noreturn') && mayBeRestart(how)) {
    activate(turn, {...current, phase: 'awaiting-restart', end: how});
  } else if (plugin === 'manual' || plugin === 'user-interact-verify' || plugin === 'user-verify') {
    askVerdict(turn, current, endedCommand(input));
  } else {
    finishAttempt(turn, current, {...judgeEnd(how), ...endedCommand(input)});
    advance(turn);
  }
}

function processEnded(turn: Turn, input: Input<'process-ended'>): void {
  const active = activeOf(turn.state, input.jobId);
  if (active?.phase !== 'running' && active?.phase !== 'stopping') return;
  const {job, attempt, startedAt, setup} = active;
  const current: CurrentAttempt = {job, attempt, startedAt, setup, ranMs: active.ranMs + input.durationMs};
  if (input.end !== undefined) emit(turn, {type: 'process-ended', at: turn.at, jobId: job.id, end: input.end});
  if (active.phase === 'stopping') stopped(turn, current, active.because);
  else if (job.plugin === 'resource') resourceEnded(turn, current, input);
  else commandEnded(turn, current, input);
}

function verdictGiven(turn: Turn, input: Input<'verdict-given'>): void {
  const at = activeOf(turn.state, input.jobId);
  if (at?.phase !== 'asking') return;
  const {outcome, jobId} = input;
  const comments = input.comments?.trim() === '' ? undefined : input.comments;
  const {question} = at;
  if (question.type === 'ready' && outcome !== 'skip') return;
  const commentFor: readonly string[] = question.type === 'verdict' ? question.commentFor : blockerSkip(at);
  if (commentFor.includes(outcome) && comments === undefined) {
    ask(turn, at, question, `to ${outcome} this job, say why in a comment`);
    return;
  }
  const said = comments === undefined ? {} : {comments};
  emit(turn, {type: 'verdict-given', at: turn.at, jobId, outcome, ...said});
  finishAttempt(turn, at, {
    outcome,
    ...(outcome === 'fail' ? {fault: 'product' as const, reason: 'the operator says that it failed'} : {}),
    ...(outcome === 'skip' ? {reason: 'the operator skipped it'} : {}),
    ...at.ended,
    ...said,
  });
  advance(turn);
}

function blockerSkip({job}: CurrentAttempt): readonly string[] {
  return job.certificationStatus === 'blocker' ? ['skip'] : [];
}

function runAgain(turn: Turn, {jobIds, reason}: Input<'run-again'>): void {
  const {at} = turn.state;
  if (at.phase === 'ended' || at.phase === 'interrupting') return;
  const again = requeue(turn, jobIds, reason);
  if (at.phase !== 'all-done' || again.length === 0) return;
  if (!planOnceMore(turn, again)) advance(turn);
}

function requeue(turn: Turn, jobIds: readonly UnitId[], reason: string): readonly UnitId[] {
  const again = jobsToRunAgain(turn.state, jobIds);
  if (again.length > 0) emit(turn, {type: 'jobs-requeued', at: turn.at, jobIds: again, reason});
  return again;
}

/** Where setup jobs or records of the machine are had once more, the plan is made after them, as it was at first. */
function planOnceMore(turn: Turn, again: readonly UnitId[]): boolean {
  const ids = new Set(again);
  const stale = turn.state.queue.some(
    (entry) => entry.state === 'runnable' && ids.has(entry.id) && (entry.setup || entry.job.plugin === 'resource'),
  );
  if (!stale) return false;
  turn.state = {...turn.state, queue: [], position: 0, planned: false};
  enter(turn, {phase: 'idle'});
  return true;
}

function planReady(turn: Turn, {entries, jobs, templates = [], changes, again = []}: Input<'plan-ready'>): void {
  // A resume that finds the same plan does not write it once more.
  if (jobs !== turn.state.session.jobs) {
    emit(turn, {
      type: 'plan-made',
      at: turn.at,
      jobs,
      ...(templates.length === 0 ? {} : {templates}),
      ...(changes.length === 0 ? {} : {changes}),
    });
  }
  enqueue(turn, entries, true);
  const changed = changes.flatMap(({type, jobId}) => (type === 'changed' ? [jobId] : []));
  const requeued = [...requeue(turn, changed, 'definitions changed'), ...requeue(turn, again, 'somebody asked for it')];
  if (!planOnceMore(turn, requeued)) advance(turn);
}

function enqueue(turn: Turn, entries: readonly QueueEntry[], planned: boolean): void {
  const added = entries.flatMap((entry) => (entry.state === 'runnable' && entry.setup ? [entry.id] : []));
  const setup = new Set([...turn.state.setup, ...added]);
  turn.state = {...turn.state, queue: entries, position: 0, planned, setup};
}

/** A resource whose job is over and said nothing, because it was skipped or brought us down, stays unknown. */
function giveUpResources(turn: Turn, entries: readonly QueueEntry[]): void {
  for (const entry of entries) {
    const {session} = turn.state;
    if (entry.state !== 'runnable' || entry.job.plugin !== 'resource') continue;
    if (session.resources.has(entry.id) || !isSettled(session, entry.id)) continue;
    recordResource(turn, entry.id, {state: 'unknown', reason: 'its job was not run to its end'});
  }
}

function skipRunning(turn: Turn, {jobId, comments}: Input<'skip-running'>): void {
  const at = activeOf(turn.state, jobId);
  if (at?.phase !== 'running') return;
  turn.effects.push({type: 'end-process', jobId});
  activate(turn, {...at, phase: 'stopping', because: {type: 'skip', ...(comments === undefined ? {} : {comments})}});
}

function restartOverdue(turn: Turn, jobId: UnitId): void {
  const at = activeOf(turn.state, jobId);
  if (at?.phase !== 'awaiting-restart') return;
  const judged = at.end.type === 'exited' ? ({outcome: 'fail', fault: 'product'} as const) : judgeEnd(at.end);
  finishAttempt(turn, at, {...judged, end: at.end, notes: ['the machine did not restart']});
  advance(turn);
}

function take(turn: Turn, input: ProcessInput | QueueInput): void {
  switch (input.type) {
    case 'jobs-wanted':
      enqueue(turn, input.entries, false);
      giveUpResources(turn, input.entries);
      advance(turn);
      break;
    case 'plan-ready':
      planReady(turn, input);
      break;
    case 'advance':
      if (turn.state.at.phase === 'waiting') advance(turn);
      break;
    case 'process-started':
      if (activeOf(turn.state, input.jobId) !== undefined) emit(turn, {...input, at: turn.at});
      break;
    case 'process-ended':
      processEnded(turn, input);
      break;
    case 'restart-overdue':
      restartOverdue(turn, input.jobId);
      break;
    default:
      assertNever(input);
  }
}

function ready(turn: Turn, jobId: UnitId): void {
  const at = activeOf(turn.state, jobId);
  if (at?.phase === 'asking' && at.question.type === 'ready') runCommand(turn, at);
}

function runCommandAgain(turn: Turn, jobId: UnitId): void {
  const at = activeOf(turn.state, jobId);
  if (at?.phase === 'asking' && at.question.hasCommand) runCommand(turn, at, at.ended !== undefined);
}

function listen(turn: Turn, input: OperatorInput): void {
  switch (input.type) {
    case 'ready':
      ready(turn, input.jobId);
      break;
    case 'verdict-given':
      verdictGiven(turn, input);
      break;
    case 'run-command-again':
      runCommandAgain(turn, input.jobId);
      break;
    case 'skip-running':
      skipRunning(turn, input);
      break;
    case 'run-again':
      runAgain(turn, input);
      break;
    case 'finish':
      if (turn.state.at.phase === 'all-done') end(turn);
      break;
    case 'interrupt':
      interrupt(turn, input);
      break;
    default:
      assertNever(input);
  }
}

const operatorInputs: ReadonlySet<RunnerInput['type']> = new Set<OperatorInput['type']>([
  'ready',
  'verdict-given',
  'run-command-again',
  'skip-running',
  'run-again',
  'finish',
  'interrupt',
]);

function isOperatorInput(input: RunnerInput): input is OperatorInput {
  return operatorInputs.has(input.type);
}

/** The behaviour of a run. Pure: what happened and when comes in, what is to be done comes out, in order. */
export function step(
  state: RunnerState,
  input: RunnerInput,
  at: number,
): {readonly state: RunnerState; readonly effects: readonly Effect[]} {
  const turn: Turn = {state, effects: [], at};
  if (isOperatorInput(input)) listen(turn, input);
  else take(turn, input);
  return {state: turn.state, effects: turn.effects};
}
