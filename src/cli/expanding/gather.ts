import type {UnitId} from '../../base/ids.ts';
import type {UnitSet} from '../../catalog/unit-set.ts';
import {type Expanded, expandUnits} from '../../runners/expand-units.ts';
import type {ReadResources} from '../../runners/survey.ts';
import {listed} from '../../templates/collisions.ts';
import {compileTemplate} from '../../templates/compile-template.ts';
import type {Expansion} from '../../templates/expansion.ts';
import {filterResources} from '../../templates/filter.ts';
import {makesResource} from '../../templates/template-order.ts';
import type {Job, Template} from '../../units/unit.ts';
import type {CliContext} from '../context.ts';
import {expandContext} from '../expand-context.ts';
import {readResources} from '../running/read-resources.ts';

/** Where the records come from: this machine, or a recording, and before either those that were typed. */
export interface Sources {
  readonly recording: string | undefined;
  readonly given: ReadResources;
}

export interface Gathered {
  /** Of the templates that were asked for, and of those they make. */
  readonly expansions: readonly Expansion[];
  readonly resources: ReadResources;
}

/** Templates with those that may make a resource they want, and what all of them want. */
interface Need {
  readonly templates: readonly Template[];
  readonly resources: readonly UnitId[];
}

/** Reads the resources that templates want, made ones included, and expands the templates against them. */
export async function gather(
  context: CliContext,
  set: UnitSet,
  {templates, recording, given}: Sources & {readonly templates: readonly Template[]},
): Promise<Gathered> {
  const need = needOf(set, templates);
  const read = await readResources(context, set, {
    recording,
    wanted: (known) =>
      unread(expand(context, set, {need, resources: new Map([...known, ...given])}).set, need, known, given),
  });
  const resources = new Map([...read, ...given]);
  const missing = need.resources.filter((id) => !resources.has(id));
  for (const id of missing) resources.set(id, {state: 'unknown', reason: whyMissing(set, id, recording)});
  const isMade = (id: UnitId): boolean => makersOf(set, id).length > 0;
  const others = [...read.keys(), ...given.keys(), ...missing.filter(isMade)];
  const {expansions} = expand(context, set, {need, resources, others});
  const asked = new Set(templates.map(({id}) => id));
  const helpers = new Set(need.templates.map(({id}) => id).filter((id) => !asked.has(id)));
  return {expansions: expansions.filter(({template}) => !helpers.has(template)), resources};
}

function expand(
  context: CliContext,
  set: UnitSet,
  {
    need,
    resources,
    others = [],
  }: {readonly need: Need; readonly resources: ReadResources; readonly others?: readonly UnitId[]},
): Expanded {
  const ids = need.templates.map(({id}) => id);
  return expandUnits(set, ids, {resources, context: expandContext(context, set, {others})});
}

/** Resource jobs to be run next: those there are, and those that templates have made of what is known. */
function unread(grown: UnitSet, need: Need, known: ReadResources, given: ReadResources): readonly Job[] {
  return need.resources.flatMap((id) => {
    const job = known.has(id) || given.has(id) ? undefined : grown.jobs.get(id);
    return job?.plugin === 'resource' ? [job] : [];
  });
}

/** Templates whose instances may be the job of this resource, where it has none of its own. */
function makersOf({jobs, templates}: UnitSet, resource: UnitId): readonly Template[] {
  return jobs.has(resource) ? [] : [...templates.values()].filter((template) => makesResource(template, resource));
}

function needOf(set: UnitSet, wanted: readonly Template[]): Need {
  const templates = new Set(wanted);
  const resources = new Set<UnitId>();
  for (const template of templates) {
    for (const id of [template.resource.id, ...filterResources(compileTemplate(template)).values()]) {
      if (resources.has(id)) continue;
      resources.add(id);
      for (const maker of makersOf(set, id)) templates.add(maker);
    }
  }
  return {templates: [...templates], resources: [...resources]};
}

function whyMissing(set: UnitSet, id: UnitId, recording: string | undefined): string {
  const makers = makersOf(set, id);
  if (makers.length > 0)
    return `it would be made by ${listed(makers.map((maker) => maker.id))}, which made no such job`;
  if (recording !== undefined) return 'the recording does not have it';
  return set.jobs.has(id) ? 'it has not been run' : 'there is no such resource job';
}
