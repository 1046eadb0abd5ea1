import type {UnitId} from '../base/ids.ts';
import type {Span} from '../base/source.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import type {Job, Template} from '../units/unit.ts';
import {bodyRequirement} from './body-requirement.ts';
import type {EdgeKind} from './plan.ts';
import {pulledJobs, reachable} from './reachable.ts';
import {manifestResource, requiredResources} from './requirements.ts';
import type {Selection} from './select.ts';
import {indexOf, templatesMaking} from './unit-index.ts';
import {dependenciesFirst} from './walk.ts';

export interface UnknownResource {
  readonly id: UnitId;
  /** The job or template that asks for it. */
  readonly by: UnitId;
  readonly span: Span;
}

export interface NeededResources {
  /** Resource jobs to run before the plan is made, each after those it needs itself. */
  readonly order: readonly UnitId[];
  /** What first asks for each resource. */
  readonly neededBy: ReadonlyMap<UnitId, {readonly by: UnitId; readonly edge: EdgeKind}>;
  /** Resource jobs that wait for jobs of the plan, so that they run in the plan. */
  readonly left: readonly UnitId[];
  /** Templates that may yield selected jobs, or jobs that those need. */
  readonly templates: readonly UnitId[];
}

interface Wanted {
  readonly id: UnitId;
  /** The job, template or test plan that asks for it. */
  readonly by: UnitId;
  readonly edge: EdgeKind;
  readonly span: Span;
}

/**
 * The resource jobs whose records decide which jobs the plan has and which of them can run. Instances may need more than
 * can be told from their templates: ask again with the set that has them, until `order` holds nothing new.
 */
export function neededResources(set: UnitSet, selection: Selection): NeededResources {
  const known = neededOfSelection.get(selection);
  if (known !== undefined) return known;
  const needed = findNeeded(set, selection);
  neededOfSelection.set(selection, needed);
  return needed;
}

/** A selection is of one set, and several ask what it needs. */
const neededOfSelection = new WeakMap<Selection, NeededResources>();

function findNeeded(set: UnitSet, selection: Selection): NeededResources {
  const {templates} = reachable(set, selection);
  const wanted = wantedResources(set, selection);
  const resources = wanted.flatMap(({id}) => resourceJob(set, selection, id) ?? []);
  const {order, left} = arrange(set, selection, resources);
  const neededBy = new Map(wanted.toReversed().map(({id, by, edge}) => [id, {by, edge}]));
  return {order, left, neededBy, templates: templates.map(({id}) => id)};
}

function wantedResources(set: UnitSet, selection: Selection): readonly Wanted[] {
  const {jobs, templates} = reachable(set, selection);
  const bootstrap = selection.jobs.flatMap(({job, by}) =>
    by.section === 'bootstrap' && job.plugin === 'resource'
      ? [{id: job.id, by: by.plan, edge: 'requires' as const, span: by.span}]
      : [],
  );
  const bodies = templates.flatMap((template) => wantedByTemplate(set, template));
  return [...bootstrap, ...bodies, ...jobs.flatMap(wantedByJob)];
}

/** What is asked for as a resource and no resource job gives, each with the first that asks. */
export function unknownResources(set: UnitSet, selection: Selection): readonly UnknownResource[] {
  const index = indexOf(set);
  const unknown = new Map<UnitId, UnknownResource>();
  for (const {id, by, span} of wantedResources(set, selection)) {
    if (unknown.has(id) || id === manifestResource || selection.barred.has(id)) continue;
    const job = set.jobs.get(id);
    if (job?.plugin === 'resource' || (job === undefined && templatesMaking(index, id).length > 0)) continue;
    unknown.set(id, {id, by, span});
  }
  return [...unknown.values()];
}

function wantedByJob(job: Job): readonly Wanted[] {
  return requiredResources(job).map(({id, span}) => ({id, by: job.id, edge: 'requires', span}));
}

/** Its own resource, and what its instances can be seen to require: placeholders seldom stand in a resource's name. */
function wantedByTemplate(set: UnitSet, template: Template): readonly Wanted[] {
  const own: Wanted = {id: template.resource.id, by: template.id, edge: 'template', span: template.resource.span};
  const named = [...(bodyRequirement(template)?.resources.values() ?? [])];
  const required = named.flatMap(({id, span}) =>
    set.jobs.get(id)?.plugin === 'resource' ? [{id, by: template.id, edge: 'requires' as const, span}] : [],
  );
  return [own, ...required];
}

function resourceJob(set: UnitSet, {barred}: Selection, id: UnitId): Job | undefined {
  const job = set.jobs.get(id);
  return job?.plugin === 'resource' && !barred.has(id) ? job : undefined;
}

/** What a resource job waits for. */
function prerequisites(set: UnitSet, job: Job): readonly Job[] {
  const required = requiredResources(job).flatMap(({id}) => set.jobs.get(id) ?? []);
  const made = job.instance === undefined ? [] : [set.jobs.get(job.instance.resource)];
  return [...made, ...required, ...pulledJobs(set, job)].flatMap((found) => found ?? []);
}

function arrange(
  set: UnitSet,
  {barred}: Selection,
  resources: readonly Job[],
): {readonly order: readonly UnitId[]; readonly left: readonly UnitId[]} {
  const order = new Set<Job>();
  const left: UnitId[] = [];
  for (const job of dependenciesFirst(resources, (resource) => prerequisites(set, resource))) {
    if (job.plugin !== 'resource' || barred.has(job.id)) continue;
    // What is not in the order by now is no resource, or leads back here.
    const ready = prerequisites(set, job).every((needed) => needed.kind === 'setup job' || order.has(needed));
    if (ready) order.add(job);
    else left.push(job.id);
  }
  return {order: [...order].map(({id}) => id), left};
}
