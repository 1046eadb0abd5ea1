import {unitId} from '../../src/base/ids.ts';
import {type RecordValue, type ResourceState, resourceRecord} from '../../src/expressions/environment.ts';
import {expandAll} from '../../src/templates/expand-all.ts';
import type {ExpandContext, Expansion} from '../../src/templates/expansion.ts';
import {buildUnit} from '../../src/units/build-unit.ts';
import {parsePxu} from '../../src/units/parse-pxu.ts';
import {fieldText} from '../../src/units/record-access.ts';
import type {ResourceJob, Template, Unit} from '../../src/units/unit.ts';

const origin = {provider: 'com.example:demo', namespace: 'com.example'};

/** The units of a file as it would be written. */
export function unitsOf(text: string, namespace = origin.namespace): readonly Unit[] {
  const parsed = parsePxu({path: 'units/demo.pxu', text}, {...origin, namespace});
  return parsed.value.map((record) => {
    const built = buildUnit(record);
    if (built.value === undefined) throw new Error(built.diagnostics.map(({message}) => message).join('\n'));
    return built.value;
  });
}

export function templatesOf(text: string): readonly Template[] {
  return unitsOf(text).filter((unit) => unit.kind === 'template');
}

/** A template of shell jobs over the resource `res`; `lines` are further fields or replace those that are given. */
export function template(...lines: readonly string[]): Template {
  const [first] = templatesOf(['unit: template', 'template-resource: res', 'plugin: shell', ...lines].join('\n'));
  if (first === undefined) throw new Error('this is no template');
  return first;
}

export function resourceJob(...lines: readonly string[]): ResourceJob {
  const [unit] = unitsOf(['id: res', 'plugin: resource', ...lines].join('\n'));
  if (unit?.kind !== 'job' || unit.plugin !== 'resource') throw new Error('this is no resource job');
  return unit;
}

export type Entries = Readonly<Record<string, RecordValue>>;

export function known(...records: readonly Entries[]): ResourceState & {readonly state: 'known'} {
  return {state: 'known', records: records.map((record) => resourceRecord(Object.entries(record)))};
}

export const context: ExpandContext = {systemEnv: {}, checkboxEnv: {}, onUbuntuCore: false};
export const res = unitId(origin.namespace, 'res');

/** What becomes of one template when its resource is in this state. */
export function expandFrom(made: Template, state: ResourceState, within: ExpandContext = context): Expansion {
  const [expansion] = expandAll([made], new Map([[made.resource.id, state]]), {context: within}).expansions;
  if (expansion === undefined) throw new Error('nothing was expanded');
  return expansion;
}

export function expand(made: Template, records: readonly Entries[], more: Partial<ExpandContext> = {}): Expansion {
  return expandFrom(made, known(...records), {...context, ...more});
}

/** The text of one field of every instance, in record order. */
export function fieldsOf(expansion: Expansion, name: string): readonly (string | undefined)[] {
  return expansion.instances.map(({unit}) => fieldText(unit.record, name)?.text);
}

export function partialIds(expansion: Expansion): readonly string[] {
  return expansion.instances.map(({id}) => id.slice(id.indexOf('::') + 2));
}
