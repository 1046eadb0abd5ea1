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
import {planningBesidePeer} from './planning-beside-peer.ts';

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

interface Tenfold {
  readonly what: string;
  readonly units: (length: number) => readonly UnitText[];
  readonly plan: (set: UnitSet) => unknown;
}

/** Ten times as much beside once as much: a ratio of 10 is linear. */
function tenfold(length: number, {what, units, plan}: Tenfold): Row {
  const [many, few] = [unitSet(units(10 * length)), unitSet(units(length))];
  const times = inTurn(
    () => plan(many),
    () => plan(few),
    5,
  );
  const count = (jobs: number): string => jobs.toLocaleString('en');
  return {what: `${what} of ${count(10 * length)}`, against: `of ${count(length)}`, ...times, limit: 20};
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
    // A thousand take so little that the ratio would say nothing.
    tenfold(10_000, {what: 'plan a chain', units: chain, plan: (set) => planOf(copied(set))}),
    tenfold(10_000, {what: 'plan a fan', units: fan, plan: (set) => planOf(copied(set))}),
    tenfold(1000, {
      what: 'order for the bench',
      units: alternating,
      plan: (set) => planOf(copied(set), {forBench: true}),
    }),
    tenfold(1000, {
      what: 'select by patterns',
      units: patterns,
      plan: (set) => selectPlan(copied(set), planNamed(set, 'p')),
    }),
  ];
  for (const folder of folders) rows.push(await allPlans(resolve(folder)));
  return [...rows, ...(await planningBesidePeer())];
}
