import type {Diagnostic} from '../../base/diagnostic.ts';
import {describeWrongInput, wrongInputs} from '../../planner/inputs.ts';
import type {Rule} from '../rule.ts';

/** Inputs that take a value which the other job does not give, or gives as something else. */
export const inputs: Rule = function* ({written, set}): Iterable<Diagnostic> {
  for (const {job} of written) {
    const wrong = wrongInputs(job, (id) => set.jobs.get(id)?.outputs);
    for (const one of wrong) yield describeWrongInput(job.id, one);
  }
};
