import type {RecordValue} from '../expressions/environment.ts';
import {needsPerson} from '../planner/needs-person.ts';
import {lastFinished} from '../session/apply.ts';
import type {Inhibitor, ProcessEnd, Question} from '../session/events.ts';
import type {Input, Job} from '../units/unit.ts';
import {finishAttempt} from './finish.ts';
import {commandOf, hasCommand} from './job/job-command.ts';
import {fillInputs, type InputValues} from './job/job-inputs.ts';
import type {CurrentAttempt, EndedCommand, QueueEntry, RunnerState} from './run-state.ts';
import {activate, emit, nextAttempt, type Turn} from './turn.ts';

export type Runnable = Extract<QueueEntry, {readonly state: 'runnable'}>;

/** A setup job that did not pass ends the run, for what comes after stands on it; not one that this machine does not need. */
function failedSetup({setup, session}: RunnerState): Inhibitor | undefined {
  for (const id of setup) {
    if (session.requeued.has(id)) continue;
    const outcome = session.outcomes.get(id);
    if (outcome !== undefined && outcome !== 'pass' && outcome !== 'skipped-manifest')
      return {type: 'dependency-failed', job: id, outcome};
  }
  return undefined;
}

/** Why the job whose turn it is cannot start. */
export function inhibitorOf(state: RunnerState, {job}: Runnable): Inhibitor | undefined {
  const {rules, session} = state;
  if (job.plugin === 'local' || job.plugin === 'qml') {
    return {type: 'not-runnable', message: `jobs of plugin ${job.plugin} are not supported`};
  }
  const stopped = failedSetup(state);
  if (stopped !== undefined) return stopped;
  const readiness = rules.readiness(job, {resources: session.resources, outcomes: session.outcomes});
  if (!readiness.ready) return readiness.inhibitor;
  const missing = job.inputs.find((input) => outputOf(state, input) === undefined);
  if (missing !== undefined) return {type: 'input-missing', job: missing.job.id, output: missing.output};
  const filled = fillInputs(commandOf(job), inputValues(state, job));
  if (!filled.ok) return {type: 'not-runnable', message: filled.reason};
  if (needsPerson(job) && !rules.interactive) return {type: 'needs-person'};
  const message = job.user === undefined ? undefined : rules.unavailableUsers.get(job.user);
  return message === undefined ? undefined : {type: 'not-runnable', message};
}

function outputOf({session}: RunnerState, {job, output}: Input): RecordValue | undefined {
  return lastFinished(session, job.id)?.outputs?.[output];
}

function inputValues(state: RunnerState, {inputs}: Job): InputValues {
  return new Map(
    inputs.flatMap((input) => {
      const value = outputOf(state, input);
      return value === undefined ? [] : [[input.name, value] as const];
    }),
  );
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

export function askVerdict(turn: Turn, current: CurrentAttempt, ended?: EndedCommand): void {
  const question = verdictQuestion(current.job, ended?.end);
  ask(turn, current, question);
  activate(turn, {...current, phase: 'asking', question, ...(ended === undefined ? {} : {ended})});
}

export function runCommand(turn: Turn, {job, attempt, startedAt, ranMs, setup}: CurrentAttempt, again = false): void {
  turn.effects.push({type: 'run', job, attempt, again, inputs: inputValues(turn.state, job)});
  activate(turn, {job, attempt, startedAt, ranMs, setup, phase: 'running'});
}

/** A job that does nothing is finished at once. */
export function start(turn: Turn, {job, setup}: Runnable): void {
  const attempt = nextAttempt(turn, job.id);
  emit(turn, {type: 'job-started', at: turn.at, jobId: job.id, attempt});
  const current: CurrentAttempt = {job, attempt, startedAt: turn.at, ranMs: 0, setup};
  const runs = hasCommand(job);
  if (needsPerson(job)) {
    if (!runs) {
      askVerdict(turn, current);
      return;
    }
    const question: Question = {type: 'ready', hasCommand: true};
    ask(turn, current, question);
    activate(turn, {...current, phase: 'asking', question});
  } else if (runs) runCommand(turn, current);
  else finishAttempt(turn, current, {outcome: 'pass', reason: 'it has no command'});
}
