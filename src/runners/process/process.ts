import {setTimeout as sleep} from 'node:timers/promises';
import {callAfter} from '../../base/call-after.ts';
import type {ProcessEnd, ResourceUsage} from '../../session/events.ts';
import type {AsRoot} from './become-user.ts';
import {type Capture, type CaptureResult, openCapture} from './capture.ts';
import type {StreamMasker} from './mask.ts';
import {recordTimes} from './output-times.ts';
import type {PipePair, PipePool} from './pipes.ts';
import {endTree, type Member, membersOf, type ProcessTree} from './process-tree.ts';
import type {Exit, Starter} from './starter.ts';

export interface ProcessLimits {
  readonly timeoutMs?: number;
  readonly silenceTimeoutMs?: number;
  /** Between SIGTERM and SIGKILL. */
  readonly graceMs: number;
  /** Of each stream, in its file. */
  readonly maxOutputBytes: number;
}

export interface ProcessRequest {
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** On a terminal of its own. */
  readonly terminal?: boolean;
  /** Is in `env` too. */
  readonly marker: string;
  /** `times` says when which stream brought how many bytes. */
  readonly files: {readonly stdout: string; readonly stderr: string; readonly times: string};
  readonly limits: ProcessLimits;
  /** A directory of cgroup v2 it is started in. */
  readonly cgroup?: string;
  /** Where it runs as another user, for ending it. */
  readonly asRoot?: AsRoot | undefined;
  readonly pipes: PipePool;
  readonly starter: Starter;
  readonly onOutput: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void;
  /** Makes what hides secrets in a stream. */
  readonly createMask?: (() => StreamMasker) | undefined;
}

export interface ProcessReport {
  readonly end: ProcessEnd;
  readonly durationMs: number;
  /** Sentences on what else happened: lost output, processes left behind. */
  readonly notes: readonly string[];
  /** Its output has holes. */
  readonly isOutputLost: boolean;
  readonly usage?: ResourceUsage;
}

export interface RunningProcess {
  /** Undefined where it did not start, or not yet. */
  pid(): number | undefined;
  readonly ended: Promise<ProcessReport>;
  /** Ends it and what it started: the report's end is `interrupted` then. */
  stop(): void;
}

/** A grandchild that keeps the pipe open is listened to for so long after the job's own process is gone. */
const quietMs = 200;
/** After SIGKILL, for a process that hangs in the kernel. */
const giveUpMs = 5000;

type Ending = Exit | {readonly type: 'gave-up'};

type Cause = Extract<ProcessEnd, {readonly type: 'timed-out' | 'interrupted'}>;

/** Watches the two limits; `touch` tells of output. */
function watchLimits({timeoutMs, silenceTimeoutMs}: ProcessLimits, onLimit: (cause: Cause) => void) {
  let lastOutput = performance.now();
  const callOffs: (() => void)[] = [];
  if (timeoutMs !== undefined) {
    callOffs.push(callAfter(timeoutMs, () => onLimit({type: 'timed-out', limit: 'timeout', afterMs: timeoutMs})));
  }
  if (silenceTimeoutMs !== undefined) {
    const look = (): void => {
      if (performance.now() - lastOutput < silenceTimeoutMs) return;
      onLimit({type: 'timed-out', limit: 'silence-timeout', afterMs: silenceTimeoutMs});
    };
    const timer = setInterval(look, Math.min(250, Math.max(10, silenceTimeoutMs / 4)));
    callOffs.push(() => clearInterval(timer));
  }
  return {
    touch: () => {
      lastOutput = performance.now();
    },
    clear: () => {
      for (const callOff of callOffs) callOff();
    },
  };
}

function endOf(ending: Ending, cause: Cause | undefined): ProcessEnd {
  if (ending.type === 'error') return {type: 'not-started', reason: ending.reason};
  if (cause !== undefined) return cause;
  if (ending.type === 'lost') return {type: 'interrupted', lost: true};
  if (ending.type === 'gave-up') return {type: 'interrupted'};
  if (ending.signal !== null) return {type: 'signalled', signal: ending.signal, core: ending.core};
  return {type: 'exited', code: ending.code ?? 0};
}

function noteOutput(stream: string, {omittedBytes, problem}: CaptureResult): readonly string[] {
  const notes: string[] = [];
  if (problem !== undefined) notes.push(`its ${stream} could not be saved: ${problem}`);
  if (omittedBytes > 0) notes.push(`${omittedBytes} bytes of its ${stream} were left out`);
  return notes;
}

function noteLeft(members: readonly Member[], what: string): readonly string[] {
  if (members.length === 0) return [];
  const named = members.slice(0, 5).map(({pid, name}) => `${name} (${pid})`);
  return [`${what}: ${named.join(', ')}${members.length > 5 ? ' and others' : ''}`];
}

interface Captures {
  readonly pair: PipePair;
  readonly stdout: Capture;
  readonly stderr: Capture;
}

function openCaptures(
  {pipes, files, limits, createMask}: ProcessRequest,
  onBytes: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void,
): Captures {
  const pair = pipes.take();
  const open = (stream: 'stdout' | 'stderr'): Capture =>
    openCapture({
      reader: pair.readers[stream],
      file: files[stream],
      maxBytes: limits.maxOutputBytes,
      onBytes: (bytes) => onBytes(stream, bytes),
      mask: createMask?.(),
    });
  return {pair, stdout: open('stdout'), stderr: open('stderr')};
}

/** Until both streams were quiet for a while: who has them open may never close them. */
async function untilQuiet({stdout, stderr}: Captures): Promise<void> {
  const since = performance.now();
  for (;;) {
    const quietSince = Math.max(since, stdout.lastBytesAt(), stderr.lastBytesAt());
    const leftMs = quietSince + quietMs - performance.now();
    if (leftMs <= 0) return;
    await sleep(leftMs);
  }
}

function takeRest({pair: {readers}}: Captures): void {
  readers.stdout.drain();
  readers.stderr.drain();
}

interface Settled {
  readonly notes: readonly string[];
  readonly isOutputLost: boolean;
}

function finishCaptures({stdout, stderr}: Captures): Settled {
  const out = noteOutput('output', stdout.finish());
  return {notes: [...out, ...noteOutput('error output', stderr.finish())], isOutputLost: out.length > 0};
}

/** Whether nothing of the process is left that could write into its pipes. */
function isAlone(ending: Ending, tree: () => ProcessTree): boolean {
  const left = ending.type === 'exit' ? ending.left : 'unknown';
  return left === 'none' || (left === 'unknown' && ending.type !== 'gave-up' && membersOf(tree()).length === 0);
}

interface Settling {
  readonly request: ProcessRequest;
  readonly tree: () => ProcessTree;
  readonly wasStopped: boolean;
}

/** What is still in the pipes when the process is gone, and who may still write into them. */
async function settleOutput(ending: Ending, captures: Captures, settling: Settling): Promise<Settled> {
  const {request, tree, wasStopped} = settling;
  const {pipes, starter} = request;
  const pending = ending.type !== 'exit' || ending.pending;
  const isClean = isAlone(ending, tree);
  if (!isClean) await untilQuiet(captures);
  const members = isClean ? [] : membersOf(tree());
  if (pending || !isClean) takeRest(captures);
  const {notes, isOutputLost} = finishCaptures(captures);
  if (isClean) pipes.giveBack(captures.pair);
  else {
    starter.drop(captures.pair);
    pipes.drop(captures.pair);
  }
  return {isOutputLost, notes: wasStopped ? notes : [...notes, ...noteLeft(members, 'it left running')]};
}

/**
 * Runs a command in a process group of its own, its output going to files as it comes. Never throws for what the command
 * does; throws where we cannot even make the pipes.
 */
export function runProcess(request: ProcessRequest): RunningProcess {
  const {marker, cgroup, limits, asRoot, starter} = request;
  const startedAt = performance.now();
  let cause: Cause | undefined;
  let stopping: Promise<readonly string[]> | undefined;
  let giveUp: () => void = () => undefined;
  const gaveUp = new Promise<Ending>((resolve) => {
    giveUp = () => resolve({type: 'gave-up'});
  });
  const stop = (why: Cause): void => {
    if (stopping !== undefined) return;
    cause = why;
    stopping = started.settled
      .then(() => endTree(tree(), {graceMs: limits.graceMs, asRoot}))
      .then((left) => noteLeft(left, 'even SIGKILL did not end'));
    stopping.then(
      () => setTimeout(giveUp, giveUpMs).unref(),
      () => giveUp(),
    );
  };
  const watch = watchLimits(limits, stop);
  const times = recordTimes(request.files.times);
  const captures = openCaptures(request, (stream, bytes) => {
    watch.touch();
    times.add(stream, bytes.length);
    request.onOutput(stream, bytes);
  });
  const started = starter.start({...request, pair: captures.pair});
  const tree = (): ProcessTree => {
    const group = started.pid();
    return {marker, ...(group === undefined ? {} : {group}), ...(cgroup === undefined ? {} : {cgroup})};
  };
  const report = async (): Promise<ProcessReport> => {
    const ending = await Promise.race([started.exited, gaveUp]);
    const durationMs = Math.round(performance.now() - startedAt);
    watch.clear();
    const ended = await (stopping ?? []);
    const wasStopped = stopping !== undefined;
    const {notes, isOutputLost} = await settleOutput(ending, captures, {request, tree, wasStopped});
    times.finish();
    const usage = ending.type === 'exit' ? ending.usage : undefined;
    const end = endOf(ending, cause);
    return {end, durationMs, notes: [...ended, ...notes], isOutputLost, ...(usage === undefined ? {} : {usage})};
  };
  return {pid: () => started.pid(), ended: report(), stop: () => stop({type: 'interrupted'})};
}
