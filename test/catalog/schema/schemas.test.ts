import {globSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {Ajv} from 'ajv';
import {describe, expect, it} from 'vitest';
import {parseAllDocuments} from 'yaml';
import {descriptionKeys} from '../../../src/catalog/provider-yaml.ts';
import {isOurSchema, schemaFileName, schemas, schemaText} from '../../../src/catalog/schema/index.ts';
import {probes} from '../../../src/resources/probes/index.ts';
import {unitSpecs} from '../../../src/units/fields/index.ts';

const root = resolve(import.meta.dirname, '../../..');
const all = schemas({probes: [...probes.keys()]});
const ajv = new Ajv({strict: true, strictTypes: false, strictRequired: false, allowUnionTypes: true});
for (const word of ['doNotSuggest', 'deprecationMessage']) ajv.addKeyword(word);
const checks = new Map([...all].map(([name, schema]) => [name, ajv.compile(schema)]));

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

function problems(name: string, document: unknown): readonly string[] {
  const check = checks.get(name);
  if (check === undefined) throw new Error(`there is no schema ${name}`);
  return check(document) ? [] : (check.errors ?? []).map(({instancePath, message}) => `${instancePath} ${message}`);
}

describe('the schemas', () => {
  it.each([...all.keys()])('%s is committed as it is made: assay schema --dir schemas', (name) => {
    const schema = all.get(name);
    const text = read(`schemas/${schemaFileName(name)}`);
    expect(text).toBe(schema && schemaText(schema));
    expect(isOurSchema(text)).toBe(true);
  });

  it('say something of every field of every kind', () => {
    for (const {kind, fields} of Object.values(unitSpecs)) {
      const text = JSON.stringify(all.get(kind.replaceAll(' ', '-')));
      for (const {name} of fields) expect(text).toMatch(new RegExp(`"${name}":\\{"description":"[A-Z\`]`));
    }
  });

  it('know the keys of provider.yaml', () => {
    expect(Object.keys(all.get('provider')?.['properties'] ?? {}).sort()).toEqual([...descriptionKeys].sort());
  });

  // A schema cannot know the fields of transforms that a provider brings.
  const files = globSync('{jobs,providers}/**/*.yaml', {cwd: root}).filter((path) => !/^ports:/m.test(read(path)));

  it.each(files)('accept %s', (path) => {
    const name = path.endsWith('provider.yaml') ? 'provider' : 'unit-file';
    const documents = parseAllDocuments(read(path));
    expect(documents.flatMap((document) => problems(name, document.toJS()))).toEqual([]);
  });
});
