import {nearest} from '../base/nearest.ts';
import {type SourceText, type Span, spanWithin} from '../base/source.ts';
import type {Field, UnitRecord} from '../units/record.ts';
import {type Replacement, replaceParts} from './edit.ts';
import {mapFields, mapTexts} from './map-values.ts';
import type {TransformConfig} from './transform.ts';

/** `${{ matrix.port }}`: neither a shell nor a template engine has this form. */
const variable = /\$\{\{\s*([A-Za-z][\w-]*)\.([A-Za-z][\w-]*)\s*\}\}/g;

export interface Variables {
  /** The word before the dot; variables of other families are left for their own layer. */
  readonly family: string;
  readonly values: ReadonlyMap<string, string>;
}

/** The variables of the family that stand anywhere in the record. */
export function variablesUsed(record: UnitRecord, family: string): ReadonlySet<string> {
  const used = new Set<string>();
  mapFields(record, (value) =>
    mapTexts(value, (text) => {
      for (const [, word, name] of text.text.matchAll(variable))
        if (word === family && name !== undefined) used.add(name);
      return text;
    }),
  );
  return used;
}

interface Place {
  readonly variables: Variables;
  readonly config: TransformConfig;
  readonly record: UnitRecord;
  readonly field: Field;
}

function unknownVariable(name: string, span: Span, {variables, config, record, field}: Place): void {
  const {family, values} = variables;
  const near = nearest(name, values.keys());
  config.report({
    code: 'transform/unknown-variable',
    message: `${family} has no ${name} here: it has ${[...values.keys()].join(', ')}`,
    record,
    field: field.name,
    span,
    ...(near === undefined ? {} : {suggestion: `\${{ ${family}.${near} }}`}),
  });
}

function fillText(text: SourceText, place: Place): SourceText {
  if (!text.text.includes('${{')) return text;
  const parts: Replacement[] = [];
  for (const match of text.text.matchAll(variable)) {
    const [whole, word, name = ''] = match;
    if (word !== place.variables.family) continue;
    const start = match.index;
    const end = start + whole.length;
    const known = place.variables.values.get(name);
    if (known === undefined) unknownVariable(name, spanWithin(text, start, end), place);
    else parts.push({start, end, text: known});
  }
  return parts.length === 0 ? text : replaceParts(text, parts);
}

/** The record with the variables of one family filled in; one that has no value is reported and left as it stands. */
export function fillVariables(record: UnitRecord, variables: Variables, config: TransformConfig): UnitRecord {
  return mapFields(record, (value, field) =>
    mapTexts(value, (text) => fillText(text, {variables, config, record, field})),
  );
}
