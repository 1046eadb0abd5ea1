import {qualify, type UnitId} from '../../src/base/ids.ts';
import type {Plan, PlannedJob} from '../../src/planner/plan.ts';
import {fieldText} from '../../src/units/record-access.ts';
import type {Job} from '../../src/units/unit.ts';

interface Demand {
  readonly first: UnitId;
  readonly second: UnitId;
  readonly field: string;
}

/** The resources that a program names, read as anybody would: a name, a dot, a key. Nothing in quotes. */
export function requiredBy(job: Job): readonly UnitId[] {
  const program = (fieldText(job.record, 'requires')?.text ?? '').replaceAll(/"[^"]*"|'[^']*'/g, '');
  const names = [...program.matchAll(/(?<![\w.])([A-Za-z_]\w*)\.[A-Za-z_]/g)].map(([, name = '']) => name);
  const imported = new Map(job.imports.map(({name, resource}) => [name, resource.id]));
  return names.map((name) => imported.get(name) ?? qualify(name, job.record.origin.namespace));
}

const waitsFor = (job: Job, id: UnitId): boolean => [...job.depends, ...job.after].some((ref) => ref.id === id);

/** What must stand before what, with the words of the unit reference; ids only, so that the planner's graph is not asked. */
function* demands(job: Job): Iterable<Demand> {
  for (const {id} of job.depends) yield {first: id, second: job.id, field: 'depends'};
  for (const {id} of job.after) yield {first: id, second: job.id, field: 'after'};
  for (const {id} of job.salvages) yield {first: id, second: job.id, field: 'salvages'};
  for (const input of job.inputs) yield {first: input.job.id, second: job.id, field: 'inputs'};
  for (const id of requiredBy(job)) yield {first: id, second: job.id, field: 'requires'};
  for (const {id} of job.before) {
    // A twin after suspend has the fields of its original, the place before suspend too.
    if (!waitsFor(job, id)) yield {first: job.id, second: id, field: 'before'};
  }
  if (job.instance !== undefined) yield {first: job.instance.resource, second: job.id, field: 'template-resource'};
}

const isCyclic = (line: PlannedJob): boolean => line.status === 'dropped' && line.inhibitor.type === 'cycle';

/** Positions of a group's first and last job, and how many it has. */
interface Extent {
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

/**
 * Everything the documentation promises about an order and a plan breaks, as sentences. Cyclic jobs are free: no order
 * suits them. `wanted` must all be there.
 */
export function violations({jobs}: Plan, wanted: Iterable<string> = []): readonly string[] {
  const lines = new Map<string, PlannedJob>(jobs.map((line) => [line.id, line]));
  const groupOf = groupsIn(jobs);
  const extents = extentsOf(jobs, groupOf);
  return [
    ...[...wanted].filter((id) => !lines.has(id)).map((id) => `${id} is lost`),
    ...jobs.filter((line) => lines.get(line.id) !== line).map(({id}) => `${id} stands twice`),
    ...jobs.filter(({index}, at) => index !== at).map(({id, index}) => `${id} has the index ${index}`),
    ...[...extents]
      .filter(([, {first, last, count}]) => last - first + 1 !== count)
      .map(([group]) => `${group} is torn apart`),
    ...jobs.flatMap(({job}) => (job === undefined ? [] : brokenDemands(job, lines, {groupOf, extents}))),
  ];
}

/** A group with jobs on both sides of a suspend is two: what is to be before it, and what waits for it. */
function groupsIn(jobs: readonly PlannedJob[]): ReadonlyMap<Job, string> {
  const grouped = jobs.flatMap(({job}) => (job?.group === undefined ? [] : [{job, group: job.group}]));
  const suspends = (job: Job): readonly string[] =>
    job.before.filter(({id}) => id.includes('::suspend/') && !waitsFor(job, id)).map(({id}) => id);
  const parting = new Set(grouped.flatMap(({job, group}) => suspends(job).map((id) => `${group} ${id}`)));
  return new Map(
    grouped.map(({job, group}) => {
      const after = [...job.depends, ...job.after].some(({id}) => parting.has(`${group} ${id}`));
      return [job, after ? `${group} after suspend` : group];
    }),
  );
}

function extentsOf(jobs: readonly PlannedJob[], groupOf: ReadonlyMap<Job, string>): ReadonlyMap<string, Extent> {
  const extents = new Map<string, Extent>();
  for (const [at, {job}] of jobs.entries()) {
    const group = job && groupOf.get(job);
    if (group === undefined) continue;
    const {first, count} = extents.get(group) ?? {first: at, count: 0};
    extents.set(group, {first, last: at, count: count + 1});
  }
  return extents;
}

function brokenDemands(
  job: Job,
  lines: ReadonlyMap<string, PlannedJob>,
  {groupOf, extents}: {readonly groupOf: ReadonlyMap<Job, string>; readonly extents: ReadonlyMap<string, Extent>},
): readonly string[] {
  const groupAt = (line: PlannedJob): string | undefined => line.job && groupOf.get(line.job);
  return [...demands(job)].flatMap(({first, second, field}) => {
    const before = lines.get(first);
    const after = lines.get(second);
    if (before === undefined || after === undefined || isCyclic(before) || isCyclic(after)) return [];
    const [from, to] = [groupAt(before), groupAt(after)];
    const together = from !== undefined && from === to;
    const end = (together ? undefined : extents.get(from ?? '')?.last) ?? before.index;
    const start = (together ? undefined : extents.get(to ?? '')?.first) ?? after.index;
    return end < start ? [] : [`${field}: ${first} must be before ${second}`];
  });
}
