import {join, resolve} from 'node:path';
import type {UnitId} from '../../base/ids.ts';
import type {UnitSet} from '../../catalog/unit-set.ts';
import {readiness} from '../../planner/readiness.ts';
import {manifestResource} from '../../planner/requirements.ts';
import {planRounds} from '../../runners/bootstrap.ts';
import type {ExecutionLimits} from '../../runners/job/execution.ts';
import {planningSteps} from '../../runners/planning.ts';
import {currentIdentity} from '../../runners/process/become-user.ts';
import {type JobGroupsOpening, openJobGroups} from '../../runners/process/control-group.ts';
import type {Launcher} from '../../runners/process/launcher/launcher.ts';
import {type RunOptions, resumeSession, runSession} from '../../runners/run-session.ts';
import type {RunHandle} from '../../runners/view/view.ts';
import type {ResourceState} from '../../session/events.ts';
import type {ManifestAnswers} from '../../session/manifest.ts';
import type {SessionSettings} from '../../session/settings.ts';
import {type OpenSession, openStore, type Store} from '../../session/store.ts';
import type {TestPlan} from '../../units/unit.ts';
import {type CliContext, stateDirectory} from '../context.ts';
import {expandContext} from '../expand-context.ts';
import {probesWith} from '../known-probes.ts';
import type {Loaded} from '../load.ts';
import {writeAdvice} from './configure.ts';
import {launcherProgram} from './launcher-program.ts';
import {knownResources, withSessionErrors} from './machine-answers.ts';
import {asUser} from './normal-user.ts';
import {type Secrets, secretsOfSession} from './secrets.ts';

/** A session of this process, with what is needed to show, report and close it. */
export interface StartedSession {
  readonly handle: RunHandle;
  readonly store: Store;
  readonly id: string;
  readonly directory: string;
  /** Sentences for who wants to know all. */
  readonly notes: readonly string[];
}

/** With what rights jobs run. Of the run's from now on. */
export interface RunRights {
  readonly groups: JobGroupsOpening;
  /** A launcher of root's, where a person has allowed one. */
  readonly root?: Launcher;
}

interface RunStyle {
  readonly interactive: boolean;
  readonly stayOpen: boolean;
}

/** What a run is made of besides its units. */
export interface RunRequest {
  readonly plan: TestPlan;
  readonly style: RunStyle;
  readonly settings: SessionSettings;
  readonly secrets: Secrets;
  readonly answers: ManifestAnswers;
  readonly rights?: RunRights;
  /** The plan's name unless given. */
  readonly title?: string | undefined;
  readonly description?: string | undefined;
}

/** What is worth knowing of a run by who wants to know all. */
function notesOn(groups: JobGroupsOpening): readonly string[] {
  return groups.state === 'open' ? [] : [`jobs run without control groups of their own: ${groups.reason}`];
}

interface Runnable extends Pick<RunRequest, 'plan' | 'style' | 'settings' | 'secrets'> {
  readonly set: UnitSet;
  readonly session: OpenSession;
  readonly manifest: ResourceState | undefined;
  readonly rights: RunRights;
}

/** Who runs it decides before who wrote the plan; the plan's limits are as its author's machine needs them. */
function limitsOf(settings: SessionSettings, plan: TestPlan): Partial<ExecutionLimits> {
  const {timeoutFactor, graceMs} = settings;
  const scaled = (ofPlan: number | undefined): number | undefined =>
    ofPlan && Math.round(ofPlan * (timeoutFactor ?? 1));
  const timeoutMs = settings.timeoutMs ?? scaled(plan.timeoutMs);
  const silenceTimeoutMs = settings.silenceTimeoutMs ?? scaled(plan.silenceTimeoutMs);
  return {
    ...(timeoutMs === undefined ? {} : {defaultTimeoutMs: timeoutMs}),
    ...(silenceTimeoutMs === undefined ? {} : {defaultSilenceTimeoutMs: silenceTimeoutMs}),
    ...(timeoutFactor === undefined ? {} : {timeoutFactor}),
    ...(graceMs === undefined ? {} : {graceMs}),
  };
}

function runOptions(
  context: CliContext,
  {set, plan, session, style, settings, secrets, manifest, rights: {groups, root}}: Runnable,
): RunOptions {
  const {host, clock, home} = context;
  const {match, exclude = [], retry, normalUser, environment, lanes} = settings;
  const isRoot = currentIdentity().uid === 0;
  const select = {exclude, ...(match === undefined ? {} : {match})};
  const rounds = planRounds(set, planningSteps(plan, {context: expandContext(context, set, {environment}), select}));
  return {
    session,
    units: set,
    planRound: isRoot && normalUser !== undefined ? (known) => asUser(rounds(known), normalUser) : rounds,
    readiness,
    probe: probesWith(manifest),
    host,
    clock,
    interactive: style.interactive,
    stayOpen: style.stayOpen,
    ...(groups.state === 'open' ? {groups: groups.groups} : {}),
    launcher: launcherProgram(context),
    root,
    environment: {...environment, ...secrets.environment},
    ...(retry === undefined ? {} : {retry}),
    ...(lanes === undefined ? {} : {lanes}),
    limits: limitsOf(settings, plan),
    secrets: secrets.values,
    respawnCommand: `${join(home, 'assay')} resume ${session.id}`,
  };
}

/** Those that we have without asking anybody. */
function ownRights(): RunRights {
  return {groups: openJobGroups()};
}

/** What is the run's is closed by it, once there is one. */
function closingOnFailure<T>({root}: RunRights, start: () => Promise<T>): Promise<T> {
  return withSessionErrors(async () => {
    try {
      return await start();
    } catch (error) {
      await root?.close();
      throw error;
    }
  });
}

export function startSession(
  context: CliContext,
  {set, directories, keys}: Loaded,
  request: RunRequest,
): Promise<StartedSession> {
  const {plan, style, answers, rights = ownRights(), title = plan.name, description} = request;
  const settings = {
    ...request.settings,
    ...(style.interactive ? {interactive: true as const} : {}),
    ...(keys.size === 0 ? {} : {keys: Object.fromEntries(keys)}),
  };
  return closingOnFailure(rights, async () => {
    const store = openStore(stateDirectory(context));
    const session = store.createSession(context.clock.now());
    const resources = knownResources(set, answers);
    const manifest = resources.get(manifestResource);
    const handle = await runSession(runOptions(context, {...request, set, session, manifest, rights}), {
      plan: plan.id,
      title,
      ...(description === undefined ? {} : {description}),
      providerDirectories: directories.map((directory) => resolve(context.workingDirectory, directory)),
      ...(Object.keys(settings).length === 0 ? {} : {settings}),
      resources,
    });
    return {handle, store, id: session.id, directory: session.directory, notes: notesOn(rights.groups)};
  });
}

export function continueSession(
  context: CliContext,
  {set}: Loaded,
  options: Pick<RunRequest, 'plan' | 'style' | 'rights'> & {
    readonly session: OpenSession;
    readonly store: Store;
    /** Jobs that are to run once more. */
    readonly again: readonly UnitId[];
  },
): Promise<StartedSession> {
  const {plan, style, session, store, again, rights = ownRights()} = options;
  const {settings = {}} = session.state;
  return closingOnFailure(rights, async () => {
    const secrets = secretsOfSession(context, settings);
    writeAdvice(context, secrets.diagnostics);
    const manifest = session.state.resources.get(manifestResource);
    const options = runOptions(context, {
      set,
      plan,
      session,
      style,
      settings,
      secrets,
      manifest,
      rights,
    });
    const handle = await resumeSession({...options, again});
    return {handle, store, id: session.id, directory: session.directory, notes: notesOn(rights.groups)};
  });
}
