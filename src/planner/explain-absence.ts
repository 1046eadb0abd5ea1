import type {UnitId} from '../base/ids.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import type {Expansion} from '../templates/expansion.ts';
import {explainExpansion, recordNumbers} from '../templates/explain-expansion.ts';
import type {ExcludedBy} from './exclude.ts';
import {type Selection, type SelectOptions, selectPlan} from './select.ts';
import {indexOf, templatesMaking} from './unit-index.ts';

/** Why a job is not in a plan. */
export type Absence =
  | {readonly type: 'excluded'; readonly by: ExcludedBy}
  /** `match` leaves it out. */
  | {readonly type: 'not-matched'; readonly patterns: readonly string[]}
  /** Templates could make a job of this id, and what became of their records. */
  | {
      readonly type: 'not-made';
      readonly templates: readonly {readonly id: UnitId; readonly reasons: readonly string[]}[];
    }
  /** No line of the plan selects it and no job of the plan needs it. */
  | {readonly type: 'not-wanted'};

/** Instances that are named; a device has seldom more of a kind. */
const mostNamed = 20;

interface AbsenceInput {
  readonly set: UnitSet;
  readonly selection: Selection;
  readonly expansions: readonly Expansion[];
  readonly select: SelectOptions;
}

export function explainAbsence(id: UnitId, {set, selection, expansions, select}: AbsenceInput): Absence {
  const by = selection.excluded.get(id) ?? selection.barred.get(id);
  if (by !== undefined) return {type: 'excluded', by};
  const job = set.jobs.get(id);
  if (job === undefined) {
    const templates = templatesMaking(indexOf(set), id).map((template) => {
      const expansion = expansions.find((other) => other.template === template.id);
      return {id: template.id, reasons: expansion === undefined ? [] : reasonsOf(expansion)};
    });
    return templates.length === 0 ? {type: 'not-wanted'} : {type: 'not-made', templates};
  }
  const {match, ...rest} = select;
  if (match !== undefined && selectPlan(set, selection.plan, rest).jobs.some((selected) => selected.job === job)) {
    return {type: 'not-matched', patterns: match};
  }
  return {type: 'not-wanted'};
}

function reasonsOf(expansion: Expansion): readonly string[] {
  const {state, recordCount, resource} = expansion;
  if (state === 'known' && recordCount === 0) return [`${resource} has no records`];
  const made = expansion.instances.slice(0, mostNamed).map(({record, id}) => `record ${record} makes ${id}`);
  const rest = explainExpansion(expansion).causes.map(({message, records}) =>
    records.length === 0 ? message : `record ${recordNumbers(records)}: ${message}`,
  );
  return [...made, ...rest];
}
