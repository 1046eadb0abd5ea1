import {partialId, type UnitId} from '../../base/ids.ts';
import type {UnitSet} from '../../catalog/unit-set.ts';
import type {CheckScope, ResourceScope} from '../../expressions/check.ts';
import type {ResourceTable} from '../../expressions/environment.ts';
import {manifestResource} from '../../planner/requirements.ts';
import {probes} from '../../resources/probes/index.ts';
import {resourceIds} from '../expand-context.ts';

/** Records whose keys are looked at; the others of a resource seldom have more. */
const mostObserved = 1000;

/** What the static check may know: the keys that are declared, else those of the records. */
export function checkScope(
  set: UnitSet,
  {names, resources}: {readonly names: ReadonlyMap<string, UnitId>; readonly resources: ResourceTable},
): CheckScope {
  const scopes = new Map<string, ResourceScope>();
  for (const id of resourceIds(set)) scopes.set(partialId(id), {});
  for (const [name, id] of names) scopes.set(name, scopeOf(set, id, resources));
  return {resources: scopes};
}

function scopeOf(set: UnitSet, id: UnitId, resources: ResourceTable): ResourceScope {
  const single = id === manifestResource ? {single: true} : {};
  const job = set.jobs.get(id);
  if (job?.plugin === 'resource') {
    const probe = job.source.type === 'probe' ? probes.get(job.source.probe.text.trim()) : undefined;
    const keys = job.keys ?? probe?.keys;
    if (keys !== undefined) return {keys, ...single};
  }
  const state = resources.get(id);
  if (state?.state !== 'known' || state.records.length === 0) return single;
  return {observed: new Set(state.records.slice(0, mostObserved).flatMap((record) => Object.keys(record))), ...single};
}
