import type {Diagnostic, Parsed} from '../base/diagnostic.ts';
import type {UnitId} from '../base/ids.ts';
import {once} from '../base/once.ts';
import type {Span} from '../base/source.ts';
import type {UnitRecord} from '../units/record.ts';
import {isJob, type Job, type Unit, type UnitKind} from '../units/unit.ts';
import {LateUnits} from './late-units.ts';
import type {Provider, UnitMaps, UnitSet} from './unit-set.ts';

/** A map of units while it is filled. */
interface Filling<T> extends ReadonlyMap<UnitId, T> {
  set(id: UnitId, unit: T): unknown;
}

type Index = {
  readonly [Kind in keyof UnitMaps]: UnitMaps[Kind] extends ReadonlyMap<UnitId, infer T> ? Filling<T> : never;
};

/** Puts the unit in its place unless one with its id stands there; whether it did. */
function place<T extends Unit>(map: Filling<T>, unit: T): boolean {
  if (map.has(unit.id)) return false;
  map.set(unit.id, unit);
  return true;
}

function add(index: Index, unit: Unit): boolean {
  switch (unit.kind) {
    case 'job':
    case 'setup job':
      return place(index.jobs, unit);
    case 'template':
      return place(index.templates, unit);
    case 'test plan':
      return place(index.testPlans, unit);
    case 'category':
      return place(index.categories, unit);
    case 'manifest entry':
      return place(index.manifestEntries, unit);
    case 'exporter':
      return place(index.exporters, unit);
    case 'packaging meta-data':
      return true;
  }
}

/** What is to be known of a unit to tell it from others. */
export interface Identified {
  readonly id: UnitId;
  readonly kind: UnitKind;
  readonly record: UnitRecord;
}

/** Where the unit's id is written. */
export function idSpan({kind, record}: Identified): Span {
  const {fields, span} = record;
  const field = (kind === 'template' ? fields.get('template-id') : undefined) ?? fields.get('id');
  return field?.value.span ?? span;
}

type Named = Pick<Identified, 'id' | 'kind'>;

function duplicate({id, kind}: Named, first: Span, second: Span): Diagnostic {
  const related = [{message: `The first ${kind} with this id, which is used.`, span: first}];
  const message = `${id} is the id of another ${kind} too; this one is left out.`;
  return {code: 'catalog/duplicate-id', severity: 'error', message, span: second, related};
}

/** What is wrong where several units of a kind have one id; jobs and setup jobs are one kind here. */
export function duplicatesAmong<T extends Named>(
  units: Iterable<T>,
  idSpanOf: (unit: T) => Span,
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const firsts = new Map<UnitKind, Map<UnitId, T>>();
  for (const unit of units) {
    const kind = unit.kind === 'setup job' ? 'job' : unit.kind;
    const ofKind = firsts.get(kind) ?? new Map<UnitId, T>();
    if (ofKind.size === 0) firsts.set(kind, ofKind);
    const first = ofKind.get(unit.id);
    if (first === undefined) ofKind.set(unit.id, unit);
    else if (kind !== 'packaging meta-data') diagnostics.push(duplicate(first, idSpanOf(first), idSpanOf(unit)));
  }
  return diagnostics;
}

function instancesIn(units: readonly Unit[]): readonly Job[] {
  return units.filter(isJob).filter(({instance}) => instance !== undefined);
}

/** Indexes units; the first of each id is found under it, every other is reported with both places. */
export function indexUnits(providers: readonly Provider[], units: readonly Unit[]): Parsed<UnitSet> {
  const index: Index = {
    jobs: new Map(),
    templates: new Map(),
    testPlans: new Map(),
    categories: new Map(),
    manifestEntries: new Map(),
    exporters: new Map(),
  };
  for (const unit of units) add(index, unit);
  return {
    value: {providers, units, instances: instancesIn(units), ...index},
    diagnostics: duplicatesAmong(units, idSpan),
  };
}

function copyOf<T extends Unit>(map: ReadonlyMap<UnitId, T>): Filling<T> {
  return map instanceof LateUnits ? map.copy() : new Map(map);
}

/**
 * The set with more units in it, such as the instances of templates. Where an id is taken the unit that has it stays. The
 * maps of kinds of which there is nothing new are those of the set.
 */
export function withUnits(set: UnitSet, units: readonly Unit[]): UnitSet {
  if (units.length === 0) return set;
  const index: Index = {
    jobs: copyOf(set.jobs),
    templates: copyOf(set.templates),
    testPlans: copyOf(set.testPlans),
    categories: copyOf(set.categories),
    manifestEntries: copyOf(set.manifestEntries),
    exporters: copyOf(set.exporters),
  };
  const added = units.filter((unit) => add(index, unit));
  const all = once(() => [...set.units, ...added]);
  const grown = <T>(before: ReadonlyMap<UnitId, T>, after: ReadonlyMap<UnitId, T>): ReadonlyMap<UnitId, T> =>
    after.size === before.size ? before : after;
  return {
    providers: set.providers,
    get units() {
      return all();
    },
    instances: [...set.instances, ...instancesIn(added)],
    jobs: grown(set.jobs, index.jobs),
    templates: grown(set.templates, index.templates),
    testPlans: grown(set.testPlans, index.testPlans),
    categories: grown(set.categories, index.categories),
    manifestEntries: grown(set.manifestEntries, index.manifestEntries),
    exporters: grown(set.exporters, index.exporters),
  };
}
