import type {Diagnostic} from '../base/diagnostic.ts';
import type {UnitId} from '../base/ids.ts';
import {indexUnits} from '../catalog/index-units.ts';
import {fillUnit, needsFilling} from '../templates/fill-unit.ts';
import type {CliContext} from './context.ts';
import {expandContext} from './expand-context.ts';
import type {Loaded} from './load.ts';

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
  if (!set.units.some(needsFilling)) return loaded;
  const environment = expandContext(context, set, {environment: variables});
  const broken = new Map<UnitId, readonly Diagnostic[]>(loaded.broken);
  const found: Diagnostic[] = [];
  const units = set.units.flatMap((unit) => {
    if (!needsFilling(unit)) return [unit];
    const {value, diagnostics} = fillUnit(unit, environment);
    found.push(...diagnostics);
    if (value === undefined) broken.set(unit.id, diagnostics);
    return value === undefined ? [] : [value];
  });
  const indexed = indexUnits(set.providers, units);
  return {...loaded, set: indexed.value, broken, diagnostics: [...loaded.diagnostics, ...found]};
}
