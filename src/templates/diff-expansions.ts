import type {UnitId} from '../base/ids.ts';
import {recordToJson} from '../units/record-access.ts';
import type {JsonValue} from '../units/value.ts';
import type {Expansion, Instance} from './expansion.ts';

/** A field that is not the same; a side is undefined where the unit does not have it there. */
export interface FieldChange {
  readonly field: string;
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
}

/** What a template makes now and did not make before, and the other way round. Changed units have the same id. */
export interface ExpansionDiff {
  readonly gained: readonly Instance[];
  readonly lost: readonly Instance[];
  readonly changed: readonly {readonly id: UnitId; readonly fields: readonly FieldChange[]}[];
}

function fieldChanges(before: Instance, after: Instance): readonly FieldChange[] {
  const old = recordToJson(before.content);
  const now = recordToJson(after.content);
  return [...new Set([...Object.keys(now), ...Object.keys(old)])]
    .map((field) => ({field, before: old[field], after: now[field]}))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}

/** Gained and changed units in the order of the records now, lost ones in the order of those before. */
export function diffExpansions(before: Expansion | undefined, after: Expansion): ExpansionDiff {
  const old = new Map(before?.instances.map((instance) => [instance.id, instance]));
  const now = new Set(after.instances.map(({id}) => id));
  const changed = after.instances.flatMap((instance) => {
    const other = old.get(instance.id);
    const fields = other === undefined ? [] : fieldChanges(other, instance);
    return fields.length === 0 ? [] : [{id: instance.id, fields}];
  });
  return {
    gained: after.instances.filter(({id}) => !old.has(id)),
    lost: [...old.values()].filter(({id}) => !now.has(id)),
    changed,
  };
}

export function diffToJson({gained, lost, changed}: ExpansionDiff): Readonly<Record<string, unknown>> {
  return {gained: gained.map(({id}) => id), lost: lost.map(({id}) => id), changed};
}
