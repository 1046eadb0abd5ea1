import {callAfter} from '../base/call-after.ts';
import type {Clock} from '../base/clock.ts';
import type {UnitId} from '../base/ids.ts';
import {messageOf} from '../base/message-of.ts';
import type {Plan} from '../planner/plan.ts';
import {apply} from '../session/apply.ts';
import type {JournalJob, SessionEvent} from '../session/events.ts';
import {definitionChanges} from '../session/journal-jobs.ts';
import type {SessionState} from '../session/state.ts';
import type {OpenSession} from '../session/store.ts';
import type {Job} from '../units/unit.ts';
import type {OperatorInput, RunnerInput} from './input.ts';
import type {Executor} from './job/execute.ts';
import type {Execution, ExecutionEnd, OutputListener} from './job/execution.ts';
import {createLiveOutput, type LiveOutput} from './process/live-output.ts';
import {type Effect, type QueueEntry, queueOf, type RunnerState, type RunOrder, type RunRules} from './run-state.ts';
import {initialState, step} from './step.ts';
import {createLiveView} from './view/live-view.ts';
import type {RunHandle, RunListener} from './view/view.ts';

/** What planning may look at. */
export type Known = Pick<SessionState, 'resources' | 'outcomes'>;

/** What is wanted next, seen what is known: setup jobs, resources that no job has looked at yet, or the plan itself. */
export type PlanningRound =
  | {readonly state: 'jobs-wanted'; readonly jobs: readonly Job[]}
  | {readonly state: 'planned'; readonly plan: Plan; readonly jobs: readonly JournalJob[]};

export interface DriverOptions {
  readonly session: OpenSession;
  /** Recorded before anything else: `session-started`, or what a resume found. */
  readonly opening: readonly SessionEvent[];
  readonly rules: RunRules;
  readonly planRound: (known: Known) => PlanningRound;
  /** Jobs of the plan that are to run once more. */
  readonly again?: readonly UnitId[] | undefined;
  readonly executor: Pick<Executor, 'run'>;
  readonly clock: Clock;
  /** For a `noreturn` job whose command has ended. */
  readonly restartWaitMs: number;
  /** Called when nothing runs any more, before `ended` settles. */
  readonly close: () => Promise<void>;
}

interface Running {
  readonly jobId: UnitId;
  readonly execution: Execution;
  readonly output: LiveOutput;
  readonly announce: NodeJS.Timeout;
  announced: boolean;
}

function queued(job: Job): QueueEntry {
  const isFree = job.requires === undefined && job.depends.length + job.after.length === 0;
  return {
    state: 'runnable',
    id: job.id,
    job,
    setup: job.kind === 'setup job',
    retries: true,
    waits: isFree ? [] : 'everything',
    needs: [],
  };
}

/** Without what is to be read or set up once more. */
function knownOf({resources, outcomes, requeued}: SessionState): Known {
  if (requeued.size === 0) return {resources, outcomes};
  const kept = <T>(known: ReadonlyMap<UnitId, T>): ReadonlyMap<UnitId, T> =>
    new Map([...known].filter(([id]) => !requeued.has(id)));
  return {resources: kept(resources), outcomes: kept(outcomes)};
}

/** A failure of ours around one job: that job has crashed, the others go on. */
function notStarted(error: unknown): ExecutionEnd {
  const reason = messageOf(error);
  return {durationMs: 0, end: {type: 'not-started', reason}};
}

/** A process that ends sooner is announced together with its end, in the same transaction. */
const announceMs = 100;

/** Carries out what `step` decides. Everything is appended to the journal before it is acted upon or shown. */
class Driver {
  readonly #options: DriverOptions;
  readonly #listeners = new Set<RunListener>();
  readonly #inputs: RunnerInput[] = [];
  readonly #live;
  readonly ended: Promise<SessionState>;
  #settle: {resolve: (state: SessionState) => void; reject: (error: unknown) => void};
  #state: RunnerState;
  #again: readonly UnitId[];
  readonly #running = new Map<UnitId, Running>();
  /** Of what is waited for: the next attempt, or a restart. */
  #callOff: (() => void) | undefined;
  /** Until `begin`, and while inputs are worked on: what comes then waits. */
  #isBusy = true;
  #isOver = false;

  constructor(options: DriverOptions) {
    this.#options = options;
    const opened = options.opening.reduce(apply, options.session.state);
    this.#state = initialState(opened, options.rules);
    this.#again = options.again ?? [];
    this.#live = createLiveView(opened);
    this.#settle = {resolve: () => undefined, reject: () => undefined};
    this.ended = new Promise((resolve, reject) => {
      this.#settle = {resolve, reject};
    });
  }

  begin(): void {
    const {opening} = this.#options;
    this.#guard(() => {
      this.#save(opening);
      for (const event of opening) this.#show(event);
    });
    this.#isBusy = false;
    this.#work();
  }

  subscribe(listener: RunListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  view() {
    return this.#live.view(this.#options.clock.now(), {allDone: this.#state.at.phase === 'all-done'});
  }

  send(...inputs: readonly RunnerInput[]): void {
    if (this.#isOver) return;
    this.#inputs.push(...inputs);
    this.#work();
  }

  #work(): void {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#guard(() => {
      do {
        while (this.#inputs.length > 0) this.#takeInputs();
        this.#lookAhead();
      } while (this.#inputs.length > 0);
    });
    this.#isBusy = false;
  }

  #takeInputs(): void {
    const effects: Effect[] = [];
    for (const input of this.#inputs.splice(0)) {
      const next = step(this.#state, input, this.#options.clock.now());
      this.#state = next.state;
      effects.push(...next.effects);
    }
    const events = effects.flatMap((effect) => (effect.type === 'emit' ? [effect.event] : []));
    this.#save(events);
    // The next job starts before the last one is told of: who listens does not hold it up.
    for (const effect of effects) this.#act(effect);
    for (const event of events) this.#show(event);
  }

  #save(events: readonly SessionEvent[]): void {
    if (events.length > 0) this.#options.session.append(events);
  }

  #show(event: SessionEvent): void {
    const {session} = this.#state;
    this.#live.take(event, session);
    for (const listener of this.#listeners) {
      try {
        listener(event, session);
      } catch {
        // A reader that is broken must not stop a run.
      }
    }
  }

  #act(effect: Effect): void {
    switch (effect.type) {
      case 'emit':
        break;
      case 'run':
        this.#run(effect);
        break;
      case 'end-process':
        this.#running.get(effect.jobId)?.execution.stop();
        break;
      case 'wait':
        this.#callOff = callAfter(effect.ms, () => {
          this.#callOff = undefined;
          this.send({type: 'advance'});
        });
        break;
    }
  }

  #run(order: RunOrder): void {
    const {clock} = this.#options;
    const {job, attempt} = order;
    this.#live.commandStarts(job.id);
    const output = createLiveOutput({
      jobId: job.id,
      attempt,
      now: () => clock.now(),
      emit: (event) => this.#show(event),
    });
    const execution = this.#execute(order, (stream, bytes) => {
      this.#live.printed(job.id, bytes);
      if (this.#listeners.size > 0) output.add(stream, bytes);
    });
    const announce = setTimeout(() => {
      const pid = execution.pid();
      if (this.#running.get(job.id) !== running || pid === undefined) return;
      running.announced = true;
      this.send({type: 'process-started', jobId: job.id, pid});
    }, announceMs);
    const running: Running = {jobId: job.id, execution, output, announce, announced: false};
    this.#running.set(job.id, running);
    execution.ended.then(
      (end) => this.#processEnded(running, end),
      (error: unknown) => this.#processEnded(running, notStarted(error)),
    );
  }

  #execute(order: RunOrder, onOutput: OutputListener): Execution {
    try {
      return this.#options.executor.run(order, onOutput);
    } catch (error) {
      return {pid: () => undefined, ended: Promise.resolve(notStarted(error)), stop: () => undefined};
    }
  }

  #processEnded(running: Running, end: ExecutionEnd): void {
    const {jobId, execution, output, announce, announced} = running;
    clearTimeout(announce);
    output.flush();
    this.#running.delete(jobId);
    const pid = execution.pid();
    const started: readonly RunnerInput[] =
      pid === undefined || announced ? [] : [{type: 'process-started', jobId, pid}];
    this.send(...started, {type: 'process-ended', jobId, ...end});
  }

  /** When all inputs are worked on: the next round of planning, the watch over a restart, or the end. */
  #lookAhead(): void {
    const {at, planned, active} = this.#state;
    if (at.phase === 'idle' && !planned) this.#plan();
    if (at.phase === 'ended') this.#finish();
    const restarting = active.find(({phase}) => phase === 'awaiting-restart');
    if (restarting !== undefined && this.#callOff === undefined) {
      const jobId = restarting.job.id;
      this.#callOff = callAfter(this.#options.restartWaitMs, () => {
        this.#callOff = undefined;
        this.send({type: 'restart-overdue', jobId});
      });
    }
  }

  #plan(): void {
    const {session} = this.#state;
    const round = this.#options.planRound(knownOf(session));
    if (round.state === 'jobs-wanted') {
      const entries = round.jobs.map((job) => queued(job));
      this.#inputs.push({type: 'jobs-wanted', entries});
    } else {
      const isResume = session.jobs.length > 0;
      const changes = isResume ? definitionChanges(session.jobs, round.jobs) : [];
      const jobs = isResume && changes.length === 0 ? session.jobs : round.jobs;
      const templates = round.plan.templates.flatMap(({tally}) => tally ?? []);
      const again = this.#again;
      this.#again = [];
      this.#inputs.push({type: 'plan-ready', entries: queueOf(round.plan), jobs, templates, changes, again});
    }
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Our own failure, or a journal that cannot be written: nothing goes on, and what was saved stays. */
  #fail(error: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const executions = [...this.#running.values()].map(({execution}) => execution);
    for (const execution of executions) execution.stop();
    const reject = (): void => this.#settle.reject(error);
    Promise.allSettled(executions.map(({ended}) => ended))
      .then(() => this.#close())
      .then(reject, reject);
  }

  #finish(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const {session} = this.#state;
    this.#close().then(
      () => this.#settle.resolve(session),
      (error: unknown) => this.#settle.reject(error),
    );
  }

  async #close(): Promise<void> {
    this.#callOff?.();
    for (const {announce} of this.#running.values()) clearTimeout(announce);
    await this.#options.close();
  }
}

/** Starts at the next turn of the event loop, so that those who subscribe now miss nothing. */
export function drive(options: DriverOptions): RunHandle {
  const driver = new Driver(options);
  setImmediate(() => driver.begin());
  return {
    subscribe: (listener) => driver.subscribe(listener),
    send: (input: OperatorInput) => driver.send(input),
    view: () => driver.view(),
    ended: driver.ended,
  };
}
