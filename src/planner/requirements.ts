import {namespaceOf, type UnitId, unitId} from '../base/ids.ts';
import {type SourceText, sliceText} from '../base/source.ts';
import type {ResourceState, ResourceTable} from '../expressions/environment.ts';
import {type CompiledProgram, compileProgram} from '../expressions/compile.ts';
import {evaluateProgram} from '../expressions/evaluate.ts';
import {type Program, parseProgram, resourceNames} from '../expressions/parse.ts';
import type {Job} from '../units/unit.ts';

/** The resource that holds the operator's answers about the hardware. */
export const manifestResource: UnitId = unitId('com.canonical.plainbox', 'manifest');

/** One line of a resource program, with the resource that each of its names stands for. */
export interface Requirement {
  readonly text: SourceText;
  readonly program: Program;
  readonly compiled: CompiledProgram;
  readonly bindings: ReadonlyMap<string, UnitId>;
}

/** `pending` is set where the value is unknown only because a resource has not been run yet. */
export type Evaluation =
  | {readonly value: 'met'}
  | {readonly value: 'unmet'; readonly expression: string; readonly manifest: boolean}
  | {readonly value: 'unknown'; readonly expression: string; readonly reason: string; readonly pending: boolean};

const none: readonly Requirement[] = [];
const requirementsOfJob = new WeakMap<Job, readonly Requirement[]>();

/** The job's requirements, line by line; parsed and compiled once for each job. */
export function requirementsOf(job: Job): readonly Requirement[] {
  if (job.requires === undefined) return none;
  const known = requirementsOfJob.get(job);
  if (known !== undefined) return known;
  const made = linesOf(job.requires).map((line) => makeRequirement(line, job));
  requirementsOfJob.set(job, made);
  return made;
}

/** Every resource the job's requirements name, in the order they are written, each once. */
export function requiredResources(job: Job): readonly UnitId[] {
  const ids = new Set<UnitId>();
  for (const {bindings} of requirementsOf(job)) for (const id of bindings.values()) ids.add(id);
  return [...ids];
}

/** Lines are joined by *and*: an unmet line decides, else an unknown one. */
export function evaluateRequires(job: Job, table: ResourceTable): Evaluation {
  let unknown: Evaluation | undefined;
  for (const requirement of requirementsOf(job)) {
    const evaluation = evaluateLine(requirement, table);
    if (evaluation.value === 'unmet') return evaluation;
    if (evaluation.value === 'unknown') unknown ??= evaluation;
  }
  return unknown ?? {value: 'met'};
}

function evaluateLine({text, compiled, bindings}: Requirement, table: ResourceTable): Evaluation {
  const expression = text.text.trim();
  const states = new Map<string, ResourceState>();
  let pending = false;
  for (const [name, id] of bindings) {
    const state = table.get(id);
    pending ||= state === undefined;
    states.set(name, state ?? {state: 'unknown', reason: `the resource ${id} has not been run`});
  }
  const {value, reason} = evaluateProgram(compiled, states);
  if (value === true) return {value: 'met'};
  if (value === false) return {value: 'unmet', expression, manifest: [...bindings.values()].includes(manifestResource)};
  return {value: 'unknown', expression, reason: reason ?? 'a value is not known', pending};
}

function linesOf(text: SourceText): readonly SourceText[] {
  const lines: SourceText[] = [];
  let start = 0;
  for (const line of text.text.split('\n')) {
    if (line.trim() !== '') lines.push(sliceText(text, start, start + line.length));
    start += line.length + 1;
  }
  return lines;
}

function makeRequirement(text: SourceText, job: Job): Requirement {
  const program = parseProgram(text).value;
  const names = resourceNames(program).map(({name}) => name);
  const bindings = new Map(names.map((name): [string, UnitId] => [name, resourceNamed(name, job)]));
  return {text, program, compiled: compileProgram(program), bindings};
}

function resourceNamed(name: string, job: Job): UnitId {
  const imported = job.imports.find((entry) => entry.name === name);
  return imported?.resource.id ?? unitId(namespaceOf(job.id), name);
}
