import {namespaceOf, partialId, type UnitId} from '../../base/ids.ts';
import {needsPerson} from '../../planner/needs-person.ts';
import type {PlannedJob} from '../../planner/plan.ts';
import {harmless} from '../../runners/harmless.ts';
import {duration} from '../../runners/headless/words.ts';
import {describeInhibitor} from '../../session/describe.ts';

/** Ids without the namespace that the plan itself has. */
export type NameOf = (id: UnitId) => string;

export function namesIn(plan: UnitId): NameOf {
  const own = namespaceOf(plan);
  return (id) => plainText(namespaceOf(id) === own ? partialId(id) : id);
}

/** On one line, and nothing that a terminal would obey: ids and summaries hold what devices are called. */
export function plainText(text: string): string {
  return harmless(text).replace(/\s+/g, ' ').trim();
}

export function timeOf(line: PlannedJob): string {
  if (line.status === 'dropped' || line.estimatedMs === undefined) return '?';
  return duration(line.estimatedMs);
}

export function isForPerson({job}: PlannedJob): boolean {
  return job !== undefined && needsPerson(job);
}

/** Why it does not run; nothing for what does. */
export function fateOf(line: PlannedJob): string {
  return line.status === 'planned' ? '' : `${line.status}: ${plainText(describeInhibitor(line.inhibitor))}`;
}
