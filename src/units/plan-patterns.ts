import type {SourceText} from '../base/source.ts';
import type {Selector, TestPlan} from './unit.ts';

/** The fields of a plan that select jobs, in the order in which these run, with their lines. */
export function selectionsOf(plan: TestPlan): readonly (readonly [field: string, lines: readonly Selector[]])[] {
  return [
    ['setup_include', plan.setupInclude],
    ['bootstrap_include', plan.bootstrapInclude],
    ['mandatory_include', plan.mandatoryInclude],
    ['include', plan.include],
  ];
}

/** Every line of a plan that selects jobs or excludes them, with the field it stands in. */
export function planPatterns(plan: TestPlan): readonly (readonly [field: string, pattern: SourceText])[] {
  const lists = [...selectionsOf(plan).toReversed(), ['exclude', plan.exclude] as const];
  return lists.flatMap(([field, lines]) => lines.map(({pattern}) => [field, pattern] as const));
}
