import {chmodSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {resourceFromCommand} from '../../resources/parse-records.ts';
import type {ResourceState, ResourceUsage} from '../../session/events.ts';
import {type AttemptOutput, outputPath, readOutput} from '../../session/output-files.ts';
import type {Job, ResourceJob} from '../../units/unit.ts';
import {endThrough} from '../process/become-user.ts';
import type {GroupUse, JobGroup} from '../process/control-group.ts';
import {createMaskers, createTextMask} from '../process/mask.ts';
import {type ProcessLimits, type ProcessReport, type ProcessRequest, runProcess} from '../process/process.ts';
import {markerVariable} from '../process/process-tree.ts';
import {shellOf} from '../process/shell.ts';
import type {RunOrder} from '../run-state.ts';
import {makePlace, type Owner, ownerOf, type Place} from './attempt-place.ts';
import {watchOomKills, withEvidence} from './evidence.ts';
import type {Execution, ExecutionEnd, ExecutionLimits, ExecutorOptions, OutputListener} from './execution.ts';
import {commandOf} from './job-command.ts';
import {cachedEnvironments} from './job-environment.ts';
import {fillInputs, type InputValues, inputVariables} from './job-inputs.ts';
import {maskValues, outputsVariable, type ReadOutputs, readOutputs} from './job-outputs.ts';
import {notesOn} from './notes.ts';
import {probeExecution} from './probe-execution.ts';

/** What a resource job may print. */
const maxRecordBytes = 64 * 1024 * 1024;
const maxLeftoversNamed = 20;

function filledCommand(job: Job, inputs: InputValues): string {
  const filled = fillInputs(commandOf(job), inputs);
  if (!filled.ok) throw new Error(`Internal error: ${filled.reason}`);
  return filled.text;
}

function limitsOf(job: Job, limits: ExecutionLimits): ProcessLimits {
  const {timeoutFactor = 1, graceMs, maxOutputBytes} = limits;
  const scaled = (own: number | undefined): number | undefined =>
    own === undefined ? undefined : Math.round(own * timeoutFactor);
  const timeoutMs = scaled(job.timeoutMs) ?? limits.defaultTimeoutMs;
  const silenceTimeoutMs = scaled(job.silenceTimeoutMs) ?? limits.defaultSilenceTimeoutMs;
  return {
    graceMs,
    maxOutputBytes,
    ...(timeoutMs === undefined ? {} : {timeoutMs}),
    ...(silenceTimeoutMs === undefined ? {} : {silenceTimeoutMs}),
  };
}

/** What runs the command, up to the command itself. */
function shellWords(
  shell: string,
  {prefix}: Owner,
  env: Readonly<Record<string, string>>,
): readonly [string, ...string[]] {
  // sudo gives a program none of our variables unless they stand on its command line.
  const variables =
    prefix[0] === 'sudo' ? ['env', ...Object.entries(env).map(([name, value]) => `${name}=${value}`)] : [];
  const [first = shell, ...rest] = [...prefix, ...variables, shell];
  return [first, ...rest];
}

/** Records out of output with holes would look like all there are. */
function resourceOf(
  job: ResourceJob,
  {stdout, stderr, omittedBytes}: AttemptOutput,
  {end, isOutputLost}: ProcessReport,
): ResourceState {
  if (isOutputLost) return {state: 'unknown', reason: 'what it printed could not be kept whole'};
  if (omittedBytes > 0) return {state: 'unknown', reason: 'it printed more than records can be read from'};
  return resourceFromCommand({stdout, stderr, end, ...(job.keys === undefined ? {} : {keys: job.keys})});
}

function filesOf(directory: string, {job, attempt}: RunOrder): ProcessRequest['files'] {
  const file = (stream: 'stdout' | 'stderr' | 'times'): string =>
    outputPath(directory, {jobId: job.id, attempt, stream});
  return {stdout: file('stdout'), stderr: file('stderr'), times: file('times')};
}

function prepareShare(
  share: string,
  {job, owner, respawnCommand}: {readonly job: Job; readonly owner: Owner; readonly respawnCommand: string},
): void {
  if (owner.isLesser) chmodSync(share, 0o777);
  if (job.flags.includes('noreturn')) writeFileSync(join(share, '__checkbox_respawn'), `${respawnCommand}\n`);
}

function printedBy(directory: string, {job, attempt}: RunOrder): AttemptOutput {
  return readOutput(directory, {jobId: job.id, attempt}, maxRecordBytes);
}

interface Surroundings {
  readonly place: Place;
  readonly group: JobGroup | undefined;
}

function peaks({peakBytes, peakProcesses}: Partial<GroupUse> = {}): Pick<ResourceUsage, 'peakBytes' | 'peakProcesses'> {
  return {
    ...(peakBytes === undefined ? {} : {peakBytes}),
    ...(peakProcesses === undefined ? {} : {peakProcesses}),
  };
}

/** Runs jobs of one session, one process each. */
export function createExecutor(options: ExecutorOptions) {
  const {session, workspace, limits, providers, version, rootStarter, asRoot} = options;
  const share = join(session.directory, 'share');
  const oom = watchOomKills();
  const createMask = createMaskers(options.secrets ?? []);
  const maskText = createTextMask(options.secrets ?? []);
  const providersByName = new Map(providers.map((provider) => [provider.name, provider]));
  const environmentOf = cachedEnvironments({
    inherited: options.host.env,
    configured: options.environment,
    providers,
    share,
    version,
    node: process.execPath,
  });
  let count = 0;
  let underWay = 0;

  const endOf = (order: RunOrder, {place, group}: Surroundings, report: ProcessReport): ExecutionEnd => {
    const {job} = order;
    underWay--;
    const use = group?.leave();
    const kills = use === undefined ? oom : {happened: () => use.oomKilled};
    const values: ReadOutputs = readOutputs(place.outputs, job.outputs);
    const left = place.clear(report);
    const unexpected = job.flags.includes('has-leftovers') ? [] : left;
    const end = withEvidence(endThrough(ownerOf(job, options).prefix, report.end), {left, oom: kills});
    const notes = notesOn({report, problems: values.problems, use, end, left: unexpected}).map(maskText);
    return {
      end,
      durationMs: report.durationMs,
      ...(unexpected.length === 0 ? {} : {leftovers: unexpected.slice(0, maxLeftoversNamed).map(maskText)}),
      ...(report.usage === undefined ? {} : {usage: {...report.usage, ...peaks(use)}}),
      ...(notes.length === 0 ? {} : {notes}),
      ...(job.outputs.size === 0 ? {} : {outputs: maskValues(values.outputs, maskText)}),
      ...(job.plugin === 'resource' ? {resource: resourceOf(job, printedBy(session.directory, order), report)} : {}),
    };
  };

  const launch = (order: RunOrder, onOutput: OutputListener): Execution => {
    const {job, again, inputs} = order;
    const owner = ownerOf(job, options);
    const command = filledCommand(job, inputs);
    prepareShare(share, {job, owner, respawnCommand: options.respawnCommand});
    const place = makePlace(workspace, {job, command, owner, asRoot});
    const group = options.groups?.enter();
    // What was killed beside another job may be that one's doing.
    if (underWay++ === 0) oom.forget();
    const marker = `${session.id}:${process.pid}.${count++};`;
    const env = {
      ...environmentOf(job),
      ...inputVariables(inputs),
      ...(place.outputs === undefined ? {} : {[outputsVariable]: place.outputs}),
      [markerVariable]: marker,
    };
    const files = filesOf(session.directory, order);
    if (again) for (const path of Object.values(files)) rmSync(path, {force: true});
    const words = shellWords(shellOf(job, providersByName.get(job.record.origin.provider)), owner, env);
    const running = runProcess({
      argv: [...words, ...(place.script === undefined ? ['-c', command] : [place.script])],
      env,
      marker,
      cwd: place.cwd,
      terminal: job.flags.includes('terminal'),
      files,
      limits: limitsOf(job, limits),
      ...(group === undefined ? {} : {cgroup: group.directory}),
      asRoot: owner.isOther ? asRoot : undefined,
      pipes: workspace.pipes,
      starter: (owner.throughRoot ? rootStarter : undefined) ?? options.starter,
      onOutput,
      createMask,
    });
    return {
      pid: running.pid,
      ended: running.ended.then((report) => endOf(order, {place, group}, report)),
      stop: running.stop,
    };
  };

  return {
    /** Rejects or throws only for what is wrong on our side, such as no room for its folder or pipes, or for an input that no command can safely hold. */
    run(order: RunOrder, onOutput: OutputListener): Execution {
      const {job} = order;
      if (job.plugin !== 'resource' || job.source.type !== 'probe') return launch(order, onOutput);
      const name = job.source.probe.text;
      const timeoutMs = job.timeoutMs ?? limits.probeTimeoutMs;
      return probeExecution({name, probe: options.probe(name), host: options.host, timeoutMs});
    },
  };
}

export type Executor = ReturnType<typeof createExecutor>;
