import type {Diagnostic} from '../base/diagnostic.ts';
import {namespaceOf, partialId, type UnitId} from '../base/ids.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import type {ResourceScope} from '../expressions/check/scope.ts';
import {manifestResource} from '../planner/requirements.ts';
import {probes} from '../resources/probes/index.ts';
import type {Job} from '../units/unit.ts';

/** What the rules look at. Made once for all of them. */
export interface Subject {
  readonly set: UnitSet;
  readonly resources: ReadonlyMap<UnitId, ResourceScope>;
  /** The resources of each namespace by partial id: the names that expressions there may use. */
  readonly namesIn: ReadonlyMap<string, ReadonlyMap<string, ResourceScope>>;
}

/** One thing that can be wrong with units that were read and built. */
export type Rule = (subject: Subject) => Iterable<Diagnostic>;

export function subjectOf(set: UnitSet): Subject {
  const resources = new Map<UnitId, ResourceScope>();
  const namesIn = new Map<string, Map<string, ResourceScope>>();
  for (const job of set.jobs.values()) {
    if (job.plugin !== 'resource') continue;
    const scope = scopeOf(job);
    resources.set(job.id, scope);
    const names = namesIn.get(namespaceOf(job.id)) ?? new Map<string, ResourceScope>();
    names.set(partialId(job.id), scope);
    namesIn.set(namespaceOf(job.id), names);
  }
  return {set, resources, namesIn};
}

function scopeOf(job: Extract<Job, {plugin: 'resource'}>): ResourceScope {
  const keys = job.keys ?? (job.source.type === 'probe' ? probes.get(job.source.probe.text.trim())?.keys : undefined);
  return {...(keys === undefined ? {} : {keys}), ...(job.id === manifestResource ? {single: true} : {})};
}
