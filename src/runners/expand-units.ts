import type {UnitId} from '../base/ids.ts';
import {withUnits} from '../catalog/index-units.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import type {ResourceTable} from '../expressions/environment.ts';
import {expandAll} from '../templates/expand-all.ts';
import type {ExpandContext, Expansion} from '../templates/expansion.ts';
import type {Unit} from '../units/unit.ts';

interface ExpandOptions {
  readonly resources: ResourceTable;
  readonly context: ExpandContext;
}

/** Units with what their templates gave, and how each came about. */
export interface Expanded {
  readonly set: UnitSet;
  readonly expansions: readonly Expansion[];
}

/** Templates can make templates; a chain of them longer than this is taken for one that never ends. */
const mostGenerations = 8;

/** Expands templates whose resource is in the table, and the templates they make. Others give nothing yet. */
export function expandUnits(set: UnitSet, templates: readonly UnitId[], options: ExpandOptions): Expanded {
  const {resources, context} = options;
  const expansions: Expansion[] = [];
  let grown = set;
  let waiting = templates;
  for (let generation = 0; waiting.length > 0 && generation < mostGenerations; generation++) {
    const known = waiting
      .flatMap((id) => grown.templates.get(id) ?? [])
      .filter(({resource}) => resources.has(resource.id));
    const made = expandAll(known, resources, {context, taken: takenIds(grown)});
    expansions.push(...made.expansions);
    grown = withUnits(grown, made.units);
    waiting = made.units.flatMap((unit) => (unit.kind === 'template' ? [unit.id] : []));
  }
  return {set: grown, expansions};
}

function takenIds({jobs, templates}: UnitSet): ReadonlyMap<UnitId, Unit> {
  return templates.size === 0 ? jobs : new Map<UnitId, Unit>([...jobs, ...templates]);
}
