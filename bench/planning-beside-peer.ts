import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import type {UnitId} from '../src/base/ids.ts';
import type {UnitSet} from '../src/catalog/unit-set.ts';
import type {ResourceTable} from '../src/expressions/environment.ts';
import {planningSteps} from '../src/runners/planning.ts';
import {machines, recordedResources} from '../test/planner/public/recorded-resources.ts';
import {programFor, unitsOf} from './expanding.ts';
import {pair, type Row} from './measure.ts';
import {findPeer, type Peer} from './peer.ts';

const assay = resolve(import.meta.dirname, '../assay');
const peerProgram = join(import.meta.dirname, 'programs/peer_plan.py');

/** The plan with most lines for these records. */
function largestPlan(set: UnitSet, resources: ResourceTable): {readonly id: UnitId; readonly lines: number} {
  const context = {systemEnv: process.env, checkboxEnv: {}, onUbuntuCore: false};
  const plans = [...set.testPlans.values()].map((plan) => {
    const steps = planningSteps(plan, {context});
    return {id: plan.id, lines: steps.order(steps.expand(set, resources), resources).jobs.length};
  });
  const [largest] = plans.sort((a, b) => b.lines - a.lines);
  if (largest === undefined) throw new Error('there is no test plan');
  return largest;
}

async function measurePlan(peer: Peer, scratch: string): Promise<readonly Row[]> {
  const set = await unitsOf(peer.providers);
  const [laptop] = machines;
  const resources = recordedResources(set, laptop);
  const recording = join(scratch, 'recording.json');
  writeFileSync(recording, JSON.stringify({resources: Object.fromEntries(resources)}));
  const {id, lines} = largestPlan(set, resources);
  const words = ['--provider', peer.providers, 'plan', id, '--recording', recording];
  const whole = peer.python(peerProgram, 'whole', recording, id);
  const program = await programFor(scratch, 'plan');
  const command = (...more: readonly string[]) => ({argv: [assay, ...words, ...more], codes: [0, 4]}) as const;
  return [
    {
      what: `a process that plans ${id}, ${lines} lines, as JSON`,
      against: 'list-bootstrapped of Checkbox',
      ...pair(command('--json'), whole, 5),
    },
    {what: 'the same as a table', against: 'list-bootstrapped of Checkbox', ...pair(command(), whole, 5)},
    {
      what: 'the same, units loaded, once and cold',
      against: 'selecting and bootstrapping of Checkbox',
      limit: 0.05,
      ...pair(
        program(peer.providers, recording, id),
        {...peer.python(peerProgram, 'steps', recording, id), timesItself: true},
        5,
      ),
    },
  ];
}

/** The largest public plan on the same records, beside the peer where it is. */
export async function planningBesidePeer(): Promise<readonly Row[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  try {
    const peer = findPeer(scratch);
    return peer === undefined ? [] : await measurePlan(peer, scratch);
  } finally {
    rmSync(scratch, {recursive: true, force: true});
  }
}
