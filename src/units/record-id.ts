import {type UnitId, unitId} from '../base/ids.ts';
import type {UnitRecord} from './record.ts';
import {fieldText} from './record-access.ts';

/** A template's id where it gives none: that of its instances, without what cannot stand in an id. */
export function slugOfTemplate(id: string): string {
  return id.replaceAll(/[^A-Za-z0-9\-_.:/\\]/g, '');
}

function partialIdOf(record: UnitRecord): string | undefined {
  const kind = fieldText(record, 'unit')?.text ?? 'job';
  const made = kind === 'template' ? (fieldText(record, 'template-unit')?.text ?? 'job') : kind;
  const id = fieldText(record, 'id')?.text ?? (made === 'job' ? fieldText(record, 'name')?.text : undefined);
  if (kind !== 'template') return id;
  return fieldText(record, 'template-id')?.text ?? (id === undefined ? undefined : slugOfTemplate(id));
}

/** The id of the unit that the record makes, or would make if nothing else were wrong with it; a template has its own. */
export function recordId(record: UnitRecord): UnitId | undefined {
  const partial = partialIdOf(record);
  return partial === undefined ? undefined : unitId(record.origin.namespace, partial);
}
