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

/** One of all the statements about a job, in the order of their weight within their kind; the job's own is the first. */
export interface OverrideStep {
  readonly field: 'category' | 'certification-status';
  readonly value: string;
  /** The job itself, a line of a section, or one of the override lists; of which plan. */
  readonly layer: 'job' | 'line' | 'list';
  readonly plan?: UnitId;
  readonly span: Span;
  /** The pattern that reaches the job; undefined in the job itself. */
  readonly pattern?: string;
  /** It names the job or its template, which beats an expression. */
  readonly named: boolean;
  readonly counts: boolean;
  /** A later statement of the same list reaches the job too, so this one is not heard. */
  readonly overruled?: true;
}

export interface Overrides {
  readonly category: ReadonlyMap<UnitId, Override<UnitId>>;
  readonly certificationStatus: ReadonlyMap<UnitId, Override<CertificationStatus>>;
  readonly autoRetry: ReadonlyMap<UnitId, Override<boolean>>;
}

const uncategorised = unitId('com.canonical.plainbox', 'uncategorised');

/** The category and certification status that a job has in this plan, and whether it is run again once it failed. */
export function gradeOf(
  job: Job,
  {category, certificationStatus, autoRetry}: Overrides,
): {readonly category: UnitId; readonly certificationStatus: CertificationStatus; readonly autoRetry: boolean} {
  return {
    category: category.get(job.id)?.value ?? job.category?.id ?? uncategorised,
    certificationStatus: certificationStatus.get(job.id)?.value ?? job.certificationStatus,
    autoRetry: autoRetry.get(job.id)?.value ?? job.autoRetry ?? true,
  };
}

interface Statement<T> extends Override<T> {
  readonly pattern: Pattern;
  readonly text: string;
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
  const retry = new Map<UnitId, Candidate<boolean>>();
  for (const plan of layers) {
    for (const inline of inlineRetries(plan)) prefer(retry, candidates(index, [inline]));
    for (const inline of inlineCategories(plan)) prefer(category, candidates(index, [inline]));
    prefer(category, candidates(index, listedCategories(plan)));
    for (const inline of inlineStatuses(plan)) prefer(status, candidates(index, [inline]));
    prefer(status, candidates(index, listedStatuses(plan)));
  }
  return {category: overridesOf(category), certificationStatus: overridesOf(status), autoRetry: overridesOf(retry)};
}

/** Everything that is said of a job's category and certification status, innermost plan first, with what counts. */
export function explainOverrides(index: UnitIndex, layers: readonly TestPlan[], job: Job): readonly OverrideStep[] {
  const own = {layer: 'job', named: true, counts: false} as const;
  const category = [
    {
      ...own,
      field: 'category',
      value: job.category?.id ?? uncategorised,
      span: job.category?.span ?? job.span,
    } as const,
    ...layers.flatMap((plan) => [
      ...stepsOf(inlineCategories(plan), {index, job, layer: 'line', field: 'category'}),
      ...stepsOf(listedCategories(plan), {index, job, layer: 'list', field: 'category'}),
    ]),
  ];
  const status = [
    {...own, field: 'certification-status', value: job.certificationStatus, span: job.span} as const,
    ...layers.flatMap((plan) => [
      ...stepsOf(inlineStatuses(plan), {index, job, layer: 'line', field: 'certification-status'}),
      ...stepsOf(listedStatuses(plan), {index, job, layer: 'list', field: 'certification-status'}),
    ]),
  ];
  return [...withWinner(category), ...withWinner(status)];
}

interface StepContext extends Pick<OverrideStep, 'layer' | 'field'> {
  readonly index: UnitIndex;
  readonly job: Job;
}

function stepsOf(
  statements: readonly Statement<string>[],
  {index, job, layer, field}: StepContext,
): readonly OverrideStep[] {
  return statements
    .filter(({pattern}) => jobsMatching(index, pattern).includes(job))
    .map(({value, plan, span, pattern, text}) => {
      const named = pattern.type !== 'expression';
      return {field, value, layer, plan, span, pattern: text, named, counts: false};
    });
}

/** The last that names the job, else the last; of one list only its last word is heard. */
function withWinner(steps: readonly OverrideStep[]): readonly OverrideStep[] {
  const isOverruled = ({layer, plan}: OverrideStep, at: number): boolean =>
    layer === 'list' && steps.slice(at + 1).some((later) => later.layer === 'list' && later.plan === plan);
  const heard = steps.slice(1).filter((step, at) => !isOverruled(step, at + 1));
  const winner = heard.findLast(({named}) => named) ?? heard.at(-1) ?? steps[0];
  return steps.map((step, at): OverrideStep => {
    if (step === winner) return {...step, counts: true};
    return isOverruled(step, at) ? {...step, overruled: true} : step;
  });
}

/** What the statements say of each job, the last one counting. */
function candidates<T>(index: UnitIndex, statements: readonly Statement<T>[]): ReadonlyMap<UnitId, Candidate<T>> {
  const found = new Map<UnitId, Candidate<T>>();
  for (const {pattern, text: _text, ...override} of statements) {
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

function inlineRetries(plan: TestPlan): readonly Statement<boolean>[] {
  return selectorsOf(plan).flatMap(({pattern, autoRetry}) =>
    autoRetry === undefined ? [] : [statement(plan, pattern, {value: autoRetry, span: pattern.span})],
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
  return {...override, plan: plan.id, pattern: patternOf(plan, pattern), text: pattern.text};
}
