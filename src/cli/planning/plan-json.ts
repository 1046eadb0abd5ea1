import {diagnosticToJson} from '../../base/render-diagnostic.ts';
import {positionAt, type Span} from '../../base/source.ts';
import {benchMoves, moveMs} from '../../planner/bench-moves.ts';
import {estimate} from '../../planner/estimate.ts';
import {manifestNeeds} from '../../planner/manifest-needs.ts';
import {neededResources} from '../../planner/needed-resources.ts';
import {needsPerson} from '../../planner/needs-person.ts';
import type {Inclusion, PlannedJob, PlannedTemplate, ResolvedJob} from '../../planner/plan.ts';
import {describeInhibitor} from '../../session/describe.ts';
import type {Gathered} from './gather.ts';
import {laneTimes} from './lane-times.ts';
import {linesOfPhase, type Phase} from './phase.ts';

type Json = Readonly<Record<string, unknown>>;

interface JsonOptions {
  readonly phase: Phase;
  readonly forBench: boolean;
}

/** What `plan --json` prints; its schema is schemas/plan.schema.json. */
export function planToJson(gathered: Gathered, {phase, forBench}: JsonOptions): Json {
  const {plan, hardware, set, selection} = gathered;
  const jobs = linesOfPhase(gathered, phase);
  const {neededBy, order} = neededResources(set, selection);
  return {
    plan: plan.id,
    title: plan.title,
    phase,
    hardware,
    jobs: jobs.map(jobToJson),
    templates: plan.templates.map(templateToJson),
    resources: order.map((id) => ({id, neededBy: neededBy.get(id)?.by ?? null})),
    manifest: manifestNeeds(set, selection).map(({entry, by}) => ({id: entry.id, name: entry.name, neededBy: by})),
    ...(phase === 'ordered' ? {estimate: estimate(plan), ...laneTimes(plan)} : {}),
    ...(forBench ? {bench: benchToJson(jobs)} : {}),
    diagnostics: plan.diagnostics.map(diagnosticToJson),
  };
}

function benchToJson(jobs: readonly PlannedJob[]): Json {
  const moves = benchMoves(jobs);
  return {moves, totalMs: moves.length * moveMs};
}

export function jobToJson(line: PlannedJob): Json {
  const {id, index, status, why, inclusion, job} = line;
  return {
    id,
    index,
    status,
    ...(line.status === 'planned' ? {} : {reason: describeInhibitor(line.inhibitor), inhibitor: line.inhibitor}),
    ...(job === undefined ? {} : {summary: job.summary, plugin: job.plugin, needsPerson: needsPerson(job)}),
    why,
    ...inclusionToJson(inclusion),
    ...(line.status === 'dropped' ? {} : resolvedToJson(line)),
  };
}

function inclusionToJson(inclusion: Inclusion): Json {
  if (inclusion.type === 'pulled') return {pulledBy: inclusion.by, edge: inclusion.edge};
  return {selectedBy: {plan: inclusion.plan, section: inclusion.section, ...placeToJson(inclusion.span)}};
}

export function placeToJson({file, start}: Span): {readonly file: string; readonly line: number} {
  return {file: file.path, line: positionAt(file, start).line};
}

function resolvedToJson(line: ResolvedJob): Json {
  const {instance, estimatedMs, measured, category, certificationStatus, bootstrapped, edges} = line;
  return {
    ...(instance === undefined ? {} : {template: instance.template, record: instance.record}),
    ...(estimatedMs === undefined ? {} : {estimatedMs}),
    ...(measured === undefined ? {} : {measured}),
    category,
    certificationStatus,
    ...(bootstrapped === true ? {bootstrapped} : {}),
    edges,
  };
}

function templateToJson({id, resource, inclusion, tally}: PlannedTemplate): Json {
  const {unknown, recordCount = 0, made = 0, filtered = 0, undecided = 0, failed = 0} = tally ?? {};
  return {
    id,
    resource,
    ...inclusionToJson(inclusion),
    state: tally === undefined ? 'unexpanded' : unknown === undefined ? 'expanded' : 'unknown',
    ...(unknown === undefined ? {} : {reason: unknown}),
    ...{recordCount, made, filtered, undecided, failed},
  };
}
