import {unitSpecs} from '../../units/fields/index.ts';
import {providerSchema} from './provider-schema.ts';
import {unitFileSchema, unitSchema} from './unit-schema.ts';
import type {Schema, SchemaWords} from './value-schema.ts';

export type {Schema, SchemaWords} from './value-schema.ts';

/** Every schema by its name: `unit-file`, `provider`, and one for each kind. */
export function schemas(words: SchemaWords): ReadonlyMap<string, Schema> {
  return new Map([
    ['unit-file', unitFileSchema(words)],
    ['provider', providerSchema(words)],
    ...Object.values(unitSpecs).map(({kind}): [string, Schema] => [kind.replaceAll(' ', '-'), unitSchema(kind, words)]),
  ]);
}

export function schemaFileName(name: string): string {
  return `${name}.schema.json`;
}

const mark = 'Written by `assay schema`.';

/** As it stands in a file. */
export function schemaText(schema: Schema): string {
  return `${JSON.stringify({$comment: mark, ...schema}, null, 2)}\n`;
}

/** Whether a file is one that may be written anew. */
export function isOurSchema(text: string): boolean {
  return text.slice(0, 200).includes(mark);
}
