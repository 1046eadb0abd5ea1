import {namespaceOf, type UnitId, unitId} from '../base/ids.ts';
import type {Span} from '../base/source.ts';
import {type CompiledProgram, compileProgram} from '../expressions/compile.ts';
import type {ResourceState, ResourceTable} from '../expressions/environment.ts';
import {evaluateProgram} from '../expressions/evaluate.ts';
import {type Program, parseProgram, resourceNames} from '../expressions/parse.ts';
import type {Job} from '../units/unit.ts';
import type {Inhibitor} from './plan.ts';

/** The resource that holds the operator's answers about the hardware. */
export const manifestResource: UnitId = unitId('com.canonical.plainbox', 'manifest');

export interface Binding {
  readonly id: UnitId;
  /** Where the expression first names it. */
  readonly span: Span;
}

/** A job's resource program with the resource that each of its names stands for. */
export interface Requirement {
  readonly program: Program;
  readonly compiled: CompiledProgram;
  readonly bindings: ReadonlyMap<string, Binding>;
}

/** `pending` lists the resources that nobody has run yet; `expression` is the line that decided. */
export type Evaluation =
  | {readonly value: 'met'}
  | {readonly value: 'unmet'; readonly expression: string; readonly reason: string; readonly manifest: boolean}
  | {
      readonly value: 'unknown';
      readonly expression: string;
      readonly reason: string;
      readonly pending: readonly UnitId[];
    };

const requirementOfJob = new WeakMap<Job, Requirement>();

/** Parsed and compiled once for each job; undefined where it requires nothing. */
export function requirementOf(job: Job): Requirement | undefined {
  if (job.requires === undefined) return undefined;
  const known = requirementOfJob.get(job);
  if (known !== undefined) return known;
  const program = parseProgram(job.requires).value;
  const bindings = new Map(
    resourceNames(program).map(({name, span}): [string, Binding] => [name, {id: resourceNamed(name, job), span}]),
  );
  const requirement = {program, compiled: compileProgram(program), bindings};
  requirementOfJob.set(job, requirement);
  return requirement;
}

/** Every resource the job's requirements name, in the order they are written. */
export function requiredResources(job: Job): readonly Binding[] {
  return [...(requirementOf(job)?.bindings.values() ?? [])];
}

export function evaluateRequires(job: Job, table: ResourceTable): Evaluation {
  const requirement = requirementOf(job);
  if (requirement === undefined) return {value: 'met'};
  const states = new Map<string, ResourceState>();
  const pending: UnitId[] = [];
  for (const [name, {id}] of requirement.bindings) {
    const state = table.get(id);
    if (state === undefined) pending.push(id);
    states.set(name, state ?? {state: 'unknown', reason: `${id} has not been run`});
  }
  const evaluation = evaluateProgram(requirement.compiled, states);
  if (evaluation.value === true) return {value: 'met'};
  const {text: expression, reason} = evaluation;
  return evaluation.value === false
    ? {value: 'unmet', expression, reason, manifest: isAboutManifest(requirement, expression)}
    : {value: 'unknown', expression, reason, pending};
}

/** Why such an evaluation keeps a job from running. */
export function inhibitorOf(evaluation: Evaluation): Inhibitor | undefined {
  switch (evaluation.value) {
    case 'met':
      return undefined;
    case 'unmet':
      return evaluation.manifest
        ? {type: 'manifest-unmet', expression: evaluation.expression}
        : {type: 'requirement-unmet', expression: evaluation.expression, reason: evaluation.reason};
    case 'unknown':
      return {type: 'requirement-unknown', expression: evaluation.expression, reason: evaluation.reason};
  }
}

function isAboutManifest({program, bindings}: Requirement, expression: string): boolean {
  const line = program.lines.find(({text}) => text.text === expression);
  if (line === undefined) return false;
  const names = resourceNames({text: line.text, lines: [line]});
  return names.some(({name}) => bindings.get(name)?.id === manifestResource);
}

function resourceNamed(name: string, job: Job): UnitId {
  const imported = job.imports.find((entry) => entry.name === name);
  return imported?.resource.id ?? unitId(namespaceOf(job.id), name);
}
