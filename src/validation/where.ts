import type {Span} from '../base/source.ts';
import {fieldText} from '../units/record-access.ts';
import type {Unit} from '../units/unit.ts';

/** Where the unit's id is written; of a template without one of its own, that of its instances. */
export function placeOfId({record, kind, span}: Pick<Unit, 'record' | 'kind' | 'span'>): Span {
  const own = kind === 'template' ? fieldText(record, 'template-id') : undefined;
  return (own ?? fieldText(record, 'id') ?? fieldText(record, 'name'))?.span ?? span;
}

/** Where a field's value stands, else its unit's id. */
export function placeOf(unit: Pick<Unit, 'record' | 'kind' | 'span'>, field: string): Span {
  return unit.record.fields.get(field)?.value.span ?? placeOfId(unit);
}
