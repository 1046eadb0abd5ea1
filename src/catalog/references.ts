import {qualify, type UnitId} from '../base/ids.ts';
import type {SourceText, Span} from '../base/source.ts';
import {planPatterns} from '../units/plan-patterns.ts';
import {type Import, isJob, type Job, type Ref, type TestPlan, type Unit} from '../units/unit.ts';
import type {UnitSet} from './unit-set.ts';

/** That `from` names another unit, in which of its fields and where. */
export interface Reference {
  readonly from: Unit;
  readonly field: string;
  readonly id: UnitId;
  readonly span: Span;
}

type Add = (field: string, id: UnitId, span: Span) => void;

function addRefs(add: Add, field: string, refs: readonly Ref[]): void {
  for (const {id, span} of refs) add(field, id, span);
}

function addImports(add: Add, imports: readonly Import[]): void {
  for (const {resource} of imports) add('imports', resource.id, resource.span);
}

function addOfJob(add: Add, job: Job): void {
  const {category} = job;
  if (category !== undefined) add('category_id', category.id, category.span);
  addRefs(add, 'depends', job.depends);
  addRefs(add, 'after', job.after);
  addRefs(add, 'before', job.before);
  addRefs(add, 'salvages', job.salvages);
  addImports(add, job.imports);
  for (const input of job.inputs) add('inputs', input.job.id, input.job.span);
  for (const {entry} of job.requiresManifest ?? []) add('requires_manifest', entry.id, entry.span);
}

function addOfTestPlan(add: Add, plan: TestPlan): void {
  const {namespace} = plan.record.origin;
  const addPattern = (field: string, {text, span}: SourceText): void => add(field, qualify(text, namespace), span);
  for (const [field, pattern] of planPatterns(plan)) addPattern(field, pattern);
  addRefs(add, 'nested_part', plan.nestedParts);
  for (const {category} of plan.categoryOverrides) add('category_overrides', category.id, category.span);
  for (const {pattern} of plan.categoryOverrides) addPattern('category_overrides', pattern);
  for (const {pattern} of plan.certificationStatusOverrides) addPattern('certification_status_overrides', pattern);
}

/** The units that this one names. A pattern of a test plan counts as the id it would be, also where it is an expression. */
export function referencesOf(unit: Unit): readonly Reference[] {
  const found: Reference[] = [];
  const add: Add = (field, id, span) => found.push({from: unit, field, id, span});
  if (isJob(unit)) addOfJob(add, unit);
  else if (unit.kind === 'template') {
    add('template-resource', unit.resource.id, unit.resource.span);
    addImports(add, unit.imports);
  } else if (unit.kind === 'test plan') addOfTestPlan(add, unit);
  return found;
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
