import type {UnitId} from '../base/ids.ts';
import type {RecordValue, ResourceState} from '../expressions/environment.ts';
import type {Inhibitor, TemplateTally} from '../planner/plan.ts';
import type {CertificationStatus} from '../units/unit.ts';
import type {SessionSettings} from './settings.ts';

export type {Inhibitor, ResourceState, TemplateTally};

/** What became of a job. */
export type Outcome =
  | 'pass'
  | 'fail'
  | 'crash'
  | 'skip'
  | 'skipped-dependency'
  | 'skipped-resource'
  | 'skipped-manifest'
  | 'undecided'
  /** Not run for a reason that is nobody's hardware: cycle, unknown id, unknown requirement, failed instance. */
  | 'not-run';

/** Whose fault a bad outcome is. Only `product` speaks against the device. */
export type Fault = 'product' | 'test' | 'bench' | 'operator' | 'harness';

/** How a job's process ended. */
export type ProcessEnd =
  | {readonly type: 'exited'; readonly code: number}
  /** `oom`: the kernel killed it because memory ran out. */
  | {readonly type: 'signalled'; readonly signal: string; readonly core: boolean; readonly oom?: true}
  | {readonly type: 'timed-out'; readonly limit: 'timeout' | 'silence-timeout'; readonly afterMs: number}
  | {readonly type: 'not-started'; readonly reason: string}
  /**
   * We were killed or the power went while it ran; `rebooted`: the machine's boot id is another one since; `lost`: it killed
   * what started it.
   */
  | {readonly type: 'interrupted'; readonly rebooted?: true; readonly lost?: true}
  /** A `noreturn` job: the machine rebooted, as its boot id proves. */
  | {readonly type: 'rebooted'};

/** What a job's process used, with those of its children it waited for. */
export interface ResourceUsage {
  /** Of the largest process. */
  readonly maxRssBytes: number;
  readonly userMs: number;
  readonly systemMs: number;
  /** Of all its processes at a time, where it ran in a control group of its own. */
  readonly peakBytes?: number;
  readonly peakProcesses?: number;
}

/** What came of one attempt at a job. */
export interface JobResult {
  readonly outcome: Outcome;
  readonly fault?: Fault;
  readonly durationMs: number;
  readonly end?: ProcessEnd;
  readonly inhibitor?: Inhibitor;
  /** One sentence on why, for people. */
  readonly reason?: string;
  readonly comments?: string;
  /** Names of files it left in its working directory. */
  readonly leftovers?: readonly string[];
  readonly usage?: ResourceUsage;
  /** The values it gave to other jobs. */
  readonly outputs?: Readonly<Record<string, RecordValue>>;
}

/** A plan's line as the journal keeps it: enough to go on and to report without the providers. JSON-safe. */
export interface JournalJob {
  readonly id: UnitId;
  readonly summary: string;
  readonly description?: string;
  readonly purpose?: string;
  readonly steps?: string;
  readonly verification?: string;
  readonly plugin: string;
  readonly flags?: readonly string[];
  readonly category: UnitId;
  readonly categoryName: string;
  readonly certificationStatus: CertificationStatus;
  readonly provider: string;
  readonly template?: UnitId;
  readonly estimatedMs?: number;
  /** Hash of everything about the job that decides what running it does; a resume re-runs nothing whose hash is the same. */
  readonly contentHash: string;
  /** It only prepares: another job needs it, or the plan is set up or made with it. */
  readonly pulled?: boolean;
  /** Set where the planner dropped it. */
  readonly inhibitor?: Inhibitor;
}

/** What is wanted of the person at the bench. */
export type Question =
  /** They have read the steps and are ready; `hasCommand` says whether something is then run. */
  | {readonly type: 'ready'; readonly hasCommand: boolean}
  /** `suggested` is what the command's end speaks for; the kinds of answer in `commentFor` need a comment. */
  | {
      readonly type: 'verdict';
      readonly hasCommand: boolean;
      readonly suggested?: 'pass' | 'fail';
      readonly commentFor: readonly ('fail' | 'skip')[];
    };

/** How a job differs from the one of the same id in the plan before. */
export type DefinitionChange =
  | {readonly type: 'changed'; readonly jobId: UnitId}
  | {readonly type: 'added'; readonly jobId: UnitId}
  | {readonly type: 'removed'; readonly jobId: UnitId};

/**
 * What is stored, shown, sent to a controller and replayed on resume. `at` is milliseconds since the epoch. Frozen facts:
 * nothing is ever added to one after it was emitted.
 */
export type SessionEvent =
  | {
      readonly type: 'session-started';
      readonly at: number;
      readonly sessionId: string;
      readonly plan: UnitId;
      readonly title: string;
      readonly bootId: string;
      readonly version: string;
      /** How to load the same units again. */
      readonly providerDirectories: readonly string[];
      readonly description?: string;
      readonly settings?: SessionSettings;
    }
  | {readonly type: 'resource-recorded'; readonly at: number; readonly resource: UnitId; readonly state: ResourceState}
  /** Once more at a resume that finds other definitions; `changes` says how they differ. */
  | {
      readonly type: 'plan-made';
      readonly at: number;
      readonly jobs: readonly JournalJob[];
      /** What became of the templates that the plan means, so that one that made nothing is not forgotten. */
      readonly templates?: readonly TemplateTally[];
      readonly changes?: readonly DefinitionChange[];
    }
  | {readonly type: 'job-started'; readonly at: number; readonly jobId: UnitId; readonly attempt: number}
  | {readonly type: 'process-started'; readonly at: number; readonly jobId: UnitId; readonly pid: number}
  /** `problem` says why the last answer was not taken. */
  | {
      readonly type: 'operator-asked';
      readonly at: number;
      readonly jobId: UnitId;
      readonly question: Question;
      readonly problem?: string;
    }
  /** Shown live, never journalled: a job's whole output stands in files beside the journal. A part of it may be left out here. */
  | {
      readonly type: 'job-output';
      readonly at: number;
      readonly jobId: UnitId;
      readonly attempt: number;
      readonly stream: 'stdout' | 'stderr';
      /** Bytes, base64: output is not always text. */
      readonly data: string;
    }
  | {readonly type: 'process-ended'; readonly at: number; readonly jobId: UnitId; readonly end: ProcessEnd}
  | {
      readonly type: 'verdict-given';
      readonly at: number;
      readonly jobId: UnitId;
      readonly outcome: 'pass' | 'fail' | 'skip';
      readonly comments?: string;
    }
  | (JobResult & {
      readonly type: 'job-finished';
      readonly at: number;
      readonly jobId: UnitId;
      readonly attempt: number;
    })
  /** Finished jobs somebody wants to see run once more; they are unfinished from here on. */
  | {readonly type: 'jobs-requeued'; readonly at: number; readonly jobIds: readonly UnitId[]; readonly reason: string}
  | {readonly type: 'session-interrupted'; readonly at: number; readonly reason: string}
  | {readonly type: 'session-resumed'; readonly at: number; readonly bootId: string}
  | {readonly type: 'session-finished'; readonly at: number};
