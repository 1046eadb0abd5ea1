import {namespaceOf, partialId, type UnitId} from '../base/ids.ts';
import {once} from '../base/once.ts';
import {type Reference, referencesOf} from '../catalog/references.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import type {KeyType, ResourceScope} from '../expressions/check/scope.ts';
import {manifestResource} from '../planner/requirements.ts';
import {indexOf} from '../planner/unit-index.ts';
import {probes} from '../resources/probes/index.ts';
import {isJob, type Job, type Template, type TestPlan} from '../units/unit.ts';
import {gather} from './cycle-steps.ts';
import type {JobView} from './job-view.ts';
import {makersByTarget} from './makers.ts';
import {resourceReader} from './named-resources.ts';
import {byNamespace} from './neighbours.ts';
import {matcher, planLinesOf} from './plan-lines.ts';
import type {Subject} from './rule.ts';
import {scriptReader} from './script.ts';
import {type Skeleton, skeletonOf} from './skeleton.ts';
import {isOneSlip} from './slip.ts';
import {suggester} from './suggest.ts';
import {waitsAmong} from './waits.ts';

/** What is known besides the units. */
type Surroundings = Pick<Subject, 'files' | 'broken' | 'neighbours'>;

interface Views {
  readonly jobs: readonly JobView[];
  readonly plans: readonly TestPlan[];
  readonly skeletons: ReadonlyMap<Template, Skeleton>;
  readonly references: readonly Reference[];
}

/** One walk over the units. */
function viewsOf({units}: UnitSet): Views {
  const jobs: JobView[] = [];
  const plans: TestPlan[] = [];
  const skeletons = new Map<Template, Skeleton>();
  const references: Reference[] = [];
  for (const unit of units) {
    for (const reference of referencesOf(unit)) references.push(reference);
    if (isJob(unit)) jobs.push({job: unrendered(unit), unit});
    else if (unit.kind === 'test plan') plans.push(unit);
    else if (unit.kind === 'template') {
      const read = skeletonOf(unit);
      skeletons.set(unit, read);
      const skeleton = read.unit;
      if (skeleton === undefined || !isJob(skeleton)) continue;
      jobs.push({job: skeleton, unit});
      for (const reference of referencesOf(skeleton)) references.push({...reference, from: unit});
    }
  }
  return {jobs, plans, skeletons, references};
}

export function subjectOf(set: UnitSet, {files, broken, neighbours}: Surroundings): Subject {
  const views = viewsOf(set);
  const {jobs, plans, references} = views;
  const namespaces = new Set(set.providers.map(({namespace}) => namespace));
  const absent = absentNamespaces(references, namespaces);
  const partial = new Map([...byNamespace(neighbours)].filter(([namespace]) => namespaces.has(namespace)));
  const index = indexOf(set);
  const makers = makersByTarget(index);
  const resourcesNamed = resourceReader();
  return {
    ...views,
    ...resourcesOf(set, broken, absent.size + partial.size > 0),
    ...suggester(set),
    set,
    index,
    files,
    broken,
    neighbours,
    namespaces,
    absent,
    partial,
    written: jobs.filter(({unit}) => unit.record.twin === undefined),
    lines: planLinesOf(plans, {index, makers: makers('job')}),
    matches: matcher(index, makers('job')),
    makers,
    resourcesNamed,
    waitsFrom: once(() => gather(waitsAmong({set, jobs, resourcesNamed}))),
    scriptOf: scriptReader(),
  };
}

/** A job that is Jinja over the environment has gaps as templates have. */
function unrendered(job: Job): Job {
  if (job.engine === undefined) return job;
  const {unit} = skeletonOf({body: job.record, engine: job.engine, instanceKind: job.kind});
  return unit !== undefined && isJob(unit) ? unit : job;
}

/** A namespace that is a slip away from one that is loaded is meant to be that one; an expression may stand for many. */
function absentNamespaces(references: readonly Reference[], loaded: ReadonlySet<string>): ReadonlySet<string> {
  const named = new Set<string>();
  let before = '';
  for (const {id} of references) {
    if (before !== '' && id.startsWith(before)) continue;
    const namespace = namespaceOf(id);
    named.add(namespace);
    before = `${namespace}::`;
  }
  const absent = [...named].filter((name) => /^[\w.-]+$/.test(name) && !loaded.has(name));
  return new Set(absent.filter((name) => ![...loaded].some((other) => isOneSlip(name, other))));
}

function resourcesOf(
  set: UnitSet,
  broken: ReadonlySet<UnitId>,
  isPartial: boolean,
): Pick<Subject, 'resources' | 'namesIn'> {
  const resources = new Map<UnitId, ResourceScope>();
  const namesIn = new Map<string, Map<string, ResourceScope>>();
  const add = (id: UnitId, scope: ResourceScope): void => {
    resources.set(id, scope);
    const names = namesIn.get(namespaceOf(id)) ?? new Map<string, ResourceScope>();
    names.set(partialId(id), scope);
    namesIn.set(namespaceOf(id), names);
  };
  for (const id of broken) add(id, {});
  for (const job of set.jobs.values()) {
    if (job.plugin !== 'resource' || broken.has(job.id)) continue;
    add(job.id, job.id === manifestResource ? manifestScope(set, isPartial) : scopeOf(job));
  }
  return {resources, namesIn};
}

function scopeOf(job: Extract<Job, {plugin: 'resource'}>): ResourceScope {
  const keys = job.keys ?? (job.source.type === 'probe' ? probes.get(job.source.probe.text.trim())?.keys : undefined);
  return keys === undefined ? {} : {keys};
}

/** The manifest has a key for every entry; providers that are not loaded may have more of them. */
function manifestScope(set: UnitSet, isPartial: boolean): ResourceScope {
  if (isPartial) return {single: true};
  const entries = [...set.manifestEntries.values()].map(({id, resourceKey}) => resourceKey ?? partialId(id));
  return {keys: new Map(['ns', 'name', ...entries].map((key): [string, KeyType] => [key, 'string'])), single: true};
}
