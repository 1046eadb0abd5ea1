import {type ChildProcess, spawn} from 'node:child_process';
import {closeSync} from 'node:fs';
import type {ProcessEnd} from '../session/events.ts';
import {type Capture, type CaptureResult, openCapture} from './capture.ts';
import type {PipePool} from './pipes.ts';
import {endTree, hasGroup, membersOf, type ProcessTree} from './process-tree.ts';

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
  /** Is in `env` too. */
  readonly marker: string;
  readonly files: {readonly stdout: string; readonly stderr: string};
  readonly limits: ProcessLimits;
  /** It runs as another user, so that ending it may need sudo. */
  readonly privileged: boolean;
  readonly pipes: PipePool;
  readonly onOutput: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void;
}

export interface ProcessReport {
  readonly end: ProcessEnd;
  readonly durationMs: number;
  /** Sentences on what else happened: lost output, processes left behind. */
  readonly notes: readonly string[];
}

export interface RunningProcess {
  /** Undefined where it did not start. */
  readonly pid?: number;
  readonly ended: Promise<ProcessReport>;
  /** Ends it and what it started: the report's end is `interrupted` then. */
  stop(): void;
}

/** A grandchild that keeps the pipe open is listened to for so long after the job's own process is gone. */
const quietMs = 200;
/** After SIGKILL, for a process that hangs in the kernel. */
const giveUpMs = 5000;

type Exit =
  | {readonly type: 'exit'; readonly code: number | null; readonly signal: string | null}
  | {readonly type: 'error'; readonly error: Error}
  | {readonly type: 'gave-up'};

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({type: 'exit', code, signal}));
    child.once('error', (error) => resolve({type: 'error', error}));
  });
}

type Cause = Extract<ProcessEnd, {readonly type: 'timed-out' | 'interrupted'}>;

/** Watches the two limits; `touch` tells of output. */
function watchLimits({timeoutMs, silenceTimeoutMs}: ProcessLimits, onLimit: (cause: Cause) => void) {
  let lastOutput = performance.now();
  const timers: NodeJS.Timeout[] = [];
  if (timeoutMs !== undefined) {
    timers.push(setTimeout(() => onLimit({type: 'timed-out', limit: 'timeout', afterMs: timeoutMs}), timeoutMs));
  }
  if (silenceTimeoutMs !== undefined) {
    const look = (): void => {
      if (performance.now() - lastOutput < silenceTimeoutMs) return;
      onLimit({type: 'timed-out', limit: 'silence-timeout', afterMs: silenceTimeoutMs});
    };
    timers.push(setInterval(look, Math.min(250, Math.max(10, silenceTimeoutMs / 4))));
  }
  return {
    touch: () => {
      lastOutput = performance.now();
    },
    clear: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

function endOf(exit: Exit, cause: Cause | undefined): ProcessEnd {
  if (exit.type === 'error') return {type: 'not-started', reason: exit.error.message};
  if (cause !== undefined) return cause;
  if (exit.type === 'gave-up') return {type: 'interrupted'};
  if (exit.signal !== null) return {type: 'signalled', signal: exit.signal, core: false};
  return {type: 'exited', code: exit.code ?? 0};
}

function noteOutput(stream: string, {omittedBytes, problem}: CaptureResult): readonly string[] {
  const notes: string[] = [];
  if (problem !== undefined) notes.push(`its ${stream} could not be saved: ${problem}`);
  if (omittedBytes > 0) notes.push(`${omittedBytes} bytes of its ${stream} were left out`);
  return notes;
}

function noteLeft(members: readonly {readonly pid: number; readonly name: string}[], what: string): readonly string[] {
  if (members.length === 0) return [];
  const named = members.slice(0, 5).map(({pid, name}) => `${name} (${pid})`);
  return [`${what}: ${named.join(', ')}${members.length > 5 ? ' and others' : ''}`];
}

interface Captures {
  readonly stdout: Capture;
  readonly stderr: Capture;
}

function openCaptures(request: ProcessRequest, onBytes: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void) {
  const {pipes, files, limits} = request;
  const pair = pipes.take();
  const open = (stream: 'stdout' | 'stderr'): Capture =>
    openCapture({
      pipe: pair[stream],
      file: files[stream],
      maxBytes: limits.maxOutputBytes,
      onBytes: (bytes) => onBytes(stream, bytes),
    });
  const captures: Captures = {stdout: open('stdout'), stderr: open('stderr')};
  const finish = async (): Promise<readonly string[]> => {
    const [stdout, stderr] = await Promise.all([captures.stdout.finish(quietMs), captures.stderr.finish(quietMs)]);
    if (stdout.closed && stderr.closed) pipes.giveBack(pair);
    return [...noteOutput('output', stdout), ...noteOutput('error output', stderr)];
  };
  return {captures, finish};
}

function start({argv, env, cwd}: ProcessRequest, {stdout, stderr}: Captures): ChildProcess {
  const [file, ...words] = argv;
  try {
    return spawn(file, words, {cwd, env, detached: true, stdio: ['ignore', stdout.writeEnd, stderr.writeEnd]});
  } finally {
    closeSync(stdout.writeEnd);
    closeSync(stderr.writeEnd);
  }
}

/**
 * Runs a command in a process group of its own, its output going to files as it comes. Never throws for what the command
 * does; throws where we cannot even make the pipes.
 */
export function runProcess(request: ProcessRequest): RunningProcess {
  const {marker, limits, privileged} = request;
  const startedAt = performance.now();
  let cause: Cause | undefined;
  let stopping: Promise<readonly string[]> | undefined;
  const stop = (why: Cause): void => {
    if (stopping !== undefined) return;
    cause = why;
    stopping = endTree(tree, {graceMs: limits.graceMs, privileged}).then((left) =>
      noteLeft(left, 'even SIGKILL did not end'),
    );
    stopping.then(
      () => setTimeout(giveUp, giveUpMs).unref(),
      () => giveUp(),
    );
  };
  const watch = watchLimits(limits, stop);
  const {captures, finish} = openCaptures(request, (stream, bytes) => {
    watch.touch();
    request.onOutput(stream, bytes);
  });
  const child = start(request, captures);
  const tree: ProcessTree = child.pid === undefined ? {marker} : {marker, group: child.pid};
  let giveUp: () => void = () => undefined;
  const gaveUp = new Promise<Exit>((resolve) => {
    giveUp = () => resolve({type: 'gave-up'});
  });
  const report = async (): Promise<ProcessReport> => {
    const exit = await Promise.race([exitOf(child), gaveUp]);
    const durationMs = Math.round(performance.now() - startedAt);
    watch.clear();
    const notes = [...(await (stopping ?? [])), ...(await finish())];
    if (child.pid !== undefined && stopping === undefined && hasGroup(child.pid)) {
      notes.push(...noteLeft(membersOf(tree), 'it left running'));
    }
    return {end: endOf(exit, cause), durationMs, notes};
  };
  return {
    ...(child.pid === undefined ? {} : {pid: child.pid}),
    ended: report(),
    stop: () => stop({type: 'interrupted'}),
  };
}
