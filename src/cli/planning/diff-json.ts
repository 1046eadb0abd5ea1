import type {UnitId} from '../../base/ids.ts';
import type {ChangedJob, PlanDiff} from '../../planner/diff.ts';
import type {PlannedJob} from '../../planner/plan.ts';
import {describeInhibitor} from '../../session/describe.ts';
import {jobToJson} from './plan-json.ts';

type Json = Readonly<Record<string, unknown>>;

interface Sides {
  /** What the one and the other were made from, in words. */
  readonly before: string;
  readonly after: string;
  readonly plans: readonly [UnitId, UnitId];
}

/** What `plan --diff --json` prints; its schema is schemas/plan-diff.schema.json. */
export function diffToJson(diff: PlanDiff, {before, after, plans}: Sides): Json {
  const [planBefore, planAfter] = plans;
  return {
    before: {plan: planBefore, from: before},
    after: {plan: planAfter, from: after},
    gained: diff.gained.map(jobToJson),
    lost: diff.lost.map(jobToJson),
    changed: diff.changed.map(changedToJson),
    moved: diff.moved.map(({id, before: was, after: now, behind}) => ({
      id,
      before: was.index,
      after: now.index,
      ...(behind === undefined ? {} : {behind}),
    })),
    regraded: diff.regraded.map(changedToJson),
    fates: diff.fates.map(({id, before: was, after: now}) => ({id, before: fateToJson(was), after: fateToJson(now)})),
    templates: diff.templates,
  };
}

/** A side that does not have the field is null. */
function changedToJson({id, fields}: ChangedJob): Json {
  return {
    id,
    fields: fields.map(({field, before = null, after = null}) => ({field, before, after})),
  };
}

function fateToJson(line: PlannedJob): Json {
  return line.status === 'planned'
    ? {status: line.status}
    : {status: line.status, reason: describeInhibitor(line.inhibitor), inhibitor: line.inhibitor};
}
