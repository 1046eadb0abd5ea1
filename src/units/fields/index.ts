import type {UnitKind} from '../unit.ts';
import {categorySpec} from './category.ts';
import {exporterSpec} from './exporter.ts';
import type {FieldSpec, UnitSpec} from './field.ts';
import {jobSpec} from './job.ts';
import {manifestEntrySpec} from './manifest-entry.ts';
import {packagingMetaDataSpec} from './packaging-meta-data.ts';
import {setupJobSpec} from './setup-job.ts';
import {templateSpec} from './template.ts';
import {testPlanSpec} from './test-plan.ts';

export const unitSpecs: Readonly<Record<UnitKind, UnitSpec>> = {
  job: jobSpec,
  'setup job': setupJobSpec,
  template: templateSpec,
  'test plan': testPlanSpec,
  category: categorySpec,
  'manifest entry': manifestEntrySpec,
  exporter: exporterSpec,
  'packaging meta-data': packagingMetaDataSpec,
};

const fieldsByName: ReadonlyMap<string, ReadonlyMap<string, FieldSpec>> = new Map(
  Object.values(unitSpecs).map((spec) => [spec.kind, new Map(spec.fields.map((field) => [field.name, field]))]),
);

const none: ReadonlyMap<string, FieldSpec> = new Map();

/** The fields of a kind by the name in the file, in the order of the reference. */
export function fieldsOf(kind: UnitKind): ReadonlyMap<string, FieldSpec> {
  return fieldsByName.get(kind) ?? none;
}

const names: ReadonlyMap<string, string> = new Map(
  [...fieldsByName.values()].flatMap((fields) => [...fields.keys()].map((name) => [name, name])),
);

/** The one string for a field's name that all its records can have: it is told from others without a look at its letters. */
export function sharedName(name: string): string {
  return names.get(name) ?? name;
}

export function isUnitKind(text: string): text is UnitKind {
  return fieldsByName.has(text);
}
