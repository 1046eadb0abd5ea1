import type {FieldSpec} from '../../units/fields/field.ts';
import {fieldsOf, isUnitKind} from '../../units/fields/index.ts';
import type {UnitRecord} from '../../units/record.ts';
import {fieldText} from '../../units/record-access.ts';

/** What the writers of either form ask about a record's fields. */
export interface FieldTypes {
  /** Undefined for a field that is in no table. */
  specOf(name: string): FieldSpec | undefined;
  /** How placeholders are written; undefined where the record has none. */
  readonly engine: 'format' | 'jinja2' | undefined;
}

const prefix = 'template-';

/** A template's own fields, then those of what it makes; the fields of an inner template have the prefix once more. */
export function fieldTypes(record: UnitRecord): FieldTypes {
  const kind = fieldText(record, 'unit')?.text ?? 'job';
  const made = kind === 'template' ? (fieldText(record, 'template-unit')?.text ?? 'job') : kind;
  const inner = fieldText(record, 'template-template-unit')?.text ?? 'job';
  const engine = fieldText(record, 'template-engine')?.text;
  return {
    specOf(name) {
      const own = specIn(kind, name) ?? specIn(made, name);
      if (own !== undefined || made !== 'template') return own;
      return (
        specIn(inner, name) ?? (name.startsWith(prefix) ? specIn('template', name.slice(prefix.length)) : undefined)
      );
    },
    engine: engine === 'jinja2' ? engine : kind === 'template' ? 'format' : undefined,
  };
}

function specIn(kind: string, name: string): FieldSpec | undefined {
  return isUnitKind(kind) ? fieldsOf(kind).get(name) : undefined;
}
