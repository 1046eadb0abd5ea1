import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {Ajv} from 'ajv';
import {Ajv2020} from 'ajv/dist/2020.js';
import {describe, expect, it} from 'vitest';
import {schemas} from '../../../src/catalog/schema/index.ts';
import {fc} from '../../helpers/property.ts';

const folder = resolve(import.meta.dirname, '../../../../shared/data/unit-schemas');

interface Node {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly items?: Node;
  readonly oneOf?: readonly Node[];
  readonly allOf?: readonly Node[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly $defs?: Readonly<Record<string, Node>>;
}

function published(): ReadonlyMap<string, Node> {
  if (!existsSync(folder)) throw new Error(`the published schemas are missing: ${folder}`);
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Map(names.map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as Node]));
}

const files = published();

function target(reference: string, from: string): {readonly node: Node; readonly file: string} {
  const [name, pointer = ''] = reference.split('#');
  const file = name === undefined || name === '' ? from : name;
  const definition = /^\/\$defs\/(\w+)$/.exec(pointer)?.[1];
  const whole = files.get(file);
  const node = definition === undefined ? whole : whole?.$defs?.[definition];
  if (node === undefined) throw new Error(`nothing is at ${reference}`);
  return {node, file};
}

function propertiesOf(node: Node, file: string): readonly [string, fc.Arbitrary<unknown>][] {
  const inherited = (node.allOf ?? []).flatMap((part) => {
    const at = part.$ref === undefined ? {node: part, file} : target(part.$ref, file);
    return propertiesOf(at.node, at.file);
  });
  const own = Object.entries(node.properties ?? {}).map(([name, inner]): [string, fc.Arbitrary<unknown>] => [
    name,
    arbitrary(inner, file),
  ]);
  return [...inherited, ...own];
}

/** Documents that a published schema accepts, as somebody could mean them: a pattern of a list has one entry. */
function arbitrary(node: Node, file: string): fc.Arbitrary<unknown> {
  if (node.$ref !== undefined) {
    const at = target(node.$ref, file);
    return arbitrary(at.node, at.file);
  }
  if (node.const !== undefined) return fc.constant(node.const);
  if (node.enum !== undefined) return fc.constantFrom(...node.enum);
  if (node.oneOf !== undefined) return fc.oneof(...node.oneOf.map((one) => arbitrary(one, file)));
  if (node.type === 'number') return fc.nat();
  if (node.type === 'array') return fc.array(arbitrary(node.items ?? {}, file), {maxLength: 3});
  if (node.type === 'string')
    return node.pattern === undefined ? fc.string() : fc.stringMatching(new RegExp(node.pattern));
  const properties = propertiesOf(node, file);
  if (properties.length > 0)
    return fc.record(Object.fromEntries(properties), {requiredKeys: [...(node.required ?? [])]});
  if (node.additionalProperties !== undefined) {
    return fc.dictionary(fc.string(), arbitrary(node.additionalProperties, file), {
      minKeys: 1,
      maxKeys: 1,
      noNullPrototype: true,
    });
  }
  if (node.minProperties === 1)
    return fc.dictionary(fc.string(), fc.boolean(), {minKeys: 1, maxKeys: 1, noNullPrototype: true});
  return fc.dictionary(fc.string(), fc.jsonValue(), {noNullPrototype: true});
}

const theirs = new Ajv2020({strict: false, schemas: Object.fromEntries(files)});
const ours = new Ajv({strict: false, allowUnionTypes: true});
const checks = new Map([...schemas({probes: ['block']})].map(([name, schema]) => [name, ours.compile(schema)]));
const kinds = [...files.keys()]
  .filter((name) => name !== 'unit.schema.json')
  .map((name) => name.replace('.schema.json', ''));

/** The documentation of setup jobs knows no plugin but `shell`, and a person could not answer before the plan is known. */
function narrowed(kind: string, made: unknown): object {
  const document = made as Readonly<Record<string, unknown>>;
  return kind === 'setup-job' && 'plugin' in document ? {...document, plugin: 'shell'} : document;
}

describe('what the published schemas accept', () => {
  it.each(kinds)('of a %s is accepted', (kind) => {
    const file = `${kind}.schema.json`;
    const node = files.get(file);
    const check = theirs.getSchema(file);
    const own = checks.get(kind);
    const whole = checks.get('unit-file');
    if (node === undefined || check === undefined || own === undefined || whole === undefined) throw new Error(kind);
    fc.assert(
      fc.property(arbitrary(node, file), (made) => {
        const document = narrowed(kind, made);
        expect(check(document), JSON.stringify(check.errors)).toBe(true);
        expect(own(document), JSON.stringify(own.errors)).toBe(true);
        expect(whole({unit: kind.replaceAll('-', ' ').replace('meta data', 'meta-data'), ...document})).toBe(true);
      }),
      {numRuns: 300},
    );
  });
});
