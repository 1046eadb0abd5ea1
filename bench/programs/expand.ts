import {readFileSync} from 'node:fs';
import {nodeHost} from '../../src/base/node-host.ts';
import {findProviders} from '../../src/catalog/find-providers.ts';
import {loadUnits} from '../../src/catalog/load-units.ts';
import {readRecording, tableFromRecording} from '../../src/resources/recording.ts';
import {expandAll} from '../../src/templates/expand-all.ts';
import type {ExpandContext} from '../../src/templates/expansion.ts';

/**
 * Reads templates and expands them, `PROVIDERS RECORDING`, timed without loading the units. Twins after suspend, of which
 * Checkbox makes jobs in another place, are left out.
 */
const [providers = '', recording = ''] = process.argv.slice(2);
const host = nodeHost();
const found = findProviders(host, {directories: [providers]});
const {jobs, templates} = (await loadUnits(host, found.value)).value;
const read = readRecording(readFileSync(recording, 'utf8'));
if (!read.ok) throw new Error(`${recording} is no recording`);
const table = tableFromRecording(read.value);
const written = [...templates.values()].filter(({id}) => !id.includes('::after-suspend-'));
const context: ExpandContext = {
  systemEnv: process.env,
  checkboxEnv: {},
  onUbuntuCore: false,
  resourceJob: (id) => {
    const job = jobs.get(id);
    return job?.plugin === 'resource' ? job : undefined;
  },
};
const started = performance.now();
const {expansions} = expandAll(written, table, {context});
const took = performance.now() - started;
const made = expansions.reduce((sum, {instances}) => sum + instances.length, 0);
if (made === 0) throw new Error('no template made anything');
process.stderr.write(`${written.length} templates made ${made} units\n`);
process.stdout.write(String(took));
