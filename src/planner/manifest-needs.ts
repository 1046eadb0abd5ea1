import {namespaceOf, partialId, type UnitId} from '../base/ids.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import {type Expr, type Line, partsOf} from '../expressions/ast.ts';
import {parseProgram} from '../expressions/parse.ts';
import type {Job, ManifestEntry, Template} from '../units/unit.ts';
import {bodyRequirement} from './body-requirement.ts';
import {manifestKeys} from './manifest-keys.ts';
import {reachable} from './reachable.ts';
import {manifestResource, requirementOf} from './requirements.ts';
import type {Selection} from './select.ts';

/** A manifest entry that somebody has to answer before the plan can be decided, and who asks for it. */
export interface ManifestNeed {
  readonly entry: ManifestEntry;
  /** Jobs and templates, in the order they are met. */
  readonly by: readonly UnitId[];
}

interface Question {
  readonly by: UnitId;
  readonly asked: Asked;
}

/** What of the manifest the selected jobs look at, with all that they pull in, in the order of the entries. */
export function manifestNeeds(set: UnitSet, selection: Selection): readonly ManifestNeed[] {
  const needs = new Map<ManifestEntry, UnitId[]>();
  const byKey = entriesByKey(set);
  const add = (entry: ManifestEntry | undefined, by: UnitId): void => {
    if (entry === undefined) return;
    const known = needs.get(entry);
    if (known === undefined) needs.set(entry, [by]);
    else if (known.at(-1) !== by) known.push(by);
  };
  for (const job of reachable(set, selection).jobs) {
    for (const {entry} of job.requiresManifest ?? []) add(set.manifestEntries.get(entry.id), job.id);
  }
  for (const {asked, by} of questions(set, selection)) for (const entry of entriesOf(asked, by, byKey)) add(entry, by);
  return [...set.manifestEntries.values()].flatMap((entry) => {
    const by = needs.get(entry);
    return by === undefined ? [] : [{entry, by}];
  });
}

/** Keys that the selected jobs look at and no entry of the set has: nobody can answer them here. */
export function keysWithoutEntry(set: UnitSet, selection: Selection): readonly string[] {
  const byKey = entriesByKey(set);
  const open = questions(set, selection).filter(({asked, by}) => entriesOf(asked, by, byKey).length === 0);
  return [...new Set(open.map(({asked}) => asked.key))];
}

function questions(set: UnitSet, selection: Selection): readonly Question[] {
  const {jobs, templates} = reachable(set, selection);
  const of = (by: UnitId, keys: readonly Asked[]): readonly Question[] => keys.map((asked) => ({by, asked}));
  return [
    ...jobs.flatMap((job) => of(job.id, keysOfJob(job))),
    ...templates.flatMap((template) => of(template.id, keysOfTemplate(template))),
  ];
}

/** A key of the manifest, in one namespace where the line says which. */
interface Asked {
  readonly key: string;
  readonly namespace?: string;
}

function keysOfJob(job: Job): readonly Asked[] {
  const requirement = requirementOf(job);
  if (requirement === undefined) return [];
  const names = new Set([...requirement.bindings].flatMap(([name, {id}]) => (id === manifestResource ? [name] : [])));
  return names.size === 0 ? [] : requirement.program.lines.flatMap((line) => askedIn(line, names));
}

/** What its filter asks, and what its instances can be seen to ask. */
function keysOfTemplate(template: Template): readonly Asked[] {
  const {imports, filter} = template;
  const named = imports.flatMap(({name, resource}) => (resource.id === manifestResource ? [name] : []));
  const filtering = filter === undefined || named.length === 0 ? [] : parseProgram(filter).value.lines;
  const required = bodyRequirement(template);
  const inBody = [...(required?.resources ?? [])].flatMap(([name, {id}]) => (id === manifestResource ? [name] : []));
  return [
    ...filtering.flatMap((line) => askedIn(line, new Set(named))),
    ...(required?.program.lines ?? []).flatMap((line) => askedIn(line, new Set(inBody))),
  ];
}

function askedIn(line: Line, names: ReadonlySet<string>): readonly Asked[] {
  const {expr} = line;
  if (expr === undefined || names.size === 0) return [];
  const namespaces = new Set<string>();
  const visit = (part: Expr): void => {
    const namespace = namespaceIn(part, names);
    if (namespace !== undefined) namespaces.add(namespace);
    for (const inner of partsOf(part)) visit(inner);
  };
  visit(expr);
  const [namespace] = namespaces.size === 1 ? namespaces : [];
  return manifestKeys(line, names).map((key) => (namespace === undefined ? {key} : {key, namespace}));
}

/** `manifest.ns == 'com.example'`. */
function namespaceIn(part: Expr, names: ReadonlySet<string>): string | undefined {
  const [link, ...more] = part.kind === 'comparison' ? part.links : [];
  if (part.kind !== 'comparison' || link?.operator !== '==' || more.length > 0) return undefined;
  const sides = [part.first, link.operand];
  const isNamespace = sides.some(
    (side) => side.kind === 'attribute' && names.has(side.resource.name) && side.key === 'ns',
  );
  const text = sides.find((side) => side.kind === 'literal' && side.type === 'string');
  return isNamespace && text?.kind === 'literal' ? String(text.value) : undefined;
}

function entriesByKey({manifestEntries}: UnitSet): ReadonlyMap<string, readonly ManifestEntry[]> {
  const entries = new Map<string, ManifestEntry[]>();
  for (const entry of manifestEntries.values()) {
    const key = entry.resourceKey ?? partialId(entry.id);
    entries.set(key, [...(entries.get(key) ?? []), entry]);
  }
  return entries;
}

/** Those of the asker's own namespace where it has one of that key, else all: any of them can make the expression true. */
function entriesOf(
  {key, namespace}: Asked,
  by: UnitId,
  entries: ReadonlyMap<string, readonly ManifestEntry[]>,
): readonly ManifestEntry[] {
  const all = entries.get(key) ?? [];
  const wanted = namespace ?? namespaceOf(by);
  const own = all.filter(({id}) => namespaceOf(id) === wanted);
  return own.length > 0 || namespace !== undefined ? own : all;
}
