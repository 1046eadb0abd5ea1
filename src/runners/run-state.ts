import type {UnitId} from '../base/ids.ts';
import type {ResourceTable} from '../expressions/environment.ts';
import type {Plan} from '../planner/plan.ts';
import type {Inhibitor, Outcome, ProcessEnd, Question, SessionEvent} from '../session/events.ts';
import type {SessionState} from '../session/state.ts';
import type {Job} from '../units/unit.ts';

/** A job that waits for its turn. `settled` ones cannot run, however the resources turn out. */
export type QueueEntry =
  | {readonly state: 'runnable'; readonly id: UnitId; readonly job: Job; readonly setup: boolean}
  | {readonly state: 'settled'; readonly id: UnitId; readonly inhibitor: Inhibitor};

export type ReadinessCheck = (
  job: Job,
  known: {readonly resources: ResourceTable; readonly outcomes: ReadonlyMap<UnitId, Outcome>},
) => {readonly ready: true} | {readonly ready: false; readonly inhibitor: Inhibitor};

export interface RetryPolicy {
  /** The first one counts. */
  readonly maxAttempts: number;
  readonly delayMs: number;
  /** Jobs that are never retried by themselves. */
  readonly except: ReadonlySet<UnitId>;
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

/**
 *            start                    process-ended
 *   idle ──────────► running ◄──────► asking ─────┐
 *    ▲  ▲              │  │ interrupt, skip       │ verdict
 *    │  └── wait ──────┤  ▼                       │
 *    │               stopping ──► ended           │
 *    └──────────────────┴────────────────────────┘
 *   nothing waits: bootstrapping → idle, else all-done or ended
 */
export type RunnerPhase =
  | {readonly phase: 'idle'}
  | ({readonly phase: 'running'} & CurrentAttempt)
  | ({readonly phase: 'asking'; readonly question: Question; readonly end?: ProcessEnd} & CurrentAttempt)
  | ({readonly phase: 'stopping'; readonly because: StopReason} & CurrentAttempt)
  /** A `noreturn` job's command has ended well; the machine is about to restart. */
  | ({readonly phase: 'awaiting-restart'; readonly end: ProcessEnd} & CurrentAttempt)
  | {readonly phase: 'waiting'}
  | {readonly phase: 'all-done'}
  | {readonly phase: 'ended'};

export type StopReason =
  | {readonly type: 'interrupt'; readonly reason: string}
  | {readonly type: 'skip'; readonly comments?: string};

export interface RunnerState {
  readonly rules: RunRules;
  readonly session: SessionState;
  readonly queue: readonly QueueEntry[];
  /** The queue before this place is settled, except for what was requeued. */
  readonly position: number;
  /** The queue is the plan, not what the plan is made from. */
  readonly planned: boolean;
  /** Every setup job that was queued so far. */
  readonly setup: ReadonlySet<UnitId>;
  readonly at: RunnerPhase;
}

export type Effect =
  | {readonly type: 'emit'; readonly event: SessionEvent}
  | {readonly type: 'run'; readonly job: Job; readonly attempt: number}
  | {readonly type: 'end-process'; readonly jobId: UnitId}
  /** Give `advance` after this time, or at once when told to stop. */
  | {readonly type: 'wait'; readonly ms: number};

/** The plan's lines as a queue: what the planner found impossible is settled, the rest is looked at again in its turn. */
export function queueOf(plan: Plan): readonly QueueEntry[] {
  return plan.jobs.map((line): QueueEntry => {
    if (line.status === 'dropped') return {state: 'settled', id: line.id, inhibitor: line.inhibitor};
    const setup = line.inclusion.type === 'selected' && line.inclusion.section === 'setup';
    if (line.status === 'inhibited' && !isLookedAtAgain(line.inhibitor)) {
      return {state: 'settled', id: line.id, inhibitor: line.inhibitor};
    }
    return {state: 'runnable', id: line.id, job: line.job, setup};
  });
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
