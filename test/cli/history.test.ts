import {mkdtempSync, rmSync, truncateSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {qualify} from '../../src/base/ids.ts';
import {nodeHost} from '../../src/base/node-host.ts';
import {systemContext} from '../../src/cli/context.ts';
import {readHistory} from '../../src/cli/planning/history.ts';
import {type ResourceState, resourceRecord} from '../../src/expressions/environment.ts';
import {estimateJob} from '../../src/planner/estimate.ts';
import type {SessionEvent} from '../../src/session/events.ts';
import {openStore} from '../../src/session/store.ts';
import {job, unitSet} from '../helpers/units.ts';
import {id, journalJob, started} from '../session/events.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'assay-history-'));
});
afterEach(() => rmSync(directory, {recursive: true, force: true}));

const dmi = qualify('dmi', 'assay');

function machine(model: string): ResourceState {
  return {
    state: 'known',
    records: [
      resourceRecord([
        ['sys_vendor', 'Example'],
        ['product_name', model],
      ]),
    ],
  };
}

/** A session on a machine of this model in which the job `a` took so long. */
function record(model: string, durationMs: number, outcome: 'pass' | 'fail' | 'skip' = 'pass'): string {
  const session = openStore(directory).createSession(0);
  const jobId = id('a');
  const events: readonly SessionEvent[] = [
    started({sessionId: session.id}),
    {type: 'resource-recorded', at: 1, resource: dmi, state: machine(model)},
    {type: 'plan-made', at: 2, jobs: [journalJob('a')]},
    {type: 'job-started', at: 3, jobId, attempt: 1},
    {type: 'job-finished', at: 4, jobId, attempt: 1, outcome, durationMs},
    {type: 'session-finished', at: 5},
  ];
  session.append(events);
  session.close();
  return session.id;
}

function history(model: string) {
  const host = {...nodeHost(), env: {ASSAY_STATE_DIR: directory}};
  return readHistory({...systemContext([]), host}, new Map([[dmi, machine(model)]]));
}

describe('what jobs took before', () => {
  it('is that of machines of the same model, in sessions that can be read', async () => {
    for (const took of [100, 300, 200]) record('One', took);
    record('Other', 9000);
    record('One', 5, 'skip');
    truncateSync(join(directory, 'sessions', record('One', 7000), 'journal.db'), 100);
    const found = await history('One');
    expect(found.get(id('a'))?.toSorted((a, b) => a - b)).toEqual([100, 200, 300]);
    const [unit] = unitSet([job('a')], {namespace: 'test'}).jobs.values();
    expect(unit && estimateJob(unit, found)).toEqual({
      estimatedMs: 200,
      measured: {runs: 3, medianMs: 200, lowMs: 100, highMs: 300},
    });
    expect((await history('Other')).get(id('a'))).toEqual([9000]);
    expect((await history('Third')).size).toBe(0);
  });

  it('is nothing where no session was ever run', async () => {
    expect((await history('One')).size).toBe(0);
  });
});
