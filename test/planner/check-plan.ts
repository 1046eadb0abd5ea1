import type {UnitId} from '../../src/base/ids.ts';
import type {Plan, PlannedJob} from '../../src/planner/plan.ts';
import type {Job} from '../../src/units/unit.ts';

/** What must stand before what, with the words of the unit reference; ids only, so that the planner's graph is not asked. */
function* demands(job: Job): Iterable<{readonly first: UnitId; readonly second: UnitId; readonly field: string}> {
  for (const {id} of job.depends) yield {first: id, second: job.id, field: 'depends'};
  for (const {id} of job.after) yield {first: id, second: job.id, field: 'after'};
  for (const {id} of job.salvages) yield {first: id, second: job.id, field: 'salvages'};
  for (const input of job.inputs) yield {first: input.job.id, second: job.id, field: 'inputs'};
  for (const {id} of job.before) yield {first: job.id, second: id, field: 'before'};
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
  const extents = extentsOf(jobs);
  return [
    ...[...wanted].filter((id) => !lines.has(id)).map((id) => `${id} is lost`),
    ...jobs.filter(({id}, at) => jobs.findIndex((other) => other.id === id) !== at).map(({id}) => `${id} stands twice`),
    ...jobs.filter(({index}, at) => index !== at).map(({id, index}) => `${id} has the index ${index}`),
    ...[...extents]
      .filter(([, {first, last, count}]) => last - first + 1 !== count)
      .map(([group]) => `${group} is torn apart`),
    ...jobs.flatMap(({job}) => (job === undefined ? [] : brokenDemands(job, lines, extents))),
  ];
}

function extentsOf(jobs: readonly PlannedJob[]): ReadonlyMap<string, Extent> {
  const extents = new Map<string, Extent>();
  for (const [at, {job}] of jobs.entries()) {
    if (job?.group === undefined) continue;
    const {first, count} = extents.get(job.group) ?? {first: at, count: 0};
    extents.set(job.group, {first, last: at, count: count + 1});
  }
  return extents;
}

function brokenDemands(
  job: Job,
  lines: ReadonlyMap<string, PlannedJob>,
  extents: ReadonlyMap<string, Extent>,
): readonly string[] {
  return [...demands(job)].flatMap(({first, second, field}) => {
    const before = lines.get(first);
    const after = lines.get(second);
    if (before === undefined || after === undefined || isCyclic(before) || isCyclic(after)) return [];
    const [from, to] = [before.job?.group, after.job?.group];
    const together = from !== undefined && from === to;
    const end = (together ? undefined : extents.get(from ?? '')?.last) ?? before.index;
    const start = (together ? undefined : extents.get(to ?? '')?.first) ?? after.index;
    return end < start ? [] : [`${field}: ${first} must be before ${second}`];
  });
}
