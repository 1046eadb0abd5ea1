import type {UnitId} from '../base/ids.ts';
import {recordToJson} from '../units/record-access.ts';
import type {JsonValue} from '../units/value.ts';
import {longestRising} from './longest-rising.ts';
import type {Plan, PlannedJob, TemplateTally} from './plan.ts';

export interface Change<T> {
  readonly before: T;
  readonly after: T;
}

/** A field as it stands in a file; undefined on the side that does not have it. */
export interface FieldChange extends Change<JsonValue | undefined> {
  readonly field: string;
}

export interface ChangedJob extends Change<PlannedJob> {
  readonly id: UnitId;
  readonly fields: readonly FieldChange[];
}

/** It stands elsewhere among the jobs that both plans have. */
export interface MovedJob extends Change<PlannedJob> {
  readonly id: UnitId;
  /** What it stands right behind now, of the jobs that both have. */
  readonly behind?: UnitId;
}

/** What has become of one plan in another, jobs by their ids, each list in the order of the later plan. */
export interface PlanDiff {
  readonly gained: readonly PlannedJob[];
  readonly lost: readonly PlannedJob[];
  /** Another definition; what the plan itself says of a job is under `regraded`. */
  readonly changed: readonly ChangedJob[];
  readonly moved: readonly MovedJob[];
  /** Another category or certification status. */
  readonly regraded: readonly ChangedJob[];
  /** It runs in one and not in the other, or does not for another reason. */
  readonly fates: readonly (Change<PlannedJob> & {readonly id: UnitId})[];
  readonly templates: readonly (Change<TemplateTally> & {readonly id: UnitId})[];
}

export function diffPlans(before: Plan, after: Plan): PlanDiff {
  const old = new Map(before.jobs.map((line) => [line.id, line]));
  const now = new Set(after.jobs.map(({id}) => id));
  const pairs = after.jobs.flatMap((line) => {
    const was = old.get(line.id);
    return was === undefined ? [] : [{id: line.id, before: was, after: line}];
  });
  const compared = (fieldsOf: (pair: Change<PlannedJob>) => readonly FieldChange[]): readonly ChangedJob[] =>
    pairs.map((pair) => ({...pair, fields: fieldsOf(pair)})).filter(({fields}) => fields.length > 0);
  return {
    gained: after.jobs.filter(({id}) => !old.has(id)),
    lost: before.jobs.filter(({id}) => !now.has(id)),
    changed: compared(changedFields),
    moved: movedJobs(pairs),
    regraded: compared(changedGrades),
    fates: pairs.filter((pair) => fateOf(pair.before) !== fateOf(pair.after)),
    templates: changedTemplates(before, after),
  };
}

export function isSame(diff: PlanDiff): boolean {
  return Object.values(diff).every((list: readonly unknown[]) => list.length === 0);
}

function changedFields({before, after}: Change<PlannedJob>): readonly FieldChange[] {
  if (before.job === undefined || after.job === undefined || before.job === after.job) return [];
  return changes(recordToJson(before.job.record), recordToJson(after.job.record));
}

function changedGrades({before, after}: Change<PlannedJob>): readonly FieldChange[] {
  return changes(gradesOf(before), gradesOf(after));
}

function gradesOf(line: PlannedJob): Readonly<Record<string, JsonValue>> {
  if (line.status === 'dropped') return {};
  return {category: line.category, 'certification-status': line.certificationStatus};
}

type Fields = Readonly<Record<string, JsonValue>>;

function changes(before: Fields, after: Fields): readonly FieldChange[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .map((field) => ({field, before: before[field], after: after[field]}))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}

/** The fewest jobs whose moving explains the new order. */
function movedJobs(pairs: readonly (Change<PlannedJob> & {readonly id: UnitId})[]): readonly MovedJob[] {
  const stayed = new Set(longestRising(pairs.map(({before}) => before.index)));
  return pairs.flatMap((pair, at) => {
    const behind = pairs[at - 1]?.id;
    return stayed.has(at) ? [] : [{...pair, ...(behind === undefined ? {} : {behind})}];
  });
}

/** Everything that is said of why it runs or not; ids and texts, so JSON tells whether it is the same. */
function fateOf(line: PlannedJob): string {
  return JSON.stringify(line.status === 'planned' ? line.status : [line.status, line.inhibitor]);
}

function changedTemplates(before: Plan, after: Plan): PlanDiff['templates'] {
  const old = new Map(before.templates.map(({id, tally}) => [id, tally]));
  return after.templates.flatMap(({id, tally}) => {
    const was = old.get(id);
    if (was === undefined || tally === undefined || JSON.stringify(was) === JSON.stringify(tally)) return [];
    return [{id, before: was, after: tally}];
  });
}
