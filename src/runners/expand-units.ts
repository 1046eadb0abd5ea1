import type {UnitId} from '../base/ids.ts';
import {once} from '../base/once.ts';
import {withUnits} from '../catalog/index-units.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import type {ResourceTable} from '../expressions/environment.ts';
import {expandAll} from '../templates/expand-all.ts';
import type {ExpandContext, Expansion} from '../templates/expansion.ts';

interface ExpandOptions {
  readonly resources: ResourceTable;
  readonly context: ExpandContext;
}

/** How the units of templates came about. */
export interface Expanded {
  /** With the units that the templates gave, which are built when it is asked for. */
  readonly set: UnitSet;
  readonly expansions: readonly Expansion[];
}

/** Templates can make templates; a chain of them longer than this is taken for one that never ends. */
const mostGenerations = 8;

/** Expands templates whose resource is in the table, and the templates they make. Others give nothing yet. */
export function expandUnits(set: UnitSet, templates: readonly UnitId[], options: ExpandOptions): Expanded {
  const {resources, context} = options;
  const expansions: Expansion[] = [];
  let grown = (): UnitSet => set;
  let waiting = templates;
  for (let generation = 0; waiting.length > 0 && generation < mostGenerations; generation++) {
    const before = grown();
    const known = waiting
      .flatMap((id) => before.templates.get(id) ?? [])
      .filter(({resource}) => resources.has(resource.id));
    const made = expandAll(known, resources, {context, taken: takenIds(before)});
    expansions.push(...made.expansions);
    grown = once(() => withUnits(before, made.units));
    const parents = new Set(known.filter(({instanceKind}) => instanceKind === 'template').map(({id}) => id));
    waiting = made.expansions.flatMap(({template, instances}) =>
      parents.has(template) ? instances.map(({id}) => id) : [],
    );
  }
  return {
    expansions,
    get set() {
      return grown();
    },
  };
}

function takenIds({jobs, templates}: UnitSet): Pick<ReadonlySet<UnitId>, 'has'> {
  return {has: (id) => jobs.has(id) || templates.has(id)};
}
