import {join, resolve} from 'node:path';
import type {UnitId} from '../base/ids.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import {readiness} from '../planner/readiness.ts';
import {manifestResource} from '../planner/requirements.ts';
import {probes} from '../resources/probes/index.ts';
import {planRounds} from '../runners/bootstrap.ts';
import {planningSteps} from '../runners/planning.ts';
import {type RunOptions, resumeSession, runSession} from '../runners/run-session.ts';
import type {RunHandle} from '../runners/view.ts';
import type {ResourceState} from '../session/events.ts';
import {manifestState, readAnswers} from '../session/manifest.ts';
import {SessionError} from '../session/session-error.ts';
import {type OpenSession, openStore, type Store} from '../session/store.ts';
import type {TestPlan} from '../units/unit.ts';
import {type CliContext, stateDirectory} from './context.ts';
import {expandContext} from './expand-context.ts';
import type {Loaded} from './load.ts';
import {UsageError} from './usage-error.ts';

/** A session of this process, with what is needed to show, report and close it. */
export interface StartedSession {
  readonly handle: RunHandle;
  readonly store: Store;
  readonly id: string;
  readonly directory: string;
}

interface RunStyle {
  readonly interactive: boolean;
  readonly stayOpen: boolean;
}

/** What is known of the machine before anything is read: what people said about it. */
export function knownResources(context: CliContext, set: UnitSet): ReadonlyMap<UnitId, ResourceState> {
  const answers = readAnswers(stateDirectory(context));
  return new Map([[manifestResource, manifestState(set.manifestEntries.values(), answers)]]);
}

/** A state folder that cannot be used is found before the first job; it is no bug of ours and shows no stack. */
export async function withSessionErrors<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof SessionError)) throw error;
    // It is about no word of the command line: shown without a line of it.
    const span = {file: {path: 'assay', text: ''}, start: 0, end: 0};
    throw new UsageError([{code: `session/${error.problem}`, severity: 'error', message: error.message, span}]);
  }
}

function runOptions(
  context: CliContext,
  {set, plan, session}: {readonly set: UnitSet; readonly plan: TestPlan; readonly session: OpenSession},
  style: RunStyle,
): RunOptions {
  return {
    session,
    units: set,
    planRound: planRounds(set, planningSteps(plan, expandContext(context, set))),
    readiness,
    probe: (name) => probes.get(name),
    host: context.host,
    clock: context.clock,
    interactive: style.interactive,
    stayOpen: style.stayOpen,
    launcher: join(context.home, 'dist/launch'),
    respawnCommand: `${join(context.home, 'assay')} resume ${session.id}`,
  };
}

export function startSession(
  context: CliContext,
  {set, directories}: Loaded,
  options: {readonly plan: TestPlan; readonly style: RunStyle},
): Promise<StartedSession> {
  const {plan, style} = options;
  return withSessionErrors(async () => {
    const store = openStore(stateDirectory(context));
    const resources = knownResources(context, set);
    const session = store.createSession(context.clock.now());
    const handle = await runSession(runOptions(context, {set, plan, session}, style), {
      plan: plan.id,
      title: plan.name,
      providerDirectories: directories.map((directory) => resolve(context.workingDirectory, directory)),
      resources,
    });
    return {handle, store, id: session.id, directory: session.directory};
  });
}

export function continueSession(
  context: CliContext,
  {set}: Loaded,
  options: {readonly plan: TestPlan; readonly session: OpenSession; readonly store: Store},
): Promise<StartedSession> {
  const {plan, session, store} = options;
  return withSessionErrors(async () => {
    const style = {interactive: false, stayOpen: false};
    const handle = await resumeSession(runOptions(context, {set, plan, session}, style));
    return {handle, store, id: session.id, directory: session.directory};
  });
}
