import {qualify, type UnitId} from '../base/ids.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import type {ResourceTable} from '../expressions/environment.ts';
import type {Template} from '../units/unit.ts';
import type {PlanNode} from './graph.ts';
import type {NeededResources} from './needed-resources.ts';
import type {Inclusion, Inhibitor, PlanSection} from './plan.ts';
import {isMeant, lineOfInstance, type SelectedBy, type Selection} from './select.ts';
import {comparePlaces, indexOf, type Place, placeOf, placeOfRecord, type UnitIndex} from './unit-index.ts';
import type {UnmadeInstance} from './unmade.ts';

interface RootInput {
  readonly set: UnitSet;
  readonly selection: Selection;
  readonly needed: NeededResources;
  readonly resources: ResourceTable;
  readonly unmade: readonly UnmadeInstance[];
}

interface Root {
  readonly node: PlanNode;
  readonly stage: number;
  readonly line: number;
  readonly place?: Place;
}

const stages: Readonly<Record<PlanSection, number>> = {setup: 0, bootstrap: 1, mandatory: 3, include: 4};
/** Resources that are run before the plan is made and that no `bootstrap_include` names. */
const neededStage = 2;

/** The plan's own lines in the plan's own order: stage, line, file, record. */
export function rootsOf(input: RootInput): readonly PlanNode[] {
  const index = indexOf(input.set);
  const roots = [
    ...jobRoots(index, input),
    ...neededRoots(input),
    ...refusedRoots(input),
    ...templateRoots(index, input),
    ...unmadeRoots(index, input),
  ];
  return roots.sort(compareRoots).map(({node}) => node);
}

function compareRoots(a: Root, b: Root): number {
  const first = a.stage - b.stage || a.line - b.line;
  if (first !== 0 || a.place === undefined || b.place === undefined) return first;
  return comparePlaces(a.place, b.place);
}

export function inclusionOf({section, plan, span}: SelectedBy): Extract<Inclusion, {type: 'selected'}> {
  return {type: 'selected', section, plan, span};
}

/** Resources that are run beforehand stand before all that may look at them. */
function jobRoots(index: UnitIndex, {selection, needed}: RootInput): readonly Root[] {
  const beforehand = new Map(needed.order.map((id, line) => [id, line]));
  return selection.jobs.map(({job, by}) => {
    const node = {id: job.id, job, inclusion: inclusionOf(by)};
    const line = stages[by.section] > neededStage ? beforehand.get(job.id) : undefined;
    if (line !== undefined) return {node, stage: neededStage, line};
    return {node, stage: stages[by.section], line: by.line, place: placeOf(index, job)};
  });
}

function neededRoots({set, selection, needed}: RootInput): readonly Root[] {
  const selected = new Set(selection.jobs.map(({job}) => job.id));
  return needed.order.flatMap((id, line): readonly Root[] => {
    const job = set.jobs.get(id);
    const by = needed.neededBy.get(id);
    // What only other resources need is pulled in by them.
    if (job === undefined || by === undefined || selected.has(id)) return [];
    return [{node: {id, job, inclusion: {type: 'pulled', ...by}}, stage: neededStage, line}];
  });
}

function refusedRoots({selection}: RootInput): readonly Root[] {
  const selected = new Set(selection.jobs.map(({job}) => job.id));
  return selection.refused
    .filter(({id}) => !selected.has(id))
    .map(({id, by, inhibitor}) => ({
      node: {id, inclusion: inclusionOf(by), refusal: inhibitor},
      stage: stages[by.section],
      line: by.line,
    }));
}

/** A template whose resource is not known stands in the plan itself: nobody can say which jobs it would have made. */
function templateRoots(index: UnitIndex, {set, selection, resources}: RootInput): readonly Root[] {
  const roots = new Map<UnitId, Root>();
  // Without any records nothing was to be expanded yet.
  if (resources.size === 0) return [];
  for (const selected of selection.templates) {
    const {template, by} = selected;
    const refusal = unknownResource(template, selection, resources);
    if (refusal === undefined || !isMeant(selected) || roots.has(template.id)) continue;
    roots.set(template.id, {
      // Templates and jobs do not share their ids; the lines of a plan do.
      node: {
        id: set.jobs.has(template.id) ? qualify(`${template.id}#template`, '') : template.id,
        inclusion: inclusionOf(by),
        refusal,
      },
      stage: stages[by.section],
      line: by.line,
      place: placeOf(index, template),
    });
  }
  return [...roots.values()];
}

function unknownResource({resource}: Template, {barred}: Selection, resources: ResourceTable): Inhibitor | undefined {
  const state = resources.get(resource.id);
  if (state?.state === 'known') return undefined;
  const reason =
    state?.reason ?? (barred.has(resource.id) ? `${resource.id} is excluded` : `${resource.id} has not been run`);
  return {type: 'requirement-unknown', expression: `template-resource: ${resource.id}`, reason};
}

/** Two instances of one id have a line each, so that both of their records can be seen. */
function unmadeRoots(index: UnitIndex, {set, selection, unmade}: RootInput): readonly Root[] {
  const taken = new Set<UnitId>();
  const lines = Map.groupBy(selection.templates, ({template}) => template.id);
  return unmade.flatMap(({template: id, record, id: own, inhibitor}): readonly Root[] => {
    const by = lineOfInstance(selection, lines.get(id) ?? [], own);
    const template = set.templates.get(id);
    if (by === undefined || template === undefined) return [];
    const isFree = (name: UnitId): boolean => !(taken.has(name) || set.jobs.has(name));
    const name = own !== undefined && isFree(own) ? own : numbered(own ?? id, record, isFree);
    taken.add(name);
    return [
      {
        node: {id: name, inclusion: inclusionOf(by), refusal: inhibitor},
        stage: stages[by.section],
        line: by.line,
        place: placeOfRecord(index, template, record),
      },
    ];
  });
}

function numbered(id: UnitId, record: number, isFree: (name: UnitId) => boolean): UnitId {
  let name = qualify(`${id}#${record}`, '');
  while (!isFree(name)) name = qualify(`${name}'`, '');
  return name;
}
