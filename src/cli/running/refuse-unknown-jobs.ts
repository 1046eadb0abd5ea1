import type {Diagnostic} from '../../base/diagnostic.ts';
import type {UnitSet} from '../../catalog/unit-set.ts';
import {isAdHoc} from '../../planner/ad-hoc-plan.ts';
import {selectPlan} from '../../planner/select.ts';
import type {TestPlan} from '../../units/unit.ts';
import type {CliContext} from '../context.ts';
import {UsageError, usageError} from '../usage-error.ts';

/** A line of a plan that means nothing stays in the plan and its report; a pattern of the command line is a mistake there. */
export function refuseUnknownJobs(context: CliContext, set: UnitSet, plan: TestPlan): void {
  if (!isAdHoc(plan)) return;
  const unknown = selectPlan(set, plan).diagnostics.filter(
    ({code}) => code === 'plan/unknown-id' || code === 'plan/matches-nothing',
  );
  if (unknown.length === 0) return;
  throw new UsageError(unknown.flatMap((diagnostic) => problemOf(context, diagnostic).diagnostics));
}

function problemOf({words}: CliContext, {code, message, span, suggestion}: Diagnostic): UsageError {
  const word = span.file.text.slice(span.start, span.end);
  return usageError(words, {
    code: 'usage/unknown-id',
    message: code === 'plan/unknown-id' ? `there is no job ${word}` : message,
    word,
    suggestion: word.includes('::') ? suggestion : suggestion?.replace(/^.*::/, ''),
  });
}
