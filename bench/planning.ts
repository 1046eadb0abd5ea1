import {resolve} from 'node:path';
import {nodeHost} from '../src/base/node-host.ts';
import {findProviders} from '../src/catalog/find-providers.ts';
import {loadUnits} from '../src/catalog/load-units.ts';
import type {UnitSet} from '../src/catalog/unit-set.ts';
import {selectPlan} from '../src/planner/select.ts';
import {planningSteps} from '../src/runners/planning.ts';
import {job, planNamed, testPlan, type UnitText, unitSet} from '../test/helpers/units.ts';
import {planOf} from '../test/planner/plan-of.ts';
import {machines, recordedResources} from '../test/planner/public/recorded-resources.ts';
import {inTurn, type Row} from './measure.ts';

function chain(length: number): readonly UnitText[] {
  const jobs = Array.from({length}, (_, at) => job(`j${at}`, at === 0 ? {} : {depends: `j${at - 1}`}));
  return [...jobs, testPlan('p', {include: [`j${length - 1}`]})];
}

function fan(length: number): readonly UnitText[] {
  const jobs = Array.from({length}, (_, at) => job(`f${at}`, {depends: 'hub'}));
  return [job('hub'), ...jobs, testPlan('p', {include: ['f.*']})];
}

/** Jobs of which every other one wants something else plugged. */
function alternating(length: number): readonly UnitText[] {
  const jobs = Array.from({length}, (_, at) => job(`b${at}`, {bench: [`usb: s${at % 7}`]}));
  return [...jobs, testPlan('p', {include: ['.*']})];
}

/** Patterns of which none says how an id begins. */
function patterns(length: number): readonly UnitText[] {
  const jobs = Array.from({length: 5000}, (_, at) => job(`j${at}`));
  return [...jobs, testPlan('p', {include: Array.from({length}, (_, at) => `.*[a-c]${at}x?.*`)})];
}

/** Ten times as much beside once as much: a ratio of 10 is linear. */
function tenfold(what: string, units: (length: number) => readonly UnitText[], plan: (set: UnitSet) => unknown): Row {
  const [many, few] = [unitSet(units(10_000)), unitSet(units(1000))];
  const times = inTurn(
    () => plan(many),
    () => plan(few),
    9,
  );
  return {what: `${what} of 10,000`, against: 'of 1,000', ...times, limit: 20};
}

const copied = (set: UnitSet): UnitSet => ({...set, jobs: new Map(set.jobs)});

/** Every test plan of the providers in a folder, for two recorded machines in turn. */
async function allPlans(folder: string): Promise<Row> {
  const host = nodeHost();
  const set = (await loadUnits(host, findProviders(host, {directories: [folder]}).value)).value;
  const planAll = (machine: string): void => {
    const context = {systemEnv: {}, checkboxEnv: {}, onUbuntuCore: false};
    const resources = recordedResources(set, machine);
    for (const plan of set.testPlans.values()) {
      const steps = planningSteps(plan, {context});
      steps.order(steps.expand(set, resources), resources);
    }
  };
  const [laptop, server] = machines;
  const times = inTurn(
    () => planAll(laptop),
    () => planAll(server),
    2,
  );
  return {what: `all ${set.testPlans.size} plans of ${folder}, a laptop`, against: 'a server', ...times};
}

/** `PLAN_FOLDERS`: folders with more providers, apart by colons. */
export async function planning(): Promise<readonly Row[]> {
  const folders = (process.env['PLAN_FOLDERS'] ?? '').split(':').filter((folder) => folder !== '');
  const rows = [
    tenfold('plan a chain', chain, (set) => planOf(copied(set))),
    tenfold('plan a fan', fan, (set) => planOf(copied(set))),
    tenfold('order for the bench', alternating, (set) => planOf(copied(set), {forBench: true})),
    tenfold('select by patterns', patterns, (set) => selectPlan(copied(set), planNamed(set, 'p'))),
  ];
  for (const folder of folders) rows.push(await allPlans(resolve(folder)));
  return rows;
}
