import {namespaceOf, partialId, type UnitId, unitId} from '../base/ids.ts';
import type {Span} from '../base/source.ts';
import type {Line} from '../expressions/ast.ts';
import {type CompiledProgram, compileProgram} from '../expressions/compile.ts';
import type {ResourceState, ResourceTable} from '../expressions/environment.ts';
import {evaluateProgram} from '../expressions/evaluate.ts';
import {type Program, parseProgram, resourceNames} from '../expressions/parse.ts';
import {isPresent} from '../expressions/presence.ts';
import type {Job, ManifestRequirement} from '../units/unit.ts';
import {manifestKeys} from './manifest-keys.ts';
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

/** `requires`, and what a setup job wants of the manifest. */
export function evaluateRequires(job: Job, table: ResourceTable): Evaluation {
  const wanted = evaluateManifest(job.requiresManifest ?? [], table.get(manifestResource));
  if (wanted !== undefined) return wanted;
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
  const {text: expression} = evaluation;
  if (evaluation.value === false) {
    const manifest = manifestLine(requirement, expression) !== undefined;
    return {value: 'unmet', expression, reason: evaluation.reason, manifest};
  }
  const reason = whyUnanswered(requirement, expression, states) ?? evaluation.reason;
  return {value: 'unknown', expression, reason, pending};
}

/** A wrong answer decides, whatever else is unanswered; undefined where nothing speaks against it. */
function evaluateManifest(wanted: readonly ManifestRequirement[], manifest: ResourceState | undefined) {
  if (manifest?.state !== 'known') return undefined;
  const answers = wanted.map(({entry, value}) => {
    const record = manifest.records.find(({ns}) => ns === namespaceOf(entry.id));
    return {entry, value, answer: record?.[entry.id] ?? record?.[partialId(entry.id)]};
  });
  const written = ({entry, value}: ManifestRequirement): string => `${partialId(entry.id)}: ${value}`;
  const wrong = answers.find(({value, answer}) => answer !== undefined && answer !== manifestValue(value));
  if (wrong !== undefined) {
    const reason = `${partialId(wrong.entry.id)} is ${wrong.answer}`;
    return {value: 'unmet', expression: written(wrong), reason, manifest: true} as const;
  }
  const open = answers.filter(({answer}) => answer === undefined);
  const [first] = open;
  if (first === undefined) return undefined;
  const reason = notAnswered(open.map(({entry}) => partialId(entry.id)));
  return {value: 'unknown', expression: written(first), reason, pending: []} as const;
}

/** An answer as it stands in the manifest's records. */
export function manifestValue(answer: boolean | number): string {
  if (typeof answer === 'number') return String(answer);
  return answer ? 'True' : 'False';
}

function notAnswered(keys: readonly string[]): string {
  return `nobody has answered the manifest's ${keys.join(', ')}`;
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

interface ManifestLine {
  readonly line: Line;
  /** What stands for the manifest in it. */
  readonly names: ReadonlySet<string>;
}

/** The line, if it looks at the manifest. */
function manifestLine({program, bindings}: Requirement, expression: string): ManifestLine | undefined {
  const line = program.lines.find(({text}) => text.text === expression);
  if (line === undefined) return undefined;
  const all = resourceNames({text: line.text, lines: [line]}).map(({name}) => name);
  const names = new Set(all.filter((name) => bindings.get(name)?.id === manifestResource));
  return names.size === 0 ? undefined : {line, names};
}

function whyUnanswered(
  requirement: Requirement,
  expression: string,
  states: ReadonlyMap<string, ResourceState>,
): string | undefined {
  const about = manifestLine(requirement, expression);
  if (about === undefined) return undefined;
  const manifests = [...about.names].map((name) => states.get(name));
  const open = manifestKeys(about.line, about.names).filter((key) =>
    manifests.every((manifest) => manifest?.state === 'known' && !isPresent(manifest.records, key)),
  );
  return open.length === 0 ? undefined : notAnswered(open);
}

function resourceNamed(name: string, job: Job): UnitId {
  const imported = job.imports.find((entry) => entry.name === name);
  return imported?.resource.id ?? unitId(namespaceOf(job.id), name);
}
