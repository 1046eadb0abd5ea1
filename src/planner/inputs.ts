import type {Diagnostic} from '../base/diagnostic.ts';
import {nearest} from '../base/nearest.ts';
import type {Input} from '../units/unit.ts';
import type {Graph, PlanNode} from './graph.ts';
import type {Inhibitor} from './plan.ts';

interface WrongInput {
  readonly input: Input;
  /** What the other job gives. */
  readonly outputs: readonly string[];
}

/** Inputs that name an output which their job, though it is in the plan, does not declare. */
function wrongInputs(node: PlanNode, {waits}: Graph): readonly WrongInput[] {
  if (node.job === undefined || node.job.inputs.length === 0) return [];
  const jobs = new Map(waits.get(node)?.map(({to}) => [to.id, to.job]));
  return node.job.inputs.flatMap((input) => {
    const outputs = jobs.get(input.job.id)?.outputs;
    return outputs === undefined || outputs.has(input.output) ? [] : [{input, outputs: [...outputs.keys()]}];
  });
}

export function inputInhibitor(node: PlanNode, graph: Graph): Inhibitor | undefined {
  const [wrong] = wrongInputs(node, graph);
  return wrong && {type: 'input-missing', job: wrong.input.job.id, output: wrong.input.output};
}

export function reportInputs(graph: Graph): readonly Diagnostic[] {
  return graph.nodes.flatMap((node) =>
    wrongInputs(node, graph).map(({input: {name, job, output}, outputs}): Diagnostic => {
      const given = outputs.length === 0 ? 'it has no outputs' : `it gives ${outputs.join(', ')}`;
      const message = `the input ${name} of ${node.id} is to be ${output} of ${job.id}, and ${given}`;
      const suggestion = nearest(output, outputs);
      const base = {code: 'plan/unknown-output', severity: 'error', message, span: job.span} as const;
      return suggestion === undefined ? base : {...base, suggestion};
    }),
  );
}
