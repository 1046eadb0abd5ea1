import type {Diagnostic} from '../../base/diagnostic.ts';
import {wrongSection} from '../../planner/selection-report.ts';
import {interactivePlugins} from '../../units/fields/job.ts';
import type {Job} from '../../units/unit.ts';
import type {PlanLine} from '../plan-lines.ts';
import type {Rule} from '../rule.ts';

const interactive: ReadonlySet<string> = new Set(interactivePlugins);

function misplaced(job: Job, {field, text, pattern}: PlanLine): Diagnostic | undefined {
  const isSetup = field === 'setup_include';
  // An expression passes over what does not fit.
  if (pattern.type !== 'expression' && (job.kind === 'setup job') !== isSetup) {
    return isSetup
      ? wrongSection(`${job.id} is no setup job, so it cannot be in setup_include`, text.span, 'error')
      : wrongSection(
          `${job.id} is a setup job: in setup_include it would run before everything else`,
          text.span,
          'warning',
        );
  }
  if (!isSetup && field !== 'bootstrap_include') return undefined;
  if (!interactive.has(job.plugin)) return undefined;
  const message = `${job.id} needs a person, and nobody is asked anything while ${field} runs`;
  return wrongSection(message, text.span, 'error');
}

/** Jobs in a part of a plan where they cannot run. */
export const planSections: Rule = function* (subject): Iterable<Diagnostic> {
  for (const lines of subject.lines.values()) {
    for (const line of lines) {
      if (line.does !== 'select') continue;
      for (const job of subject.matches(line.pattern).jobs) {
        const wrong = misplaced(job, line);
        if (wrong === undefined) continue;
        yield wrong;
        break;
      }
    }
  }
};
