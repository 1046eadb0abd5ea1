import {readFileSync} from 'node:fs';
import {nodeHost} from '../../src/base/node-host.ts';
import {findProviders} from '../../src/catalog/find-providers.ts';
import {loadUnits} from '../../src/catalog/load-units.ts';
import {lookup} from '../../src/catalog/lookup.ts';
import {readRecording, tableFromRecording} from '../../src/resources/recording.ts';
import {planningSteps} from '../../src/runners/planning.ts';

/** Selects, expands and orders a plan once, `PROVIDERS RECORDING PLAN`, timed without loading the units. */
const [providers = '', recording = '', name = ''] = process.argv.slice(2);
const host = nodeHost();
const set = (await loadUnits(host, findProviders(host, {directories: [providers]}).value)).value;
const read = readRecording(readFileSync(recording, 'utf8'));
const found = lookup(set, 'test plan', name);
if (!read.ok || found.type !== 'found') throw new Error(`${recording} is no recording, or there is no plan ${name}`);
const resources = tableFromRecording(read.value);
const started = performance.now();
const steps = planningSteps(found.unit, {context: {systemEnv: process.env, checkboxEnv: {}, onUbuntuCore: false}});
const plan = steps.order(steps.expand(set, resources), resources);
const took = performance.now() - started;
process.stderr.write(`${plan.jobs.length} lines\n`);
process.stdout.write(String(took));
