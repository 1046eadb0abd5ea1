import type {UnitId} from '../../base/ids.ts';
import type {Fault, JournalJob, Outcome, Question, SessionEvent} from '../../session/events.ts';
import type {SessionState} from '../../session/state.ts';
import type {OperatorInput} from '../input.ts';

/**
 * `bootstrapping` reads the machine to make the plan; there are no lines yet then. `all-done`: nothing waits any more and
 * the run was told to stay open; `run-again` or `finish` is expected.
 */
export type RunPhase = 'bootstrapping' | 'running' | 'all-done' | 'interrupted' | 'finished';

/** One line of the plan, in its order. */
export interface RunLine {
  readonly job: JournalJob;
  readonly status: 'waiting' | 'running' | 'done';
  /** Of the last finished attempt. */
  readonly outcome?: Outcome;
  readonly fault?: Fault;
  readonly reason?: string;
  readonly comments?: string;
  readonly durationMs?: number;
  /** How often it was started, the present time included. */
  readonly attempts: number;
}

/** The job that is being run. Its `index` counts into the lines; -1 while bootstrapping. */
export interface CurrentJob {
  readonly jobId: UnitId;
  readonly index: number;
  readonly summary: string;
  readonly attempt: number;
  readonly startedAt: number;
  readonly elapsedMs: number;
  readonly estimatedMs?: number;
  /** The command runs, or a person is waited for. */
  readonly phase: 'command' | 'question';
  readonly question?: Question;
  /** Why the last answer was not taken. */
  readonly problem?: string;
  /** The last lines it printed, oldest first; control characters made harmless. */
  readonly tail: readonly string[];
}

/** Everything a user interface shows at one instant. */
export interface RunView {
  readonly phase: RunPhase;
  readonly title: string;
  readonly plan: UnitId;
  readonly lines: readonly RunLine[];
  /** The job that asks, else the one that runs longest. */
  readonly current?: CurrentJob;
  /** What else is under way where jobs run side by side. */
  readonly beside?: readonly CurrentJob[];
  readonly done: number;
  readonly total: number;
  readonly counts: ReadonlyMap<Outcome, number>;
  /** From the jobs' own estimates, corrected by how long the finished ones took; undefined where nothing is known. */
  readonly estimatedLeftMs?: number;
}

/** Called after the event was saved; what it throws is caught and stops nothing. `state` has the event in it. */
export type RunListener = (event: SessionEvent, state: SessionState) => void;

/**
 * A session being run. A user interface subscribes, draws `view()` after events and on a timer of its own (elapsed time
 * and tail move between events), and sends what the person says.
 */
export interface RunHandle {
  subscribe(listener: RunListener): () => void;
  send(input: OperatorInput): void;
  view(): RunView;
  /** Settles when the run has ended or was interrupted and nothing of it runs any more. Rejects on our own failure. */
  readonly ended: Promise<SessionState>;
}
