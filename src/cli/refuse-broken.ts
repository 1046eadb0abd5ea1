import {counted} from '../base/counted.ts';
import {namespaceOf, partialId, type UnitId} from '../base/ids.ts';
import type {Span} from '../base/source.ts';
import {withUnits} from '../catalog/index-units.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import {makePlan} from '../planner/make-plan.ts';
import {unknownResources} from '../planner/needed-resources.ts';
import {flattenNested} from '../planner/nested-plans.ts';
import {selectPlan} from '../planner/select.ts';
import {buildUnit} from '../units/build-unit.ts';
import {makeField, recordOf, textValue} from '../units/record-access.ts';
import type {TestPlan, Unit} from '../units/unit.ts';
import type {CliContext} from './context.ts';
import type {Loaded} from './load.ts';
import {commandLineSpan, UsageError} from './usage-error.ts';

/** A job where the broken unit would be: it is in the plan where that one would have been. */
function standIn(id: UnitId, span: Span): Unit | undefined {
  const fields = [makeField('id', textValue(partialId(id), span)), makeField('flags', textValue('simple', span))];
  return buildUnit(recordOf(fields, {origin: {provider: '', namespace: namespaceOf(id)}, span})).value;
}

/** Every id that the plan names or pulls in, of units that are there and of units that are not. */
function wantedIds(set: UnitSet, plan: TestPlan): ReadonlySet<UnitId> {
  const selection = selectPlan(set, plan);
  const {jobs} = makePlan({set, selection, resources: new Map(), expansions: []});
  const unknown = unknownResources(set, selection);
  const parts = flattenNested(set, plan).plans.flatMap(({nestedParts}) => nestedParts);
  return new Set([...jobs, ...unknown, ...parts].map(({id}) => id));
}

/**
 * A run without a unit that its plan wants would look complete and not be: where that unit is there but broken, its
 * errors are shown and nothing is run.
 */
export function refuseBroken(context: CliContext, {set, broken}: Loaded, plan: TestPlan): void {
  if (broken.size === 0) return;
  const whole = (id: UnitId): boolean => set.jobs.has(id) || set.templates.has(id) || set.testPlans.has(id);
  const missing = [...broken].filter(([id]) => !whole(id));
  const stand = missing.flatMap(([id]) => standIn(id, plan.span) ?? []);
  const wanted = wantedIds(withUnits(set, stand), plan);
  const needed = missing.filter(([id]) => wanted.has(id));
  if (needed.length === 0) return;
  const ids = needed.map(([id]) => id).join(', ');
  const message = `nothing was run: ${plan.id} needs ${counted(needed.length, 'unit')} with errors: ${ids}`;
  const span = commandLineSpan(context.words, '');
  const errors = new Set(needed.flatMap(([, diagnostics]) => diagnostics));
  throw new UsageError([...errors, {code: 'run/broken-unit', severity: 'error', message, span}]);
}
