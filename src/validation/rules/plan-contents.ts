import type {Diagnostic} from '../../base/diagnostic.ts';
import {namespaceOf} from '../../base/ids.ts';
import type {TestPlan} from '../../units/unit.ts';
import type {Rule} from '../rule.ts';
import {placeOfId} from '../where.ts';

function empty(plan: TestPlan, severity: 'warning' | 'advice'): Diagnostic {
  const message = 'This test plan includes no job and nests no other plan: there is nothing to run.';
  return {code: 'plan/empty', severity, message, span: placeOfId(plan)};
}

/**
 * Test plans without anything to run. One that says so and is part of another plan, or may be of one in a provider that is
 * not loaded, keeps a place for later.
 */
export const planContents: Rule = function* ({plans, lines, partial}): Iterable<Diagnostic> {
  const nested = new Set(plans.flatMap(({nestedParts}) => nestedParts.map(({id}) => id)));
  for (const plan of plans) {
    if (plan.nestedParts.length > 0 || lines.get(plan)?.some(({does}) => does === 'select')) continue;
    if (!plan.record.fields.has('include')) yield empty(plan, 'warning');
    else if (!nested.has(plan.id) && !partial.has(namespaceOf(plan.id))) yield empty(plan, 'advice');
  }
};
