import type {Diagnostic} from '../base/diagnostic.ts';
import type {UnitId} from '../base/ids.ts';
import {nearest} from '../base/nearest.ts';
import type {Input, Job} from '../units/unit.ts';
import type {Graph, PlanNode} from './graph.ts';
import type {Inhibitor} from './plan.ts';

/** An input that the job which is to give it does not give, or not as it is wanted. */
export interface WrongInput {
  readonly input: Input;
  readonly outputs: Job['outputs'];
  /** What is given instead of what is wanted; undefined where nothing is. */
  readonly given?: string;
}

/** `outputsOf`: what the jobs declare that are there; a missing job is no matter of its outputs. */
export function wrongInputs(
  {inputs}: Job,
  outputsOf: (job: UnitId) => Job['outputs'] | undefined,
): readonly WrongInput[] {
  return inputs.flatMap((input): readonly WrongInput[] => {
    const outputs = outputsOf(input.job.id);
    if (outputs === undefined) return [];
    const given = outputs.get(input.output);
    if (given === undefined) return [{input, outputs}];
    // Every integer is a number.
    const fits = input.type === undefined || input.type === given || (input.type === 'number' && given === 'integer');
    return fits ? [] : [{input, outputs, given}];
  });
}

function wrongInputsOf(node: PlanNode, {waits}: Graph): readonly WrongInput[] {
  const {job} = node;
  if (job === undefined || job.inputs.length === 0) return [];
  const jobs = new Map(waits.get(node)?.map(({to}) => [to.id, to.job]));
  return wrongInputs(job, (id) => jobs.get(id)?.outputs);
}

export function inputInhibitor(node: PlanNode, graph: Graph): Inhibitor | undefined {
  const [wrong] = wrongInputsOf(node, graph);
  if (wrong === undefined) return undefined;
  if (wrong.given === undefined) return {type: 'input-missing', job: wrong.input.job.id, output: wrong.input.output};
  return {type: 'not-runnable', message: describeWrongInput(node.id, wrong).message};
}

export function reportInputs(graph: Graph): readonly Diagnostic[] {
  return graph.nodes.flatMap((node) => wrongInputsOf(node, graph).map((wrong) => describeWrongInput(node.id, wrong)));
}

/** As `plan` and `validate` say it. */
export function describeWrongInput(id: UnitId, {input, outputs, given}: WrongInput): Diagnostic {
  const {name, job, output, type} = input;
  const base = {severity: 'error', span: job.span} as const;
  if (given !== undefined) {
    const message = `the input ${name} of ${id} is to be of type ${type}, and ${output} of ${job.id} is of type ${given}`;
    return {...base, code: 'plan/wrong-output-type', message};
  }
  const instead = outputs.size === 0 ? 'it has no outputs' : `it gives ${[...outputs.keys()].join(', ')}`;
  const message = `the input ${name} of ${id} is to be ${output} of ${job.id}, and ${instead}`;
  const suggestion = nearest(output, outputs.keys());
  return {...base, code: 'plan/unknown-output', message, ...(suggestion === undefined ? {} : {suggestion})};
}
