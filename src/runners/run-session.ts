import {tmpdir} from 'node:os';
import {type Clock, forwardClock} from '../base/clock.ts';
import type {Host} from '../base/host.ts';
import type {UnitId} from '../base/ids.ts';
import {version} from '../base/version.ts';
import {foundIn} from '../catalog/late-units.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import type {Probe} from '../resources/probe.ts';
import type {ResourceState, SessionEvent} from '../session/events.ts';
import {currentBootId} from '../session/process-identity.ts';
import {guarded} from '../session/session-error.ts';
import type {SessionSettings} from '../session/settings.ts';
import type {OpenSession} from '../session/store.ts';
import {plainFieldText} from '../units/written-text.ts';
import {drive, type Known, type PlanningRound} from './driver.ts';
import {createExecutor} from './job/execute.ts';
import {defaultLimits, type ExecutionLimits, type ExecutorOptions} from './job/execution.ts';
import {openWorkspace, removeStaleWorkspace} from './job/workspace.ts';
import {type AsRoot, currentIdentity, sudoAsRoot, whyNotUser} from './process/become-user.ts';
import type {JobGroups} from './process/control-group.ts';
import type {Launcher} from './process/launcher/launcher.ts';
import {createTextMask, type Secret} from './process/mask.ts';
import {openStarter} from './process/open-starter.ts';
import {endTree, type Stopping} from './process/process-tree.ts';
import {type Starter, sharingPipes} from './process/starter.ts';
import {recoveryEvents} from './recover.ts';
import type {ReadinessCheck, RetryPolicy} from './run-state.ts';
import type {RunHandle} from './view/view.ts';

export interface RunOptions {
  /** Of ours from now on: closed when the run has ended. */
  readonly session: OpenSession;
  readonly units: UnitSet;
  readonly planRound: (known: Known) => PlanningRound;
  readonly readiness: ReadinessCheck;
  readonly probe: (name: string) => Probe | undefined;
  readonly host: Host;
  readonly clock: Clock;
  /** Somebody answers questions. */
  readonly interactive: boolean;
  /** After the last job, wait for `run-again` or `finish`. */
  readonly stayOpen?: boolean;
  /** At a resume: jobs that are to run once more. */
  readonly again?: readonly UnitId[] | undefined;
  readonly retry?: RetryPolicy;
  /** How many jobs may be under way at a time; 1 unless given. */
  readonly lanes?: number;
  /** Variables for every job. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What must not be seen in any output of a job. */
  readonly secrets?: readonly Secret[];
  readonly limits?: Partial<ExecutionLimits>;
  /** The compiled program that starts processes fast; we start them ourselves where it is not there. */
  readonly launcher?: string;
  /** A launcher of root's that a person allowed with a password. Of ours from now on, as the session is. */
  readonly root?: Launcher | undefined;
  /** For the control groups of jobs. Of ours from now on, as the session is. */
  readonly groups?: JobGroups;
  /** The machine's present boot, as the kernel tells it unless given. */
  readonly bootId?: string;
  /** What a job that restarts the machine can run to go on with the session. */
  readonly respawnCommand: string;
  /** For the restart after a `noreturn` job's command. Ten minutes unless given. */
  readonly restartWaitMs?: number;
}

export interface NewSession {
  readonly plan: UnitId;
  readonly title: string;
  readonly providerDirectories: readonly string[];
  readonly description?: string;
  readonly settings?: SessionSettings;
  /** Known from the beginning, such as the manifest. */
  readonly resources?: ReadonlyMap<UnitId, ResourceState>;
}

function usersIn(units: UnitSet): ReadonlySet<string> {
  const all = [...foundIn(units.jobs), ...foundIn(units.templates)];
  return new Set(all.flatMap(({record}) => plainFieldText(record, 'user')?.trim() || []));
}

/** Root's launcher becomes any user that there is. */
async function whyNotFromRoot(user: string, host: Host): Promise<string | undefined> {
  const found = await host.run(['id', '-u', '--', user], {timeoutMs: 10_000});
  return found.state === 'exited' && found.code === 0
    ? undefined
    : `it runs as ${user}, and there is no such user here`;
}

/** Users that jobs ask for and we cannot become, with the reason. */
async function usersOutOfReach({units, host, root}: RunOptions): Promise<ReadonlyMap<string, string>> {
  const identity = currentIdentity();
  const reasons = await Promise.all(
    [...usersIn(units)].map(async (user) => {
      const reason = await (root === undefined ? whyNotUser(user, identity, host) : whyNotFromRoot(user, host));
      return [user, reason] as const;
    }),
  );
  return new Map(reasons.flatMap(([user, reason]) => (reason === undefined ? [] : [[user, reason] as const])));
}

function asRootBy({root}: RunOptions): AsRoot {
  return root === undefined ? sudoAsRoot : (words) => root.runHelper(words);
}

function startersOf(starter: Starter, root: Starter | undefined): Pick<ExecutorOptions, 'starter' | 'rootStarter'> {
  if (root === undefined) return {starter};
  return {starter: sharingPipes(starter, root), rootStarter: sharingPipes(root, starter)};
}

const defaultRestartWaitMs = 600_000;

async function start(options: RunOptions, opening: readonly SessionEvent[]): Promise<RunHandle> {
  const {session, units, host, clock, planRound, readiness, probe} = options;
  const unavailableUsers = await usersOutOfReach(options);
  const asRoot = asRootBy(options);
  const workspace = guarded(tmpdir(), () => openWorkspace(session.directory));
  const limits = {...defaultLimits, ...options.limits};
  const starter = openStarter(options.launcher, limits.graceMs);
  const executor = createExecutor({
    host,
    providers: units.providers,
    probe,
    session,
    workspace,
    ...startersOf(starter, options.root),
    asRoot,
    groups: options.groups,
    identity: currentIdentity(),
    environment: options.environment ?? {},
    secrets: options.secrets,
    limits,
    version,
    respawnCommand: options.respawnCommand,
  });
  return drive({
    session,
    opening,
    rules: {
      readiness,
      interactive: options.interactive,
      stayOpen: options.stayOpen ?? false,
      unavailableUsers,
      ...(options.retry === undefined ? {} : {retry: options.retry}),
      ...(options.lanes === undefined ? {} : {lanes: options.lanes}),
    },
    planRound,
    again: options.again,
    executor,
    clock,
    restartWaitMs: options.restartWaitMs ?? defaultRestartWaitMs,
    async close() {
      if (!(await starter.close())) await endLeftProcesses(session.id, {graceMs: limits.graceMs, asRoot});
      await options.root?.close();
      options.groups?.close();
      workspace.close();
      session.close();
    },
  });
}

/** What jobs of the session left running, in whatever process group. */
async function endLeftProcesses(sessionId: string, stopping: Stopping): Promise<void> {
  await endTree({marker: `${sessionId}:`}, stopping);
}

/** Runs a new session. Throws SessionError; nothing of the plan has run then. */
export async function runSession(options: RunOptions, session: NewSession): Promise<RunHandle> {
  const clock = forwardClock(options.clock);
  const at = clock.now();
  const {resources = new Map(), ...rest} = session;
  const maskText = createTextMask(options.secrets ?? []);
  const {title, description} = rest;
  const header = {
    ...rest,
    title: maskText(title),
    ...(description === undefined ? {} : {description: maskText(description)}),
  };
  const bootId = options.bootId ?? currentBootId();
  const {id: sessionId} = options.session;
  const recorded = [...resources].map(
    ([resource, state]): SessionEvent => ({type: 'resource-recorded', at, resource, state}),
  );
  return start({...options, clock}, [
    {type: 'session-started', at, sessionId, bootId, version, ...header},
    ...recorded,
  ]);
}

/**
 * Goes on with a session. What its killed runner left running is ended first; finished results stay; the attempt that was
 * being made is recorded as interrupted and made once more.
 */
export async function resumeSession(options: RunOptions): Promise<RunHandle> {
  const {session} = options;
  const clock = forwardClock(options.clock, session.state.startedAt);
  const graceMs = options.limits?.graceMs ?? defaultLimits.graceMs;
  await endLeftProcesses(session.id, {graceMs, asRoot: asRootBy(options)});
  removeStaleWorkspace(session.directory);
  const bootId = options.bootId ?? currentBootId();
  return start(
    {...options, clock},
    recoveryEvents(session.state, {at: clock.now(), bootId, units: options.units.jobs}),
  );
}
