import type {UnitId} from '../base/ids.ts';
import type {RecordValue, ResourceTable} from '../expressions/environment.ts';
import type {EdgeKind, Plan, ResolvedJob} from '../planner/plan.ts';
import type {Inhibitor, Outcome, ProcessEnd, Question, ResourceUsage, SessionEvent} from '../session/events.ts';
import type {SessionState} from '../session/state.ts';
import type {Job} from '../units/unit.ts';
import type {InputValues} from './job/job-inputs.ts';

/** A job that waits for its turn. `settled` ones cannot run, however the resources turn out. */
export type QueueEntry =
  | {
      readonly state: 'runnable';
      readonly id: UnitId;
      readonly job: Job;
      readonly setup: boolean;
      /** It may be run again by itself once it failed. */
      readonly retries: boolean;
      /** What must have had its turn before, of what stands before it in the queue. */
      readonly waits: readonly UnitId[] | 'everything';
      /** What must have passed, or have been read, for it to run. */
      readonly needs: readonly UnitId[];
    }
  | {readonly state: 'settled'; readonly id: UnitId; readonly inhibitor: Inhibitor};

export type ReadinessCheck = (
  job: Job,
  known: {readonly resources: ResourceTable; readonly outcomes: ReadonlyMap<UnitId, Outcome>},
) => {readonly ready: true} | {readonly ready: false; readonly inhibitor: Inhibitor};

export interface RetryPolicy {
  /** The first one counts. */
  readonly maxAttempts: number;
  readonly delayMs: number;
}

/** What of the run does not change while it goes on. */
export interface RunRules {
  readonly readiness: ReadinessCheck;
  /** Somebody can be asked. */
  readonly interactive: boolean;
  /** After the last job, wait for `run-again` or `finish`. */
  readonly stayOpen: boolean;
  /** Users that jobs ask for and we cannot become, with the reason. */
  readonly unavailableUsers: ReadonlyMap<string, string>;
  readonly retry?: RetryPolicy;
  /** How many jobs may be under way at a time; 1 unless given. */
  readonly lanes?: number;
}

/** The attempt that is being made. */
export interface CurrentAttempt {
  readonly job: Job;
  readonly attempt: number;
  readonly startedAt: number;
  /** Time its processes took so far. */
  readonly ranMs: number;
  readonly setup: boolean;
}

/** What there is of a process once it has ended. */
export interface EndedCommand {
  /** Absent where a probe looked and no process ran. */
  readonly end?: ProcessEnd;
  readonly leftovers?: readonly string[];
  /** Sentences on what else happened, for the result's reason. */
  readonly notes?: readonly string[];
  readonly usage?: ResourceUsage;
  /** The values it gave to other jobs. */
  readonly outputs?: Readonly<Record<string, RecordValue>>;
}

/**
 * A job that is under way. It begins by running or, where a person has to get ready, by asking; its last step is its result.
 *
 *   running ◄──► asking
 *      │  └────► awaiting-restart
 *      └──► stopping
 */
export type ActiveAttempt = CurrentAttempt &
  (
    | {readonly phase: 'running'}
    | {readonly phase: 'asking'; readonly question: Question; readonly ended?: EndedCommand}
    | {readonly phase: 'stopping'; readonly because: StopReason}
    /** A `noreturn` job's command has ended well; the machine is about to restart. */
    | {readonly phase: 'awaiting-restart'; readonly end: ProcessEnd}
  );

/**
 *            start             nothing waits
 *   idle ──────────► running ────────────────► idle (bootstrapping), all-done or ended
 *                     ▲   │ interrupt
 *        waiting ◄────┘   └──► interrupting ──► ended
 */
export type RunnerPhase =
  | {readonly phase: 'idle'}
  /** Some job is under way. */
  | {readonly phase: 'running'}
  /** Before failed jobs are tried once more. */
  | {readonly phase: 'waiting'}
  | {readonly phase: 'all-done'}
  /** What is under way is being ended, and nothing else starts. */
  | {readonly phase: 'interrupting'; readonly reason: string}
  | {readonly phase: 'ended'};

export type StopReason =
  | {readonly type: 'interrupt'; readonly reason: string}
  | {readonly type: 'skip'; readonly comments?: string};

export interface RunnerState {
  readonly rules: RunRules;
  readonly session: SessionState;
  readonly queue: readonly QueueEntry[];
  /** The queue before this place had its turn, except for what was requeued; behind it, with several lanes, some has. */
  readonly position: number;
  /** The queue is the plan, not what the plan is made from. */
  readonly planned: boolean;
  /** Every setup job that was queued so far. */
  readonly setup: ReadonlySet<UnitId>;
  /** In the order they started. */
  readonly active: readonly ActiveAttempt[];
  readonly at: RunnerPhase;
}

/** What to run. */
export interface RunOrder {
  readonly job: Job;
  readonly attempt: number;
  /** Its command has run before in this attempt, and what it printed then is of no interest any more. */
  readonly again: boolean;
  readonly inputs: InputValues;
}

export type Effect =
  | {readonly type: 'emit'; readonly event: SessionEvent}
  | ({readonly type: 'run'} & RunOrder)
  | {readonly type: 'end-process'; readonly jobId: UnitId}
  /** Give `advance` after this time, or at once when told to stop. */
  | {readonly type: 'wait'; readonly ms: number};

const needKinds: ReadonlySet<EdgeKind> = new Set(['depends', 'requires', 'template', 'input']);

/** The plan's lines as a queue: what the planner found impossible is settled, the rest is looked at again in its turn. */
export function queueOf(plan: Plan): readonly QueueEntry[] {
  return plan.jobs.map((line): QueueEntry => {
    if (line.status === 'dropped') return {state: 'settled', id: line.id, inhibitor: line.inhibitor};
    const setup = line.inclusion.type === 'selected' && line.inclusion.section === 'setup';
    if (line.status === 'inhibited' && !isLookedAtAgain(line.inhibitor)) {
      return {state: 'settled', id: line.id, inhibitor: line.inhibitor};
    }
    const waits = line.edges.map(({to}) => to);
    const needs = line.edges.flatMap(({to, kind}) => (needKinds.has(kind) ? [to] : []));
    return {state: 'runnable', id: line.id, job: jobOf(line), setup, retries: line.autoRetry, waits, needs};
  });
}

/** The plan may say otherwise than the job whether it is a certification blocker. */
function jobOf({job, certificationStatus}: ResolvedJob): Job {
  return job.certificationStatus === certificationStatus ? job : {...job, certificationStatus};
}

function isLookedAtAgain({type}: Inhibitor): boolean {
  return (
    type === 'requirement-unmet' ||
    type === 'requirement-unknown' ||
    type === 'manifest-unmet' ||
    type === 'dependency-failed' ||
    type === 'nothing-to-salvage' ||
    type === 'input-missing'
  );
}
