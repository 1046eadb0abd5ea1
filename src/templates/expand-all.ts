import type {Diagnostic} from '../base/diagnostic.ts';
import type {UnitId} from '../base/ids.ts';
import {idSpan} from '../catalog/index-units.ts';
import type {ResourceState, ResourceTable} from '../expressions/environment.ts';
import type {UnitRecord} from '../units/record.ts';
import {recordToJson} from '../units/record-access.ts';
import {recordKind} from '../units/record-id.ts';
import {soundness} from '../units/soundness.ts';
import type {Template, Unit} from '../units/unit.ts';
import {listed} from './collisions.ts';
import {compileTemplate} from './compile-template.ts';
import {expandCompiled} from './expand.ts';
import type {ExpandContext, Expansion, FailedInstance, Instance} from './expansion.ts';
import {filterResources} from './filter.ts';

/** What became of several templates. */
export interface ExpansionSet {
  readonly expansions: readonly Expansion[];
  /** All instances, in template order and then record order; built when they are asked for. */
  readonly units: readonly Unit[];
  readonly diagnostics: readonly Diagnostic[];
}

/** An instance that has an id, and the expansion it is in. */
interface Holder {
  readonly expansion: Expansion;
  readonly instance: Instance;
}

type TakenIds = Pick<ReadonlySet<UnitId>, 'has'>;

/**
 * Expands templates against what is known of their resources: one step of a bootstrap, without running anything. A
 * resource that is not in the table is unknown. `taken` are the ids of the units that are there besides.
 */
export function expandAll(
  templates: readonly Template[],
  table: ResourceTable,
  {context, taken = new Set()}: {readonly context: ExpandContext; readonly taken?: TakenIds},
): ExpansionSet {
  const options: Options = {context, whole: {resources: table, ...context}, isSound: soundness()};
  const expansions = templates.map((template) => {
    const state = table.get(template.resource.id) ?? {state: 'unknown', reason: 'it has not been run'};
    return expandOnce(template, state, options);
  });
  const holders = holdersOf(expansions);
  const settled = expansions.map((expansion) => settle(expansion, holders, taken));
  return {
    expansions: settled,
    get units() {
      return settled.flatMap(({instances}) => instances.map(({unit}) => unit));
    },
    diagnostics: settled.flatMap(({diagnostics}) => diagnostics),
  };
}

/** By state, template and context: bootstrapping and plans beside each other ask for the same again and again. */
const knownExpansions = new WeakMap<ResourceState, WeakMap<Template, WeakMap<ExpandContext, Expansion>>>();

interface Options {
  readonly context: ExpandContext;
  /** With the other resources, which only the filter can speak of. */
  readonly whole: ExpandContext;
  readonly isSound: (record: UnitRecord) => boolean;
}

function expandOnce(template: Template, state: ResourceState, {context, whole, isSound}: Options): Expansion {
  const compiled = compileTemplate(template);
  const expand = (): Expansion => expandCompiled(compiled, state, {context: whole, isSound});
  if (filterResources(compiled).size > 0) return expand();
  const ofState = knownExpansions.get(state) ?? new WeakMap<Template, WeakMap<ExpandContext, Expansion>>();
  knownExpansions.set(state, ofState);
  const ofTemplate = ofState.get(template) ?? new WeakMap<ExpandContext, Expansion>();
  ofState.set(template, ofTemplate);
  const expansion = ofTemplate.get(context) ?? expand();
  ofTemplate.set(context, expansion);
  return expansion;
}

function holdersOf(expansions: readonly Expansion[]): ReadonlyMap<UnitId, readonly Holder[]> {
  const holders = new Map<UnitId, Holder[]>();
  for (const expansion of expansions) {
    for (const instance of expansion.instances) {
      const known = holders.get(instance.id);
      if (known === undefined) holders.set(instance.id, [{expansion, instance}]);
      else known.push({expansion, instance});
    }
  }
  return holders;
}

function isSame(a: Instance, b: Instance): boolean {
  return JSON.stringify(recordToJson(a.content)) === JSON.stringify(recordToJson(b.content));
}

/** Looks for ids that several templates make or another unit has: the same unit is kept once, any other fails. */
function settle(expansion: Expansion, holders: ReadonlyMap<UnitId, readonly Holder[]>, taken: TakenIds): Expansion {
  const kept: Instance[] = [];
  const failed: FailedInstance[] = [];
  const notices: Diagnostic[] = [];
  for (const instance of expansion.instances) {
    const all = holders.get(instance.id) ?? [];
    const [first] = all;
    const isTaken = taken.has(instance.id);
    if (!isTaken && all.length < 2) kept.push(instance);
    else if (isTaken || all.some((holder) => !isSame(holder.instance, instance))) {
      failed.push(collided(expansion, instance, isTaken ? 'a unit that no template makes' : rivalsOf(all, instance)));
    } else if (first?.instance === instance) kept.push(instance);
    else notices.push(repeated(expansion, instance, first));
  }
  if (failed.length === 0 && notices.length === 0) return expansion;
  return {
    ...expansion,
    instances: kept,
    failed: [...expansion.failed, ...failed].sort((a, b) => a.record - b.record),
    notices: [...expansion.notices, ...notices],
    diagnostics: [...expansion.diagnostics, ...failed.flatMap(({diagnostics}) => diagnostics)],
  };
}

function rivalsOf(all: readonly Holder[], instance: Instance): string {
  const rivals = all.filter((holder) => holder.instance !== instance).slice(0, 3);
  return listed(rivals.map((holder) => `record ${holder.instance.record} of ${holder.expansion.template}`));
}

function spanOfId({id, content}: Instance): Diagnostic['span'] {
  return idSpan({id, kind: recordKind(content) ?? 'job', record: content});
}

function collided({template}: Expansion, instance: Instance, by: string): FailedInstance {
  const {id, record} = instance;
  const code = 'template/id-collision';
  const message = `${id} is also the id of ${by}`;
  const about = `record ${record} of ${template}: ${message}`;
  return {
    record,
    code,
    message,
    id,
    diagnostics: [{code, severity: 'error', message: about, span: spanOfId(instance)}],
  };
}

function repeated({template}: Expansion, instance: Instance, first: Holder | undefined): Diagnostic {
  const message = `${template} and ${first?.expansion.template} make the same unit ${instance.id}: there is one of it`;
  return {code: 'template/identical-instances', severity: 'advice', message, span: spanOfId(instance)};
}
