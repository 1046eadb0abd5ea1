import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {systemClock} from '../../src/base/clock.ts';
import {nodeHost} from '../../src/base/node-host.ts';
import type {Plan} from '../../src/planner/plan.ts';
import {readiness} from '../../src/planner/readiness.ts';
import {type RunOptions, resumeSession, runSession} from '../../src/runners/run-session.ts';
import type {RunHandle} from '../../src/runners/view/view.ts';
import type {Outcome, SessionEvent} from '../../src/session/events.ts';
import {journalJobs} from '../../src/session/journal-jobs.ts';
import type {SessionState} from '../../src/session/state.ts';
import {type OpenSession, openStore, type Store} from '../../src/session/store.ts';
import type {Job} from '../../src/units/unit.ts';
import {launcherProgram} from '../helpers/launcher.ts';
import {id, line, planOf, unitsOf} from './jobs.ts';

export interface Finished {
  readonly state: SessionState;
  readonly events: readonly SessionEvent[];
}

/** A state directory and everything that runs sessions in it. */
export interface Rig {
  readonly directory: string;
  readonly store: Store;
  start(plan: Plan, options?: Partial<RunOptions>): Promise<RunHandle>;
  resume(sessionId: string, plan: Plan, options?: Partial<RunOptions>): Promise<RunHandle>;
  run(jobs: readonly Job[], options?: Partial<RunOptions>): Promise<Finished>;
  output(sessionId: string, name: string, attempt?: number): string;
  [Symbol.dispose](): void;
}

export async function finished(handle: RunHandle): Promise<Finished> {
  const events: SessionEvent[] = [];
  handle.subscribe((event) => events.push(event));
  const state = await handle.ended;
  return {state, events};
}

export function outcomes(state: SessionState): Readonly<Record<string, Outcome>> {
  return Object.fromEntries([...state.outcomes].map(([job, outcome]) => [job.replace('test::', ''), outcome]));
}

export function createRig(directory = mkdtempSync(join(tmpdir(), 'assay-rig-'))): Rig {
  const store = openStore(directory);
  const launcher = launcherProgram();
  const optionsFor = (session: OpenSession, plan: Plan): RunOptions => {
    const units = unitsOf(plan.jobs.flatMap(({job}) => job ?? []));
    return {
      session,
      units,
      planRound: () => ({state: 'planned', plan, jobs: journalJobs(plan, units)}),
      readiness,
      probe: () => undefined,
      host: nodeHost(),
      clock: systemClock,
      interactive: false,
      limits: {graceMs: 300},
      launcher,
      respawnCommand: `assay resume ${session.id}`,
    };
  };
  const start: Rig['start'] = (plan, options = {}) => {
    const session = store.createSession(Date.now());
    const began = {plan: plan.id, title: plan.title, providerDirectories: []};
    return runSession({...optionsFor(session, plan), ...options}, began);
  };
  return {
    directory,
    store,
    start,
    resume: (sessionId, plan, options = {}) => {
      const session = store.openSession(sessionId);
      return resumeSession({...optionsFor(session, plan), ...options});
    },
    run: async (jobs, options) => finished(await start(planOf(jobs.map((job) => line(job))), options)),
    output(sessionId, name, attempt = 1) {
      const {stdout, stderr} = store.outputs(sessionId)({jobId: id(name), attempt}, 1_000_000);
      return Buffer.concat([stdout, stderr]).toString();
    },
    [Symbol.dispose]: () => rmSync(directory, {recursive: true, force: true}),
  };
}
