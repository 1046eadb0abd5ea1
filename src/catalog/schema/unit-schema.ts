import type {FieldSpec, UnitSpec} from '../../units/fields/field.ts';
import {unitSpecs} from '../../units/fields/index.ts';
import {plugins} from '../../units/fields/job.ts';
import type {UnitKind} from '../../units/unit.ts';
import {layerFields} from './layer-schema.ts';
import {type Definitions, fieldSchema, type Schema, type SchemaWords, valueDefinitions} from './value-schema.ts';

const draft = 'http://json-schema.org/draft-07/schema#';

function when(condition: Schema, consequence: Schema, otherwise?: Schema): Schema {
  const parts = [['if', condition] as const, ['then', consequence] as const];
  return Object.fromEntries(otherwise === undefined ? parts : [...parts, ['else', otherwise] as const]);
}

/** That the field names this kind; one that is absent names a job. */
function isKind(field: 'unit' | 'template-unit', kind: UnitKind): Schema {
  return {properties: {[field]: {const: kind}}, ...(kind === 'job' ? {} : {required: [field]})};
}

function propertiesOf(fields: readonly FieldSpec[], words: SchemaWords): Definitions {
  return Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field, words)]));
}

/** Fields that translators see may be marked; people need not be offered both spellings. */
function marked(fields: readonly FieldSpec[]): Definitions {
  const names = fields.filter(({translatable}) => translatable === true).map(({name}) => name);
  return names.length === 0 ? {} : {[`^_(${names.join('|')})$`]: {}};
}

function unitField(kind: UnitKind): Schema {
  return {description: 'The kind of unit; a document without it is a job.', const: kind};
}

const kindNames = Object.values(unitSpecs).map(({kind}) => kind);

/** All fields of one kind, none of them needed: `siblings` and `defaults` hold some of them. */
function kindSchema(spec: UnitSpec, words: SchemaWords): Schema {
  return {
    description: spec.summary,
    type: 'object',
    properties: {...propertiesOf(spec.fields, words), unit: unitField(spec.kind), ...layerLinks},
    patternProperties: marked(spec.fields),
    additionalProperties: spec.isOpen === true,
  };
}

/** A template's own fields; what it makes adds those of its kind. */
function ownFields({fields}: UnitSpec, words: SchemaWords): Schema {
  const own = propertiesOf(fields, words);
  const properties = {...own, unit: unitField('template'), 'template-unit': {...own['template-unit'], enum: kindNames}};
  return {properties};
}

/** The template's own fields with those of what it makes; a template of templates may have any. */
function templateSchema(spec: UnitSpec): Schema {
  const made = Object.values(unitSpecs).filter(({kind}) => kind !== 'template');
  const branch = (inner: UnitSpec): Schema => ({
    properties: {
      ...linksTo(
        definitionName(inner.kind),
        inner.fields.map(({name}) => name),
      ),
      ...layerLinks,
      ...linksTo(
        'own',
        spec.fields.map(({name}) => name),
      ),
    },
    patternProperties: marked([...spec.fields, ...inner.fields]),
    additionalProperties: inner.isOpen === true,
  });
  return {
    description: spec.summary,
    type: 'object',
    allOf: made.map((inner) => when(isKind('template-unit', inner.kind), branch(inner))),
  };
}

/** Fields as another definition has them. */
function linksTo(definition: string, names: readonly string[]): Definitions {
  return Object.fromEntries(names.map((name) => [name, {$ref: `#/definitions/${definition}/properties/${name}`}]));
}

const layerLinks = linksTo('layers', Object.keys(layerFields));

function reference(kind: UnitKind): string {
  return `#/definitions/${definitionName(kind)}`;
}

function definitionName(kind: UnitKind): string {
  return kind.replaceAll(' ', '-');
}

function definitionOf(kind: UnitKind, words: SchemaWords): Schema {
  const spec = unitSpecs[kind];
  return kind === 'template' ? templateSchema(spec) : kindSchema(spec, words);
}

/** What a document needs besides what `defaults` may give it. */
function needs(kind: UnitKind): Schema {
  if (kind === 'template' || kind === 'packaging meta-data') return {};
  return kind === 'job' ? {anyOf: [{required: ['id']}, {required: ['name']}]} : {required: ['id']};
}

/** The schema with those of all definitions that it leads to. */
export function withDefinitions(schema: Schema, words: SchemaWords): Schema {
  const kinds = kindNames.map((kind): [string, Schema] => [definitionName(kind), definitionOf(kind, words)]);
  const own = ownFields(unitSpecs.template, words);
  const all: Definitions = {...Object.fromEntries(kinds), own, layers: {properties: layerFields}, ...valueDefinitions};
  const found = new Map<string, Schema>();
  const follow = (from: Schema): void => {
    for (const [, name = ''] of JSON.stringify(from).matchAll(/"#\/definitions\/([\w-]+)/g)) {
      const definition = all[name];
      if (definition === undefined || found.has(name)) continue;
      found.set(name, definition);
      follow(definition);
    }
  };
  follow(schema);
  return {$schema: draft, ...schema, definitions: Object.fromEntries(found)};
}

/** Fields by kind, and for jobs by plugin and the word `job`. */
export function defaultsSchema(description: string): Schema {
  const properties = {
    ...Object.fromEntries(kindNames.map((kind) => [kind, {$ref: reference(kind)}])),
    ...Object.fromEntries(plugins.map((plugin) => [`${plugin} job`, {$ref: reference('job')}])),
  };
  return {description, type: 'object', properties, additionalProperties: false};
}

function unitOf(kind: UnitKind): Schema {
  return {allOf: [{$ref: reference(kind)}, needs(kind)]};
}

/** A document that holds one unit of this kind. */
export function unitSchema(kind: UnitKind, words: SchemaWords): Schema {
  return withDefinitions(unitOf(kind), words);
}

/** Each document of a unit file: a unit of the kind it names, a job where it names none, or defaults. */
export function unitFileSchema(words: SchemaWords): Schema {
  const defaults = {
    properties: {defaults: defaultsSchema('Fields for the units after this document, by kind.')},
    additionalProperties: false,
  };
  const units = {
    properties: {unit: {description: 'The kind of unit; a document without it is a job.', enum: kindNames}},
    allOf: kindNames.map((kind) => when(isKind('unit', kind), unitOf(kind))),
  };
  return withDefinitions({type: 'object', ...when({required: ['defaults']}, defaults, units)}, words);
}
