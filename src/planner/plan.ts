import type {Diagnostic} from '../base/diagnostic.ts';
import type {UnitId} from '../base/ids.ts';
import type {Span} from '../base/source.ts';
import type {CertificationStatus, InstanceOrigin, Job} from '../units/unit.ts';

/** Why a job is in the plan at all. */
export type Inclusion =
  | {readonly type: 'selected'; readonly section: PlanSection; readonly plan: UnitId; readonly span: Span}
  | {readonly type: 'pulled'; readonly by: UnitId; readonly edge: EdgeKind};

export type PlanSection = 'setup' | 'bootstrap' | 'mandatory' | 'include';

/** It is in the plan for what others need: another job, the making of the plan, or all that comes after it. */
export function isPreparation(inclusion: Inclusion): boolean {
  return inclusion.type === 'pulled' || inclusion.section === 'setup' || inclusion.section === 'bootstrap';
}

/**
 * What makes one job wait for another. `before`, `suspend` and `salvages` never pull a job in. `suspend` is `before` on a
 * job that puts the machine to sleep; `group` is an edge of another job of the same group.
 */
export type EdgeKind =
  | 'depends'
  | 'after'
  | 'before'
  | 'salvages'
  | 'requires'
  | 'template'
  | 'input'
  | 'suspend'
  | 'group';

/** Why a job that was wanted does not run. Every case names its evidence. */
export type Inhibitor =
  | {readonly type: 'dependency-failed'; readonly job: UnitId; readonly outcome: string}
  | {readonly type: 'dependency-missing'; readonly id: string; readonly nearest?: string}
  /** `reason`: what the records say instead. */
  | {readonly type: 'requirement-unmet'; readonly expression: string; readonly reason?: string}
  | {readonly type: 'requirement-unknown'; readonly expression: string; readonly reason: string}
  | {readonly type: 'manifest-unmet'; readonly expression: string}
  | {readonly type: 'nothing-to-salvage'; readonly jobs: readonly UnitId[]}
  /** `jobCount`: how many jobs the way round has, where `path` is only its beginning. */
  | {readonly type: 'cycle'; readonly path: readonly UnitId[]; readonly jobCount?: number}
  | {readonly type: 'unknown-id'; readonly id: string; readonly nearest?: string}
  | {readonly type: 'instance-failed'; readonly template: UnitId; readonly record: number; readonly message: string}
  | {readonly type: 'not-runnable'; readonly message: string}
  | {readonly type: 'needs-person'}
  | {readonly type: 'input-missing'; readonly job: UnitId; readonly output: string};

/** Milliseconds of earlier runs: the median, and the 10th and 90th percentile. */
export interface Measured {
  readonly runs: number;
  readonly medianMs: number;
  readonly lowMs: number;
  readonly highMs: number;
}

interface PlannedJobBase {
  readonly id: UnitId;
  /** Position in the plan from 0; dropped jobs have one too. */
  readonly index: number;
  readonly inclusion: Inclusion;
  /** One sentence: why it stands where it stands. */
  readonly why: string;
}

export interface ResolvedJob extends PlannedJobBase {
  readonly job: Job;
  /** After the plan's overrides. */
  readonly category: UnitId;
  readonly certificationStatus: CertificationStatus;
  /** Where a run retries what failed: whether this job is. */
  readonly autoRetry: boolean;
  readonly instance?: InstanceOrigin;
  readonly estimatedMs?: number;
  /** What the estimate stands on, where this job has run on such a machine before. */
  readonly measured?: Measured;
  /** A resource job that is run before the plan is made, because its records decide what the plan holds. */
  readonly bootstrapped?: boolean;
  /** What it waits for, in the order it was written. */
  readonly edges: readonly {readonly to: UnitId; readonly kind: EdgeKind}[];
}

/** One line of the plan. `dropped` jobs can never run; `inhibited` ones cannot as the resources stand now. */
export type PlannedJob =
  | (ResolvedJob & {readonly status: 'planned'})
  | (ResolvedJob & {readonly status: 'inhibited'; readonly inhibitor: Inhibitor})
  | (PlannedJobBase & {readonly status: 'dropped'; readonly inhibitor: Inhibitor; readonly job?: Job});

/** What became of a template on this device. `filtered` includes `undecided`: records whose filter could not be told. */
export interface TemplateTally {
  readonly id: UnitId;
  /** Set where the template's resource is not known; the counts are 0 then. */
  readonly unknown?: string;
  readonly recordCount: number;
  readonly made: number;
  readonly filtered: number;
  readonly undecided: number;
  readonly failed: number;
}

/** A template that a line of the plan means; no tally where nobody looked at its resource. */
export interface PlannedTemplate {
  readonly id: UnitId;
  readonly resource: UnitId;
  readonly inclusion: Inclusion;
  readonly tally?: TemplateTally;
}

export interface Plan {
  readonly id: UnitId;
  readonly title: string;
  readonly jobs: readonly PlannedJob[];
  /** In the order of the lines that mean them, each once. */
  readonly templates: readonly PlannedTemplate[];
  readonly diagnostics: readonly Diagnostic[];
}
