import type {Diagnostic} from '../../base/diagnostic.ts';
import {templateOrder} from '../../templates/template-order.ts';
import type {TestPlan} from '../../units/unit.ts';
import {cyclesIn, type Edge, gather, tellCycle} from '../cycle-steps.ts';
import type {Rule, Subject} from '../rule.ts';

function* nested({set}: Subject): Iterable<Edge<TestPlan>> {
  for (const plan of set.testPlans.values()) {
    for (const {id, span} of plan.nestedParts) {
      const to = set.testPlans.get(id);
      if (to !== undefined) yield {from: plan, to, says: 'nests', span};
    }
  }
}

/** Jobs and templates that wait for each other, and test plans that are nested in themselves. */
export const cycles: Rule = function* (subject): Iterable<Diagnostic> {
  const {set} = subject;
  for (const steps of cyclesIn(set.jobs.values(), subject.waitsFrom())) {
    const alone = 'this job waits for itself, so it cannot run';
    const together = 'these jobs wait for each other, so none of them can run';
    yield* tellCycle(steps, {code: 'plan/cycle', alone, together});
  }
  for (const steps of cyclesIn(set.testPlans.values(), gather(nested(subject)))) {
    const alone = 'this test plan is nested in itself';
    yield* tellCycle(steps, {code: 'plan/nested-cycle', alone, together: alone});
  }
  yield* templateOrder([...set.templates.values()], new Set(set.jobs.keys())).diagnostics;
};
