import {countFront} from '../base/count-front.ts';
import type {UnitId} from '../base/ids.ts';
import {once} from '../base/once.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import type {Job, Template, Unit} from '../units/unit.ts';
import {idsByPartial, type KnownIds, knownIds} from './known-ids.ts';
import type {ExpressionPattern, Pattern} from './pattern.ts';
import {type ShapesByStart, shapesByStart} from './shapes-by-start.ts';
import {couldMake, couldMeet, shapeOf, type TemplateShape} from './template-shape.ts';

/** What does not depend on instances; sets that differ only in those share it. */
interface WrittenIndex {
  readonly shapes: readonly TemplateShape[];
  readonly byStart: ShapesByStart;
  /** The templates that could make an id, by the id, as far as that was asked. */
  readonly makers: Map<UnitId, readonly Template[]>;
  /** The templates that could make something an expression matches, by its text. */
  readonly possible: Map<string, readonly Template[]>;
  /** Ids that somebody may have meant. */
  readonly knownIds: () => KnownIds;
  /** The nearest ids found so far, by the id that nobody has. */
  readonly nearest: Map<UnitId, UnitId | undefined>;
}

/** `tried` ids had to be held against the expression itself, which is what costs time. */
interface Matches {
  readonly jobs: readonly Job[];
  readonly tried: number;
}

/** What selection asks of a unit set again and again. Made once for each set. */
export interface UnitIndex extends WrittenIndex {
  readonly set: UnitSet;
  readonly providerOrder: ReadonlyMap<string, number>;
  /** By code unit, so that a prefix is a range. */
  readonly sortedIds: readonly UnitId[];
  /** Instances by the template that made them, in record order. */
  readonly instances: ReadonlyMap<UnitId, readonly Job[]>;
  /** The full ids of jobs and templates by partial id. */
  readonly byPartial: ReadonlyMap<string, readonly UnitId[]>;
  /** Matches of the expressions met so far, in file order. */
  readonly matches: Map<string, Matches>;
}

const indexOfSet = new WeakMap<UnitSet, UnitIndex>();
const writtenIndexOf = new WeakMap<UnitSet['templates'], WrittenIndex>();

export function indexOf(set: UnitSet): UnitIndex {
  const known = indexOfSet.get(set);
  if (known !== undefined) return known;
  const sortedIds = once(() => [...set.jobs.keys()].sort(byCodeUnit));
  const byPartial = once(() => idsByPartial([...set.jobs.keys(), ...set.templates.keys()]));
  const index: UnitIndex = {
    ...writtenIn(set),
    set,
    providerOrder: new Map(set.providers.map(({name}, order) => [name, order])),
    instances: instancesByTemplate(set),
    matches: new Map(),
    get sortedIds() {
      return sortedIds();
    },
    get byPartial() {
      return byPartial();
    },
  };
  indexOfSet.set(set, index);
  return index;
}

function writtenIn({jobs, templates, instances}: UnitSet): WrittenIndex {
  const known = writtenIndexOf.get(templates);
  if (known !== undefined) return known;
  const shapes = [...templates.values()].map(shapeOf);
  const index: WrittenIndex = {
    shapes,
    byStart: shapesByStart(shapes),
    makers: new Map(),
    possible: new Map(),
    knownIds: once(() => {
      const made = new Set(instances.map(({id}) => id));
      const written = [...jobs.keys()].filter((id) => !made.has(id));
      return knownIds([...written, ...templates.keys()]);
    }),
    nearest: new Map(),
  };
  writtenIndexOf.set(templates, index);
  return index;
}

/** The jobs a pattern matches, in file order and then record order. */
export function jobsMatching(index: UnitIndex, pattern: Pattern): readonly Job[] {
  switch (pattern.type) {
    case 'broken':
      return [];
    case 'id':
      return jobsNamed(index, pattern.id);
    case 'partial':
      return (index.byPartial.get(pattern.partial) ?? []).flatMap((id) => jobsNamed(index, id));
    case 'expression':
      return pattern.literal !== undefined && isKnown(index, pattern.literal)
        ? jobsNamed(index, pattern.literal)
        : jobsOfExpression(index, pattern);
  }
}

/** The templates a plain id names; expressions are about jobs. */
export function templatesNamed(index: UnitIndex, pattern: Pattern): readonly Template[] {
  const ids =
    pattern.type === 'id'
      ? [pattern.id]
      : pattern.type === 'partial'
        ? (index.byPartial.get(pattern.partial) ?? [])
        : [];
  return ids.flatMap((id) => index.set.templates.get(id) ?? []);
}

/** The templates of which some record could give an instance this id. */
export function templatesMaking({byStart, makers}: UnitIndex, id: UnitId): readonly Template[] {
  const known = makers.get(id);
  if (known !== undefined) return known;
  const shapes = byStart.startingLike(id).filter((shape) => couldMake(shape, id));
  const found = shapes.map(({template}) => template);
  makers.set(id, found);
  return found;
}

/** The templates of which some record could give an instance that the expression matches. */
export function templatesMeeting({byStart, possible}: UnitIndex, pattern: ExpressionPattern): readonly Template[] {
  const known = possible.get(pattern.text);
  if (known !== undefined) return known;
  const shapes = byStart.startingLike(pattern.prefix).filter((shape) => couldMeet(shape, pattern));
  const found = shapes.map(({template}) => template);
  possible.set(pattern.text, found);
  return found;
}

/** Where something stands among the units: by provider, file, place in the file, record. */
export interface Place {
  readonly unit: Unit;
  readonly provider: number;
  readonly record: number;
  readonly id: UnitId;
}

export function comparePlaces(a: Place, b: Place): number {
  return (
    a.provider - b.provider ||
    byCodeUnit(a.unit.span.file.path, b.unit.span.file.path) ||
    a.unit.span.start - b.unit.span.start ||
    // Siblings stand where their original stands.
    byCodeUnit(a.unit.id, b.unit.id) ||
    a.record - b.record ||
    byCodeUnit(a.id, b.id)
  );
}

/** An instance stands where its template stands. */
export function placeOf(index: UnitIndex, unit: Unit): Place {
  const template = unit.instance === undefined ? undefined : index.set.templates.get(unit.instance.template);
  return {...placeOfRecord(index, template ?? unit, unit.instance?.record ?? -1), id: unit.id};
}

export function placeOfRecord(index: UnitIndex, unit: Unit, record: number): Place {
  const provider = index.providerOrder.get(unit.record.origin.provider) ?? index.providerOrder.size;
  return {unit, provider, record, id: unit.id};
}

export function byCodeUnit(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function isKnown({set}: UnitIndex, id: UnitId): boolean {
  return set.jobs.has(id) || set.templates.has(id);
}

function jobsNamed(index: UnitIndex, id: UnitId): readonly Job[] {
  const job = index.set.jobs.get(id);
  const instances = index.instances.get(id) ?? [];
  return job === undefined ? instances : [job, ...instances];
}

/** How many ids had to be held against the expression to find its jobs. */
export function costOf(index: UnitIndex, pattern: Pattern): number {
  return pattern.type === 'expression' ? (index.matches.get(pattern.text)?.tried ?? 0) : 0;
}

function jobsOfExpression(index: UnitIndex, pattern: ExpressionPattern): readonly Job[] {
  const known = index.matches.get(pattern.text);
  if (known !== undefined) return known.jobs;
  const found: Job[] = [];
  const ids = index.sortedIds;
  let tried = 0;
  for (let at = countFront(ids, (id) => id < pattern.prefix); at < ids.length; at++) {
    const id = ids[at];
    if (id === undefined || !id.startsWith(pattern.prefix)) break;
    if (!pattern.open) {
      if (!id.includes(pattern.needle)) continue;
      tried++;
      if (!pattern.matches(id)) continue;
    }
    const job = index.set.jobs.get(id);
    if (job !== undefined) found.push(job);
  }
  const jobs = sortUnits(index, found);
  index.matches.set(pattern.text, {jobs, tried});
  return jobs;
}

function sortUnits(index: UnitIndex, jobs: readonly Job[]): readonly Job[] {
  const placed = jobs.map((job) => ({job, place: placeOf(index, job)}));
  return placed.sort((a, b) => comparePlaces(a.place, b.place)).map(({job}) => job);
}

function instancesByTemplate(set: UnitSet): ReadonlyMap<UnitId, readonly Job[]> {
  const instances = new Map<UnitId, Job[]>();
  for (const job of set.instances) {
    if (job.instance === undefined) continue;
    const known = instances.get(job.instance.template);
    if (known === undefined) instances.set(job.instance.template, [job]);
    else known.push(job);
  }
  for (const jobs of instances.values()) {
    jobs.sort((a, b) => (a.instance?.record ?? 0) - (b.instance?.record ?? 0) || byCodeUnit(a.id, b.id));
  }
  return instances;
}
