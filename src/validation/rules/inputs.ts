import type {Diagnostic} from '../../base/diagnostic.ts';
import {nearest} from '../../base/nearest.ts';
import {finding, type Rule} from '../rule.ts';

/** Inputs that take a value which the other job does not give. */
export const inputs: Rule = function* ({written, set}): Iterable<Diagnostic> {
  for (const {job} of written) {
    for (const {job: other, output} of job.inputs) {
      const outputs = set.jobs.get(other.id)?.outputs;
      if (outputs === undefined || outputs.has(output)) continue;
      yield finding({
        code: 'plan/unknown-output',
        severity: 'error',
        message: `${other.id} has no output ${output}.`,
        span: other.span,
        suggestion: nearest(output, outputs.keys()),
      });
    }
  }
};
