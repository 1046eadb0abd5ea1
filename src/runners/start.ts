import type {UnitId} from '../base/ids.ts';
import {needsPerson} from '../planner/needs-person.ts';
import {isSettled, lastFinished} from '../session/apply.ts';
import type {Inhibitor, ProcessEnd, Question} from '../session/events.ts';
import type {Job} from '../units/unit.ts';
import {finishAttempt, finishUnstarted} from './finish.ts';
import type {CurrentAttempt, QueueEntry, RunnerState} from './run-state.ts';
import {emit, enter, nextAttempt, type Turn} from './turn.ts';

type Runnable = Extract<QueueEntry, {readonly state: 'runnable'}>;

export function hasCommand(job: Job): boolean {
  return job.plugin === 'resource' || ('command' in job && job.command !== undefined && job.command.text.trim() !== '');
}

/** A setup job that did not pass ends the run: what comes after it has nothing to stand on. */
function failedSetup({setup, session}: RunnerState): Inhibitor | undefined {
  for (const id of setup) {
    const outcome = session.outcomes.get(id);
    if (outcome !== undefined && outcome !== 'pass') return {type: 'dependency-failed', job: id, outcome};
  }
  return undefined;
}

function inhibitorOf(state: RunnerState, {job, setup}: Runnable): Inhibitor | undefined {
  const {rules, session} = state;
  if (job.plugin === 'local' || job.plugin === 'qml') {
    return {type: 'not-runnable', message: `jobs of plugin ${job.plugin} are not supported`};
  }
  const stopped = setup && state.session.requeued.has(job.id) ? undefined : failedSetup(state);
  if (stopped !== undefined) return stopped;
  const readiness = rules.readiness(job, {resources: session.resources, outcomes: session.outcomes});
  if (!readiness.ready) return readiness.inhibitor;
  if (needsPerson(job) && !rules.interactive) return {type: 'needs-person'};
  const message = job.user === undefined ? undefined : rules.unavailableUsers.get(job.user);
  return message === undefined ? undefined : {type: 'not-runnable', message};
}

function verdictQuestion(job: Job, end: ProcessEnd | undefined): Question {
  const blocker = job.certificationStatus === 'blocker';
  const commentFor: ('fail' | 'skip')[] = [];
  if (blocker || job.flags.includes('explicit-fail')) commentFor.push('fail');
  if (blocker) commentFor.push('skip');
  const passed = end?.type === 'exited' && end.code === 0;
  return {
    type: 'verdict',
    hasCommand: hasCommand(job),
    ...(end === undefined ? {} : {suggested: passed ? 'pass' : 'fail'}),
    commentFor,
  };
}

export function ask(turn: Turn, current: CurrentAttempt, question: Question, problem?: string): void {
  const jobId = current.job.id;
  emit(turn, {type: 'operator-asked', at: turn.at, jobId, question, ...(problem === undefined ? {} : {problem})});
}

export function askVerdict(turn: Turn, current: CurrentAttempt, end?: ProcessEnd): void {
  const question = verdictQuestion(current.job, end);
  ask(turn, current, question);
  enter(turn, {...current, phase: 'asking', question, ...(end === undefined ? {} : {end})});
}

export function runCommand(turn: Turn, current: CurrentAttempt): void {
  turn.effects.push({type: 'run', job: current.job, attempt: current.attempt});
  enter(turn, {...current, phase: 'running'});
}

/** Returns whether something is now under way; a job that does nothing is finished at once. */
function start(turn: Turn, {job, setup}: Runnable): boolean {
  const attempt = nextAttempt(turn, job.id);
  emit(turn, {type: 'job-started', at: turn.at, jobId: job.id, attempt});
  const current: CurrentAttempt = {job, attempt, startedAt: turn.at, ranMs: 0, setup};
  const runs = hasCommand(job);
  if (needsPerson(job)) {
    if (!runs) {
      askVerdict(turn, current);
      return true;
    }
    const question: Question = {type: 'ready', hasCommand: true};
    ask(turn, current, question);
    enter(turn, {...current, phase: 'asking', question});
    return true;
  }
  if (runs) {
    runCommand(turn, current);
    return true;
  }
  finishAttempt(turn, current, {outcome: 'pass', reason: 'it has no command'});
  return false;
}

/** The failed jobs that a retry is due for, with what was skipped because of them. */
function retriesDue({rules, session, queue}: RunnerState): readonly UnitId[] {
  const {retry} = rules;
  if (retry === undefined) return [];
  const due = new Set<UnitId>();
  for (const {id} of queue) {
    const last = lastFinished(session, id);
    if (last === undefined) continue;
    const failed = last.outcome === 'fail' || last.outcome === 'crash';
    if (failed && last.number < retry.maxAttempts && !retry.except.has(id)) due.add(id);
    else if (last.inhibitor?.type === 'dependency-failed' && due.has(last.inhibitor.job)) due.add(id);
  }
  return [...due];
}

/** Nothing waits any more: bootstrapping goes on elsewhere, a plan is retried, held open or over. */
function endOfQueue(turn: Turn): void {
  const {planned, rules, session, queue} = turn.state;
  if (!planned) {
    enter(turn, {phase: 'idle'});
    return;
  }
  if (session.requeued.size > 0 && queue.some(({id}) => session.requeued.has(id))) {
    turn.state = {...turn.state, position: 0};
    advance(turn);
    return;
  }
  const due = retriesDue(turn.state);
  if (due.length > 0) {
    emit(turn, {type: 'jobs-requeued', at: turn.at, jobIds: due, reason: 'failed jobs are retried'});
    turn.effects.push({type: 'wait', ms: rules.retry?.delayMs ?? 0});
    enter(turn, {phase: 'waiting'});
  } else if (rules.stayOpen) enter(turn, {phase: 'all-done'});
  else end(turn);
}

export function end(turn: Turn): void {
  emit(turn, {type: 'session-finished', at: turn.at});
  enter(turn, {phase: 'ended'});
}

/** Settles what cannot run and starts the next job that can. */
export function advance(turn: Turn): void {
  while (turn.state.position < turn.state.queue.length) {
    const entry = turn.state.queue[turn.state.position];
    turn.state = {...turn.state, position: turn.state.position + 1};
    if (entry === undefined || isSettled(turn.state.session, entry.id)) continue;
    if (entry.state === 'settled') {
      finishUnstarted(turn, entry.id, entry);
      continue;
    }
    const inhibitor = inhibitorOf(turn.state, entry);
    if (inhibitor !== undefined) finishUnstarted(turn, entry.id, {job: entry.job, inhibitor});
    else if (start(turn, entry)) return;
  }
  endOfQueue(turn);
}
