import {resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {nodeHost} from '../../../src/base/node-host.ts';
import {findProviders} from '../../../src/catalog/find-providers.ts';
import {loadUnits} from '../../../src/catalog/load-units.ts';
import type {UnitSet} from '../../../src/catalog/unit-set.ts';
import type {ResourceTable} from '../../../src/expressions/environment.ts';
import {planningSteps} from '../../../src/runners/planning.ts';
import type {TestPlan} from '../../../src/units/unit.ts';
import {violations} from '../check-plan.ts';
import {machines, recordedResources} from './recorded-resources.ts';
import {unwanted, wantedBy} from './wanted.ts';

const root = resolve(import.meta.dirname, '../../..');

/** Folders with more providers, apart by colons: `PLAN_FOLDERS=…/providers npx vitest run test/planner/public`. */
const more = (process.env['PLAN_FOLDERS'] ?? '').split(':').filter((folder) => folder !== '');

async function load(directories: readonly string[]): Promise<UnitSet> {
  const host = nodeHost();
  const found = findProviders(host, {directories});
  return (await loadUnits(host, found.value)).value;
}

const context = {systemEnv: {}, checkboxEnv: {}, onUbuntuCore: false};

/** What the documentation promises and the plan does not keep. */
function broken(set: UnitSet, testPlan: TestPlan, resources: ResourceTable): readonly string[] {
  const steps = planningSteps(testPlan, {context});
  const expanded = steps.expand(set, resources);
  const plan = steps.order(expanded, resources);
  const wanted = wantedBy(expanded, testPlan);
  return [...violations(plan, wanted), ...unwanted(plan, wanted)];
}

const suites: readonly (readonly [name: string, directories: readonly string[]])[] = [
  ['stock', [resolve(root, 'jobs'), resolve(root, 'providers/tutorial')]],
  ...more.map((folder) => [folder, [folder]] as const),
];

describe.each(suites)('every test plan of %s', (_, directories) => {
  it.each(machines)('holds what it must, once, in an order that respects everything, on %s', async (machine) => {
    const set = await load(directories);
    expect(set.testPlans.size).toBeGreaterThan(0);
    const resources = recordedResources(set, machine);
    const found = [...set.testPlans.values()].flatMap((plan) =>
      broken(set, plan, resources).map((sentence) => `${plan.id}: ${sentence}`),
    );
    expect(found).toEqual([]);
  });
});
