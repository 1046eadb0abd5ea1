import type {Diagnostic} from '../base/diagnostic.ts';
import type {UnitId} from '../base/ids.ts';
import {replaceUnits} from '../catalog/late-set.ts';
import {foundIn} from '../catalog/late-units.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import {fillUnit, needsFilling} from '../templates/fill-unit.ts';
import type {UnitRecord} from '../units/record.ts';
import type {Unit} from '../units/unit.ts';
import type {CliContext} from './context.ts';
import {expandContext} from './expand-context.ts';
import type {Loaded} from './load.ts';

function unitsToFill(set: UnitSet): readonly Unit[] {
  const {jobs, testPlans, categories, manifestEntries, exporters} = set;
  return [jobs, testPlans, categories, manifestEntries, exporters].flatMap((units) =>
    foundIn(units).flatMap(({id, record}) => (needsFilling(record) ? (units.get(id) ?? []) : [])),
  );
}

/**
 * Units that are no templates and have Jinja in their texts, filled in with the environment and the launcher's: before anything of them is
 * planned or run. One that cannot be filled in counts as broken.
 */
export function fillTexts(
  context: CliContext,
  loaded: Loaded,
  variables: Readonly<Record<string, string>> = {},
): Loaded {
  const {set} = loaded;
  const waiting = unitsToFill(set);
  if (waiting.length === 0) return loaded;
  const environment = expandContext(context, set, {environment: variables});
  const broken = new Map<UnitId, readonly Diagnostic[]>(loaded.broken);
  const found: Diagnostic[] = [];
  const filled = waiting.map((unit): readonly [UnitRecord, Unit | undefined] => {
    const {value, diagnostics} = fillUnit(unit, environment);
    found.push(...diagnostics);
    if (value === undefined) broken.set(unit.id, diagnostics);
    return [unit.record, value];
  });
  const diagnostics = [...loaded.diagnostics, ...found];
  return {...loaded, set: replaceUnits(set, new Map(filled)), broken, diagnostics};
}
