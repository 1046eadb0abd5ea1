import {qualify, type UnitId} from '../base/ids.ts';
import type {SourceText, Span} from '../base/source.ts';
import {planPatterns} from '../units/plan-patterns.ts';
import {isJob, type Job, type Ref, type Template, type TestPlan, type Unit} from '../units/unit.ts';
import type {UnitSet} from './unit-set.ts';

/** That `from` names another unit, in which of its fields and where. */
export interface Reference {
  readonly from: Unit;
  readonly field: string;
  readonly id: UnitId;
  readonly span: Span;
}

type Named = Omit<Reference, 'from'>;

function of(field: string, refs: readonly Ref[]): readonly Named[] {
  return refs.map(({id, span}) => ({field, id, span}));
}

function ofJob(job: Job): readonly Named[] {
  return [
    ...of('category_id', job.category === undefined ? [] : [job.category]),
    ...of('depends', job.depends),
    ...of('after', job.after),
    ...of('before', job.before),
    ...of('salvages', job.salvages),
    ...of(
      'imports',
      job.imports.map(({resource}) => resource),
    ),
    ...of(
      'inputs',
      job.inputs.map((input) => input.job),
    ),
    ...of('requires_manifest', job.requiresManifest?.map(({entry}) => entry) ?? []),
  ];
}

function ofTemplate(template: Template): readonly Named[] {
  return [
    ...of('template-resource', [template.resource]),
    ...of(
      'imports',
      template.imports.map(({resource}) => resource),
    ),
  ];
}

function ofTestPlan(plan: TestPlan): readonly Named[] {
  const {namespace} = plan.record.origin;
  const pattern = (field: string, text: SourceText): Named => ({
    field,
    id: qualify(text.text, namespace),
    span: text.span,
  });
  const categories = plan.categoryOverrides.map(({category}) => category);
  return [
    ...planPatterns(plan).map(([field, text]) => pattern(field, text)),
    ...of('nested_part', plan.nestedParts),
    ...of('category_overrides', categories),
    ...plan.categoryOverrides.map((override) => pattern('category_overrides', override.pattern)),
    ...plan.certificationStatusOverrides.map((one) => pattern('certification_status_overrides', one.pattern)),
  ];
}

/** The units that this one names. A pattern of a test plan counts as the id it would be, also where it is an expression. */
export function referencesOf(unit: Unit): readonly Reference[] {
  const named = isJob(unit)
    ? ofJob(unit)
    : unit.kind === 'template'
      ? ofTemplate(unit)
      : unit.kind === 'test plan'
        ? ofTestPlan(unit)
        : [];
  return named.map((reference) => ({from: unit, ...reference}));
}

/** Who names each unit, in the order of the set. What only a pattern's expression reaches is not here. */
export function referencedBy(set: UnitSet): ReadonlyMap<UnitId, readonly Reference[]> {
  const found = new Map<UnitId, Reference[]>();
  for (const unit of set.units) {
    for (const reference of referencesOf(unit)) {
      const known = found.get(reference.id);
      if (known === undefined) found.set(reference.id, [reference]);
      else known.push(reference);
    }
  }
  return found;
}
