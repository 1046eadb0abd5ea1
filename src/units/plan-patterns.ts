import type {SourceText} from '../base/source.ts';
import type {TestPlan} from './unit.ts';

/** Every line of a plan that selects jobs or excludes them, with the field it stands in. */
export function planPatterns(plan: TestPlan): readonly (readonly [field: string, pattern: SourceText])[] {
  const lists = [
    ['include', plan.include],
    ['mandatory_include', plan.mandatoryInclude],
    ['bootstrap_include', plan.bootstrapInclude],
    ['setup_include', plan.setupInclude],
    ['exclude', plan.exclude],
  ] as const;
  return lists.flatMap(([field, selectors]) => selectors.map(({pattern}) => [field, pattern] as const));
}
