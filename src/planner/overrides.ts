import {type UnitId, unitId} from '../base/ids.ts';
import type {SourceText, Span} from '../base/source.ts';
import type {CertificationStatus, Job, Selector, TestPlan} from '../units/unit.ts';
import {type Pattern, patternOf} from './pattern.ts';
import {jobsMatching, type UnitIndex} from './unit-index.ts';

/** A value that a test plan gave instead of the job's own. */
export interface Override<T> {
  readonly value: T;
  readonly plan: UnitId;
  readonly span: Span;
}

export interface Overrides {
  readonly category: ReadonlyMap<UnitId, Override<UnitId>>;
  readonly certificationStatus: ReadonlyMap<UnitId, Override<CertificationStatus>>;
}

const uncategorised = unitId('com.canonical.plainbox', 'uncategorised');

/** The category and certification status that a job has in this plan. */
export function gradeOf(
  job: Job,
  {category, certificationStatus}: Overrides,
): {readonly category: UnitId; readonly certificationStatus: CertificationStatus} {
  return {
    category: category.get(job.id)?.value ?? job.category?.id ?? uncategorised,
    certificationStatus: certificationStatus.get(job.id)?.value ?? job.certificationStatus,
  };
}

interface Statement<T> extends Override<T> {
  readonly pattern: Pattern;
}

/** `named`: by a line that names one job or template rather than by an expression. */
interface Candidate<T> {
  readonly override: Override<T>;
  readonly named: boolean;
}

/**
 * An override reaches every job of the whole plan, wherever the plan that makes it is nested. A line that names one job
 * beats an expression; then an outer plan beats what is nested in it; then, within one plan, its lists beat its inline
 * overrides. Within one list the last statement counts. `layers` run from the innermost plan to the outermost.
 */
export function readOverrides(index: UnitIndex, layers: readonly TestPlan[]): Overrides {
  const category = new Map<UnitId, Candidate<UnitId>>();
  const status = new Map<UnitId, Candidate<CertificationStatus>>();
  for (const plan of layers) {
    for (const inline of inlineCategories(plan)) prefer(category, candidates(index, [inline]));
    prefer(category, candidates(index, listedCategories(plan)));
    for (const inline of inlineStatuses(plan)) prefer(status, candidates(index, [inline]));
    prefer(status, candidates(index, listedStatuses(plan)));
  }
  return {category: overridesOf(category), certificationStatus: overridesOf(status)};
}

/** What the statements say of each job, the last one counting. */
function candidates<T>(index: UnitIndex, statements: readonly Statement<T>[]): ReadonlyMap<UnitId, Candidate<T>> {
  const found = new Map<UnitId, Candidate<T>>();
  for (const {pattern, ...override} of statements) {
    const candidate = {override, named: pattern.type !== 'expression'};
    for (const job of jobsMatching(index, pattern)) found.set(job.id, candidate);
  }
  return found;
}

function prefer<T>(effective: Map<UnitId, Candidate<T>>, later: ReadonlyMap<UnitId, Candidate<T>>): void {
  for (const [id, candidate] of later) {
    if (candidate.named || effective.get(id)?.named !== true) effective.set(id, candidate);
  }
}

function overridesOf<T>(effective: ReadonlyMap<UnitId, Candidate<T>>): ReadonlyMap<UnitId, Override<T>> {
  return new Map([...effective].map(([id, {override}]) => [id, override]));
}

function inlineCategories(plan: TestPlan): readonly Statement<UnitId>[] {
  return selectorsOf(plan).flatMap(({pattern, category}) =>
    category === undefined ? [] : [statement(plan, pattern, {value: category.id, span: category.span})],
  );
}

function listedCategories(plan: TestPlan): readonly Statement<UnitId>[] {
  return plan.categoryOverrides.map(({pattern, category}) =>
    statement(plan, pattern, {value: category.id, span: category.span}),
  );
}

function inlineStatuses(plan: TestPlan): readonly Statement<CertificationStatus>[] {
  return selectorsOf(plan).flatMap(({pattern, certificationStatus}) =>
    certificationStatus === undefined
      ? []
      : [statement(plan, pattern, {value: certificationStatus, span: pattern.span})],
  );
}

function listedStatuses(plan: TestPlan): readonly Statement<CertificationStatus>[] {
  return plan.certificationStatusOverrides.map(({pattern, status}) =>
    statement(plan, pattern, {value: status, span: pattern.span}),
  );
}

function selectorsOf(plan: TestPlan): readonly Selector[] {
  return [...plan.bootstrapInclude, ...plan.mandatoryInclude, ...plan.include];
}

function statement<T>(
  plan: TestPlan,
  pattern: SourceText,
  override: {readonly value: T; readonly span: Span},
): Statement<T> {
  return {...override, plan: plan.id, pattern: patternOf(plan, pattern)};
}
