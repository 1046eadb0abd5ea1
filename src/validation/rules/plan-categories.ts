import type {Diagnostic} from '../../base/diagnostic.ts';
import type {Ref, TestPlan} from '../../units/unit.ts';
import {checkMention} from '../resolve.ts';
import type {Rule} from '../rule.ts';

function* categoriesOf(plan: TestPlan): Iterable<{readonly field: string; readonly category: Ref}> {
  for (const {category} of plan.categoryOverrides) yield {field: 'category_overrides', category};
  const lists = {
    include: plan.include,
    mandatory_include: plan.mandatoryInclude,
    bootstrap_include: plan.bootstrapInclude,
  };
  for (const [field, selectors] of Object.entries(lists)) {
    for (const {category} of selectors) if (category !== undefined) yield {field, category};
  }
}

/** Categories that a plan puts jobs in and that nobody defined. */
export const planCategories: Rule = function* (subject): Iterable<Diagnostic> {
  for (const plan of subject.plans) {
    const {namespace} = plan.record.origin;
    for (const {field, category} of categoriesOf(plan)) {
      const wrong = checkMention(subject, {...category, field, target: 'category', namespace});
      if (wrong !== undefined) yield wrong;
    }
  }
};
