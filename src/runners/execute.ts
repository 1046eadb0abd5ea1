import {chmodSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Host} from '../base/host.ts';
import type {Provider} from '../catalog/unit-set.ts';
import {resourceFromCommand} from '../resources/parse-records.ts';
import type {Probe} from '../resources/probe.ts';
import {runProbe} from '../resources/run-probe.ts';
import type {ResourceState} from '../session/events.ts';
import {outputPath, readOutput} from '../session/output-files.ts';
import type {Job, ResourceJob} from '../units/unit.ts';
import {type Identity, userPrefix} from './become-user.ts';
import {watchOomKills, withEvidence} from './evidence.ts';
import type {ProcessInput} from './input.ts';
import {jobEnvironment} from './job-environment.ts';
import {createMaskers, type Secret} from './mask.ts';
import {type ProcessReport, type RunningProcess, runProcess} from './process.ts';
import {markerVariable} from './process-tree.ts';
import {shellOf} from './shell.ts';
import type {Starter} from './starter.ts';
import type {Workspace} from './workspace.ts';

export type OutputListener = (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void;

/** What the end of a job's process or probe says. */
export type ExecutionEnd = Omit<Extract<ProcessInput, {readonly type: 'process-ended'}>, 'type' | 'jobId'>;

export interface Execution {
  /** Undefined where no process runs, or not yet. */
  pid(): number | undefined;
  readonly ended: Promise<ExecutionEnd>;
  stop(): void;
}

export interface ExecutionLimits {
  /** For jobs that give none themselves. */
  readonly defaultTimeoutMs?: number;
  readonly graceMs: number;
  readonly maxOutputBytes: number;
  readonly probeTimeoutMs: number;
}

export const defaultLimits: ExecutionLimits = {
  graceMs: 5000,
  maxOutputBytes: 1024 * 1024 * 1024,
  probeTimeoutMs: 30_000,
};

export interface ExecutorOptions {
  readonly host: Host;
  readonly providers: readonly Provider[];
  readonly probe: (name: string) => Probe | undefined;
  readonly session: {readonly id: string; readonly directory: string};
  readonly workspace: Workspace;
  readonly starter: Starter;
  readonly identity: Identity;
  /** What must not be seen in any output. */
  readonly secrets?: readonly Secret[] | undefined;
  /** From the launcher; goes to every job. */
  readonly environment: Readonly<Record<string, string>>;
  readonly limits: ExecutionLimits;
  readonly version: string;
  /** What a job that restarts the machine can run to go on with the session. */
  readonly respawnCommand: string;
}

/** What a resource job may print. */
const maxRecordBytes = 64 * 1024 * 1024;
const maxLeftoversNamed = 20;
/** One word of a command line can be 128 KiB long; a longer command is read from a file. */
const maxWordBytes = 120_000;

function commandOf(job: Job): string {
  if (job.plugin === 'resource') return job.source.type === 'command' ? job.source.command.text : '';
  return 'command' in job && job.command !== undefined ? job.command.text : '';
}

function sharedName(options: ExecutorOptions): string {
  return join(options.session.directory, 'share');
}

function prepareShare(job: Job, options: ExecutorOptions, forOthers: boolean): void {
  const share = sharedName(options);
  if (forOthers) chmodSync(share, 0o777);
  if (job.flags.includes('noreturn')) writeFileSync(join(share, '__checkbox_respawn'), `${options.respawnCommand}\n`);
}

function resourceOf(
  job: ResourceJob,
  report: ProcessReport,
  {attempt, directory}: {attempt: number; directory: string},
): ResourceState {
  const {stdout, stderr} = readOutput(directory, {jobId: job.id, attempt}, maxRecordBytes);
  return resourceFromCommand({stdout, stderr, end: report.end, ...(job.keys === undefined ? {} : {keys: job.keys})});
}

function probeExecution(job: ResourceJob, name: string, options: ExecutorOptions): Execution {
  const startedAt = performance.now();
  const probe = options.probe(name);
  const looked: Promise<ResourceState> =
    probe === undefined
      ? Promise.resolve({state: 'unknown', reason: `there is no probe ${name}`})
      : runProbe(probe, options.host, {timeoutMs: job.timeoutMs ?? options.limits.probeTimeoutMs});
  let stop: () => void = () => undefined;
  const stopped = new Promise<ResourceState>((resolve) => {
    stop = () => resolve({state: 'unknown', reason: 'it was interrupted'});
  });
  const ended = Promise.race([looked, stopped]).then((resource) => ({
    durationMs: Math.round(performance.now() - startedAt),
    resource,
  }));
  return {pid: () => undefined, ended, stop};
}

/** Jobs of one provider that say nothing about it have the same environment. */
function cachedEnvironments(
  options: ExecutorOptions,
  providers: ReadonlyMap<string, Provider>,
): (job: Job) => Readonly<Record<string, string>> {
  const environments = new Map<string, Readonly<Record<string, string>>>();
  return (job) => {
    const {provider} = job.record.origin;
    const key = JSON.stringify([provider, job.user, job.environ, job.flags.includes('reset-locale')]);
    const known = environments.get(key);
    if (known !== undefined) return known;
    const environment = jobEnvironment(job, {
      inherited: options.host.env,
      configured: options.environment,
      provider: providers.get(provider),
      providers: options.providers,
      share: sharedName(options),
      version: options.version,
      node: process.execPath,
    });
    environments.set(key, environment);
    return environment;
  };
}

/** Runs jobs of one session, one process each. */
export function createExecutor(options: ExecutorOptions) {
  const {session, workspace, identity, limits} = options;
  const oom = watchOomKills();
  const createMask = createMaskers(options.secrets ?? []);
  let count = 0;
  let latest = '';

  const providers = new Map(options.providers.map((provider) => [provider.name, provider]));
  const environmentOf = cachedEnvironments(options, providers);
  const request = (job: Job, attempt: number, place: {readonly cwd: string; readonly onOutput: OutputListener}) => {
    const marker = `${session.id}:${process.pid}.${count++};`;
    const prefix = userPrefix(job.user, identity);
    const env = {...environmentOf(job), [markerVariable]: marker};
    // sudo gives a program none of our variables unless they stand on its command line.
    const words =
      prefix[0] === 'sudo' ? ['env', ...Object.entries(env).map(([name, value]) => `${name}=${value}`)] : [];
    const shell = shellOf(job, providers.get(job.record.origin.provider));
    const [first = shell, ...rest] = [...prefix, ...words, shell];
    const file = (stream: 'stdout' | 'stderr'): string =>
      outputPath(session.directory, {jobId: job.id, attempt, stream});
    const timeoutMs = job.timeoutMs ?? limits.defaultTimeoutMs;
    return {
      argv: [first, ...rest] as const,
      env,
      marker,
      cwd: place.cwd,
      files: {stdout: file('stdout'), stderr: file('stderr')},
      limits: {
        graceMs: limits.graceMs,
        maxOutputBytes: limits.maxOutputBytes,
        ...(timeoutMs === undefined ? {} : {timeoutMs}),
        ...(job.silenceTimeoutMs === undefined ? {} : {silenceTimeoutMs: job.silenceTimeoutMs}),
      },
      privileged: prefix.length > 0,
      pipes: workspace.pipes,
      starter: options.starter,
      onOutput: place.onOutput,
      createMask,
    };
  };

  const launch = (job: Job, attempt: number, onOutput: OutputListener): Execution => {
    const own = !job.flags.includes('preserve-cwd');
    const privileged = userPrefix(job.user, identity).length > 0;
    const forOthers = privileged && identity.uid === 0;
    prepareShare(job, options, forOthers);
    const cwd = own ? workspace.makeDirectory({forOthers}) : process.cwd();
    const {argv, ...common} = request(job, attempt, {cwd, onOutput});
    // A command that is run once more in the same attempt starts afresh.
    const key = `${job.id} ${attempt}`;
    if (key === latest) for (const path of [common.files.stdout, common.files.stderr]) rmSync(path, {force: true});
    latest = key;
    const command = commandOf(job);
    const script = join(session.directory, 'command.sh');
    const long = Buffer.byteLength(command) > maxWordBytes;
    if (long) writeFileSync(script, command, {mode: 0o755});
    const running: RunningProcess = runProcess({...common, argv: [...argv, ...(long ? [script] : ['-c', command])]});
    const ended = running.ended.then((report): ExecutionEnd => {
      const left = own ? workspace.removeDirectory(cwd, {privileged, mayBeInUse: report.notes.length > 0}) : [];
      const leftovers = job.flags.includes('has-leftovers') ? [] : left.slice(0, maxLeftoversNamed);
      return {
        end: withEvidence(report.end, {left, oom}),
        durationMs: report.durationMs,
        ...(leftovers.length === 0 ? {} : {leftovers}),
        ...(report.usage === undefined ? {} : {usage: report.usage}),
        ...(report.notes.length === 0 ? {} : {notes: report.notes}),
        ...(job.plugin === 'resource'
          ? {resource: resourceOf(job, report, {attempt, directory: session.directory})}
          : {}),
      };
    });
    return {pid: running.pid, ended, stop: running.stop};
  };

  return {
    /** Rejects or throws only for what is wrong on our side: no room for its folder or pipes. */
    run(job: Job, attempt: number, onOutput: OutputListener): Execution {
      if (job.plugin === 'resource' && job.source.type === 'probe') {
        return probeExecution(job, job.source.probe.text, options);
      }
      return launch(job, attempt, onOutput);
    },
  };
}

export type Executor = ReturnType<typeof createExecutor>;
