import type {Diagnostic} from '../../src/base/diagnostic.ts';
import {qualify, type UnitId, unitId} from '../../src/base/ids.ts';
import type {SourceFile} from '../../src/base/source.ts';
import {indexUnits, withUnits} from '../../src/catalog/index-units.ts';
import type {UnitSet} from '../../src/catalog/unit-set.ts';
import {type RecordValue, type ResourceState, resourceRecord} from '../../src/expressions/environment.ts';
import {buildUnit} from '../../src/units/build-unit.ts';
import {parsePxu} from '../../src/units/parse-pxu.ts';
import {isJob, type Job, type TestPlan, type Unit} from '../../src/units/unit.ts';

/** Fields as they stand in a file; a list is written one item a line. */
export type Fields = Readonly<Record<string, string | readonly string[]>>;

/** A unit as text, before it is read. */
export interface UnitText {
  readonly fields: Fields;
}

export const namespace = 'ns';

export function id(partial: string): UnitId {
  return qualify(partial, namespace);
}

/** A shell job that passes. */
export function job(partial: string, fields: Fields = {}): UnitText {
  return {fields: {id: partial, plugin: 'shell', command: 'true', summary: partial, ...fields}};
}

export function setupJob(partial: string, fields: Fields = {}): UnitText {
  return {fields: {unit: 'setup job', id: partial, plugin: 'shell', command: 'true', summary: partial, ...fields}};
}

export function resource(partial: string, fields: Fields = {}): UnitText {
  return job(partial, {plugin: 'resource', ...fields});
}

/** A template of shell jobs over the resource `over`; `partial` is the id of its instances, placeholders and all. */
export function template(partial: string, over: string, fields: Fields = {}): UnitText {
  return job(partial, {unit: 'template', 'template-resource': over, ...fields});
}

export function testPlan(partial: string, fields: Fields = {}): UnitText {
  return {fields: {unit: 'test plan', id: partial, name: partial, include: [], ...fields}};
}

export interface SetOptions {
  readonly namespace?: string;
  readonly provider?: string;
  readonly path?: string;
  /** What is wrong with the units on purpose. */
  readonly expected?: readonly string[];
}

/** The units as one file of one provider, read as files are; throws where that reports an error. */
export function unitSet(units: readonly UnitText[], options: SetOptions = {}): UnitSet {
  return mergeSets([readUnits(units, options)]);
}

interface ReadUnits {
  readonly provider: {readonly name: string; readonly namespace: string};
  readonly units: readonly Unit[];
}

export function readUnits(units: readonly UnitText[], options: SetOptions = {}): ReadUnits {
  const provider = {name: options.provider ?? 'test', namespace: options.namespace ?? namespace};
  const file: SourceFile = {path: options.path ?? 'units.pxu', text: units.map(writeUnit).join('\n')};
  const parsed = parsePxu(file, {provider: provider.name, namespace: provider.namespace});
  const built = parsed.value.map(buildUnit);
  refuse([...parsed.diagnostics, ...built.flatMap(({diagnostics}) => diagnostics)], options.expected ?? []);
  return {provider, units: built.flatMap(({value}) => value ?? [])};
}

export function mergeSets(parts: readonly ReadUnits[]): UnitSet {
  const providers = [...new Map(parts.map(({provider}) => [provider.name, provider])).values()].map((provider) => ({
    ...provider,
    version: '1',
    directory: '/test',
    shownAs: 'test',
    unitDirectories: [],
    builtIn: false,
  }));
  const {value, diagnostics} = indexUnits(
    providers,
    parts.flatMap(({units}) => units),
  );
  refuse(diagnostics, []);
  return value;
}

/** The set with instances of a template in it, as expanding it over records would add them. */
export function withInstances(set: UnitSet, templateId: string, instances: ReadonlyMap<number, UnitText>): UnitSet {
  const made = set.templates.get(id(templateId));
  if (made === undefined) throw new Error(`no template ${templateId}`);
  const jobs = [...instances].map(([record, text]): Job => {
    const [unit] = readUnits([text]).units;
    if (unit === undefined || !isJob(unit)) throw new Error(`no job for record ${record}`);
    return {...unit, span: made.span, instance: {template: made.id, resource: made.resource.id, record}};
  });
  return withUnits(set, jobs);
}

export function planNamed(set: UnitSet, partial: string): TestPlan {
  const plan = set.testPlans.get(id(partial));
  if (plan === undefined) throw new Error(`no test plan ${partial}`);
  return plan;
}

export function known(...records: readonly Readonly<Record<string, RecordValue>>[]): ResourceState {
  return {state: 'known', records: records.map((record) => resourceRecord(Object.entries(record)))};
}

export function unknown(reason: string): ResourceState {
  return {state: 'unknown', reason};
}

/** States by partial id. */
export function resourceTable(states: Readonly<Record<string, ResourceState>>): ReadonlyMap<UnitId, ResourceState> {
  return new Map(Object.entries(states).map(([partial, state]) => [unitId(namespace, partial), state]));
}

function writeUnit({fields}: UnitText): string {
  return Object.entries(fields)
    .map(
      ([name, value]) =>
        `${name}:${typeof value === 'string' ? ` ${value}` : value.map((item) => `\n ${item}`).join('')}\n`,
    )
    .join('');
}

function refuse(diagnostics: readonly Diagnostic[], expected: readonly string[]): void {
  const wrong = diagnostics.filter(({code, severity}) => severity === 'error' && !expected.includes(code));
  if (wrong.length > 0) throw new Error(wrong.map(({code, message}) => `${code}: ${message}`).join('\n'));
}
