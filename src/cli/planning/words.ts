import {duration} from '../../base/duration.ts';
import {namespaceOf, partialId, type UnitId} from '../../base/ids.ts';
import {needsPerson} from '../../planner/needs-person.ts';
import type {PlannedJob} from '../../planner/plan.ts';
import {harmless} from '../../runners/process/harmless.ts';
import {describeInhibitor} from '../../session/describe.ts';

/** Ids without the namespace that the plan itself has. */
export type NameOf = (id: UnitId) => string;

export function namesIn(plan: UnitId): NameOf {
  const own = namespaceOf(plan);
  return (id) => plainText(namespaceOf(id) === own ? partialId(id) : id);
}

/** A sentence with the ids in it as short as `namesIn` makes them. */
export function briefIn(plan: UnitId): (sentence: string) => string {
  const own = ` ${namespaceOf(plan)}::`;
  return (sentence) => plainText(sentence.replaceAll(own, ' '));
}

/** On one line, and nothing that a terminal would obey: ids and summaries hold what devices are called. */
export function plainText(text: string): string {
  return harmless(text).replace(/\s+/g, ' ').trim();
}

export function timeOf(line: PlannedJob): string {
  if (line.status === 'dropped' || line.estimatedMs === undefined) return '?';
  return shortTime(line.estimatedMs);
}

/** `850 ms`, `4.2 s`, `3m05s`, `2h10m`: for a narrow column. */
function shortTime(ms: number): string {
  const minutes = Math.floor(Math.round(ms / 1000) / 60);
  if (minutes === 0) return duration(ms);
  const padded = (count: number): string => String(count).padStart(2, '0');
  if (minutes < 60) return `${minutes}m${padded(Math.round(ms / 1000) % 60)}s`;
  return `${Math.floor(minutes / 60)}h${padded(minutes % 60)}m`;
}

export function isForPerson({job}: PlannedJob): boolean {
  return job !== undefined && needsPerson(job);
}

/** Why it does not run; nothing for what does. */
export function fateOf(line: PlannedJob): string {
  return line.status === 'planned' ? '' : `${line.status}: ${plainText(describeInhibitor(line.inhibitor))}`;
}
