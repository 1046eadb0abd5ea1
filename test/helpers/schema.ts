import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {Ajv} from 'ajv';
import {home} from './rig.ts';

/** What of a document is not as the published schema says. */
export function schemaErrors(name: string, document: unknown): readonly string[] {
  const schema: unknown = JSON.parse(readFileSync(join(home, 'schemas', `${name}.schema.json`), 'utf8'));
  if (typeof schema !== 'object' || schema === null) throw new Error(`${name} is no schema`);
  const validate = new Ajv({allErrors: true, allowUnionTypes: true}).compile(schema);
  validate(document);
  return (validate.errors ?? []).map(({instancePath, message}) => `${instancePath}: ${message}`);
}
