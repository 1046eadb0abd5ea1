import type {UnitId} from '../base/ids.ts';
import type {ResourceState} from '../expressions/environment.ts';
import type {TemplateTally} from '../planner/plan.ts';
import type {DefinitionChange, JobResult, JournalJob, Outcome} from './events.ts';
import type {SessionSettings} from './settings.ts';

/** One run of a job, finished or not. */
export type Attempt =
  | {readonly state: 'running'; readonly number: number; readonly startedAt: number; readonly pid?: number}
  | (JobResult & {
      readonly state: 'finished';
      readonly number: number;
      readonly startedAt: number;
      readonly finishedAt: number;
    });

export type SessionPhase = 'empty' | 'bootstrapping' | 'running' | 'interrupted' | 'finished';

/** `events.reduce(apply, emptyState)`: everything a runner, a report or a resume needs to know. */
export interface SessionState {
  readonly phase: SessionPhase;
  readonly sessionId: string;
  readonly plan: UnitId;
  readonly title: string;
  readonly version: string;
  readonly startedAt: number;
  readonly finishedAt?: number;
  readonly bootId: string;
  readonly reboots: number;
  readonly providerDirectories: readonly string[];
  readonly description?: string;
  readonly settings?: SessionSettings;
  readonly resources: ReadonlyMap<UnitId, ResourceState>;
  /** In the plan's order. */
  readonly jobs: readonly JournalJob[];
  /** What became of the templates that the plan means. */
  readonly templates: readonly TemplateTally[];
  /** Every attempt of every job, in order. */
  readonly attempts: ReadonlyMap<UnitId, readonly Attempt[]>;
  /** Of the last finished attempt of each job, also while the job waits to run once more. */
  readonly outcomes: ReadonlyMap<UnitId, Outcome>;
  /** Jobs that are to run once more, with the reason; they keep their finished attempts. */
  readonly requeued: ReadonlyMap<UnitId, string>;
  /** How the present plan differs from the one before the last resume. */
  readonly changes: readonly DefinitionChange[];
  /** Why it was interrupted, while it is. */
  readonly interruption?: string;
  readonly verdicts: ReadonlyMap<UnitId, {readonly outcome: 'pass' | 'fail' | 'skip'; readonly comments?: string}>;
}
