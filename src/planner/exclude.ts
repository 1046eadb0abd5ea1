import type {UnitId} from '../base/ids.ts';
import type {Span} from '../base/source.ts';
import type {Template, TestPlan} from '../units/unit.ts';
import {type ExpressionPattern, type Pattern, patternOf} from './pattern.ts';
import {mustMeet, shapeOf} from './template-shape.ts';
import {jobsMatching, templatesNamed, type UnitIndex} from './unit-index.ts';

/** The line that leaves something out; no plan where it was asked for outside of the test plans. */
export interface ExcludedBy {
  readonly plan?: UnitId;
  readonly span?: Span;
  readonly pattern: string;
}

export interface Exclusions {
  readonly jobs: ReadonlyMap<UnitId, ExcludedBy>;
  readonly templates: ReadonlyMap<UnitId, ExcludedBy>;
  readonly expressions: readonly {readonly pattern: ExpressionPattern; readonly by: ExcludedBy}[];
}

export interface ExcludeLine {
  readonly pattern: Pattern;
  readonly by: ExcludedBy;
}

export function excludeLinesOf(plan: TestPlan): readonly ExcludeLine[] {
  return plan.exclude.map(({pattern}) => ({
    pattern: patternOf(plan, pattern),
    by: {plan: plan.id, span: pattern.span, pattern: pattern.text},
  }));
}

export function readExclusions(index: UnitIndex, lines: readonly ExcludeLine[]): Exclusions {
  const jobs = new Map<UnitId, ExcludedBy>();
  const templates = new Map<UnitId, ExcludedBy>();
  const expressions: {pattern: ExpressionPattern; by: ExcludedBy}[] = [];
  for (const {pattern, by} of lines) {
    for (const job of jobsMatching(index, pattern)) if (!jobs.has(job.id)) jobs.set(job.id, by);
    for (const template of templatesNamed(index, pattern)) templates.set(template.id, by);
    if (pattern.type === 'expression') expressions.push({pattern, by});
  }
  return {jobs, templates, expressions};
}

/** A template is left out by its id, or by an expression that every id it could make would match. */
export function templateExclusion(exclusions: Exclusions, template: Template): ExcludedBy | undefined {
  const shape = shapeOf(template);
  return (
    exclusions.templates.get(template.id) ?? exclusions.expressions.find(({pattern}) => mustMeet(shape, pattern))?.by
  );
}

/** For an id that no job has, such as that of an instance that could not be made. */
export function instanceExclusion(
  exclusions: Exclusions,
  template: UnitId,
  id: UnitId | undefined,
): ExcludedBy | undefined {
  const byTemplate = exclusions.templates.get(template);
  if (byTemplate !== undefined || id === undefined) return byTemplate;
  return exclusions.jobs.get(id) ?? exclusions.expressions.find(({pattern}) => pattern.matches(id))?.by;
}
