import type {Diagnostic} from '../../base/diagnostic.ts';
import {interactivePlugins} from '../../units/fields/job.ts';
import type {Rule} from '../rule.ts';
import {placeOf} from '../where.ts';

const interactive: ReadonlySet<string> = new Set(interactivePlugins);

/** Jobs that a certificate hangs on and that no machine can decide. */
export const blockers: Rule = function* ({written}): Iterable<Diagnostic> {
  for (const {job, unit} of written) {
    if (job.certificationStatus !== 'blocker' || !interactive.has(job.plugin)) continue;
    const message = 'A person must do this job or write a comment why not: without one the certificate is blocked.';
    yield {code: 'unit/interactive-blocker', severity: 'advice', message, span: placeOf(unit, 'certification-status')};
  }
};
