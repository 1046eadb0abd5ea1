import {type UnitId, unitId} from '../base/ids.ts';
import {isUnitKind} from './fields/index.ts';
import type {UnitRecord} from './record.ts';
import type {UnitKind} from './unit.ts';
import {plainFieldText} from './written-text.ts';

/** A template's id where it gives none: that of its instances, without what cannot stand in an id. */
export function slugOfTemplate(id: string): string {
  return id.replaceAll(/[^A-Za-z0-9\-_.:/\\]/g, '');
}

/** A record's kind; undefined where its `unit` field names none that there is. */
export function recordKind(record: UnitRecord): UnitKind | undefined {
  const written = plainFieldText(record, 'unit') ?? 'job';
  return isUnitKind(written) ? written : undefined;
}

function partialIdOf(record: UnitRecord): string | undefined {
  const kind = plainFieldText(record, 'unit') ?? 'job';
  const made = kind === 'template' ? (plainFieldText(record, 'template-unit') ?? 'job') : kind;
  const id = plainFieldText(record, 'id') ?? (made === 'job' ? plainFieldText(record, 'name') : undefined);
  if (kind !== 'template') return id;
  return plainFieldText(record, 'template-id') ?? (id === undefined ? undefined : slugOfTemplate(id));
}

/** The id of the unit that the record makes, or would make if nothing else were wrong with it; a template has its own. */
export function recordId(record: UnitRecord): UnitId | undefined {
  const partial = partialIdOf(record);
  return partial === undefined ? undefined : unitId(record.origin.namespace, partial);
}
