import type {UnitId} from '../base/ids.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import type {Job, Template} from '../units/unit.ts';
import {requiredResources} from './requirements.ts';
import type {Selection} from './select.ts';
import {sampleReferences} from './template-shape.ts';
import {indexOf, templatesMaking} from './unit-index.ts';
import {dependenciesFirst} from './walk.ts';

export interface Reachable {
  /** The selected jobs and all that they pull in, what is needed first. */
  readonly jobs: readonly Job[];
  /** Templates that may yield selected jobs or jobs that others need. */
  readonly templates: readonly Template[];
}

/** What is selected and all that it may pull in: a template may make what a job or another template's job waits for. */
export function reachable(set: UnitSet, selection: Selection): Reachable {
  const known = reachableOf.get(selection);
  if (known !== undefined) return known;
  const found = findReachable(set, selection);
  reachableOf.set(selection, found);
  return found;
}

/** A selection is of one set, and several ask what it brings in. */
const reachableOf = new WeakMap<Selection, Reachable>();

function findReachable(set: UnitSet, selection: Selection): Reachable {
  const index = indexOf(set);
  const roots = new Set(selection.jobs.map(({job}) => job));
  const templates = new Set(selection.templates.map(({template}) => template));
  const addMakers = (id: UnitId): void => {
    for (const template of templatesMaking(index, id)) templates.add(template);
  };
  const addNeeds = (template: Template): void => {
    for (const id of sampleReferences(template)) {
      const job = set.jobs.get(id);
      if (job === undefined) addMakers(id);
      else roots.add(job);
    }
    if (!set.jobs.has(template.resource.id)) addMakers(template.resource.id);
  };
  for (;;) {
    // A set is walked to its end while it grows.
    for (const template of templates) addNeeds(template);
    const jobs = dependenciesFirst(roots, (job) => pulledJobs(set, job));
    const count = templates.size;
    for (const id of jobs.flatMap(neededIds)) if (!set.jobs.has(id)) addMakers(id);
    if (templates.size === count) return {jobs, templates: [...templates].filter(({id}) => !selection.barred.has(id))};
  }
}

/** The jobs that a job brings into any plan it is in. */
export function pulledJobs(set: UnitSet, job: Job): readonly Job[] {
  return pulledIds(job).flatMap((id) => set.jobs.get(id) ?? []);
}

function pulledIds(job: Job): readonly UnitId[] {
  return [...job.depends, ...job.after, ...job.inputs.map((input) => input.job)].map(({id}) => id);
}

function neededIds(job: Job): readonly UnitId[] {
  return [...pulledIds(job), ...requiredResources(job).map(({id}) => id)];
}
