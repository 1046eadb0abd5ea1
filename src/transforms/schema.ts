import {nearest} from '../base/nearest.ts';
import type {UnitRecord} from '../units/record.ts';
import type {Value} from '../units/value.ts';
import {plainValue} from './edit.ts';
import type {TransformProblem} from './transform.ts';

export type FieldShape =
  | {readonly rule: 'absent'; readonly why: string}
  | {readonly rule: 'shape'; readonly types: readonly Value['type'][]; readonly required?: boolean}
  | {readonly rule: 'one-of'; readonly words: readonly string[]; readonly required?: boolean};

/** What must hold of records between two layers. A field it does not name may be anything. */
export interface RecordSchema {
  readonly fields: ReadonlyMap<string, FieldShape>;
  /** More than the shape of fields; at most one problem for each thing wrong. */
  readonly check?: (record: UnitRecord) => Iterable<Omit<TransformProblem, 'record'>>;
}

const typeNames: Record<Value['type'], string> = {
  text: 'text',
  scalar: 'a number or a boolean',
  list: 'a list',
  map: 'a map',
};

function fieldProblem(shape: FieldShape, value: Value | undefined): Omit<TransformProblem, 'record'> | undefined {
  if (value === undefined) {
    const required = shape.rule !== 'absent' && shape.required === true;
    return required ? {code: 'transform/missing-field', message: 'is required here'} : undefined;
  }
  if (shape.rule === 'absent') return {code: 'transform/left-over', message: shape.why};
  if (shape.rule === 'shape') {
    if (shape.types.includes(value.type)) return undefined;
    const wanted = shape.types.map((type) => typeNames[type]).join(' or ');
    return {code: 'transform/wrong-shape', message: `must be ${wanted}, and is ${typeNames[value.type]}`};
  }
  const word = plainValue(value);
  if (word !== undefined && shape.words.includes(word)) return undefined;
  const near = word === undefined ? undefined : nearest(word, shape.words);
  return {
    code: 'transform/wrong-value',
    message: `must be one of ${shape.words.join(', ')}`,
    ...(near === undefined ? {} : {suggestion: near}),
  };
}

/** Every way in which the record breaks the schema. */
export function* checkRecord(schema: RecordSchema, record: UnitRecord): Iterable<TransformProblem> {
  for (const [field, shape] of schema.fields) {
    const problem = fieldProblem(shape, record.fields.get(field)?.value);
    if (problem !== undefined) yield {...problem, field, record};
  }
  for (const problem of schema.check?.(record) ?? []) yield {...problem, record};
}
