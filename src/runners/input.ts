import type {UnitId} from '../base/ids.ts';
import type {DefinitionChange, JournalJob, ResourceState, TemplateTally} from '../session/events.ts';
import type {EndedCommand, QueueEntry} from './run-state.ts';

/** What a person can say to a run. One that does not fit the present question is ignored. */
export type OperatorInput =
  /** Answers `ready`. */
  | {readonly type: 'ready'; readonly jobId: UnitId}
  /** Answers `verdict`, and `ready` too where it is a skip. */
  | {
      readonly type: 'verdict-given';
      readonly jobId: UnitId;
      readonly outcome: 'pass' | 'fail' | 'skip';
      readonly comments?: string;
    }
  /** At the verdict: run the job's command once more first. */
  | {readonly type: 'run-command-again'; readonly jobId: UnitId}
  /** Ends the running command and skips its job. */
  | {readonly type: 'skip-running'; readonly jobId: UnitId; readonly comments?: string}
  /** Any time before the session has ended; they run after what is already waiting, in the plan's order, with what they need. */
  | {readonly type: 'run-again'; readonly jobIds: readonly UnitId[]; readonly reason: string}
  /** Ends a run that stays open after its last job. */
  | {readonly type: 'finish'}
  /** Ends the running job and the run; the session can be resumed. */
  | {readonly type: 'interrupt'; readonly reason: string};

/** What the driver tells of the processes it runs. */
export type ProcessInput =
  | {readonly type: 'process-started'; readonly jobId: UnitId; readonly pid: number}
  | (EndedCommand & {
      readonly type: 'process-ended';
      readonly jobId: UnitId;
      readonly durationMs: number;
      /** What a resource job's output says, or a probe found. */
      readonly resource?: ResourceState;
    });

/** What the driver gives to do. */
export type QueueInput =
  /** Setup jobs, and the resource jobs that the plan is made from. */
  | {readonly type: 'jobs-wanted'; readonly entries: readonly QueueEntry[]}
  | {
      readonly type: 'plan-ready';
      readonly entries: readonly QueueEntry[];
      readonly jobs: readonly JournalJob[];
      readonly templates?: readonly TemplateTally[];
      /** At a resume. Jobs that changed and have a result run once more. */
      readonly changes: readonly DefinitionChange[];
      /** Jobs that somebody wants to see run once more. */
      readonly again?: readonly UnitId[];
    }
  /** After `wait`. */
  | {readonly type: 'advance'}
  /** The machine did not restart in time. */
  | {readonly type: 'restart-overdue'; readonly jobId: UnitId};

export type RunnerInput = OperatorInput | ProcessInput | QueueInput;

export type Input<Type extends RunnerInput['type']> = Extract<RunnerInput, {readonly type: Type}>;
