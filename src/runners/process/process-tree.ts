import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import type {AsRoot} from './become-user.ts';

/**
 * A job's processes: those of its group, and those that left the group, known by the variable `ASSAY_JOB` they inherited.
 * `marker` is that variable's value or the beginning of it, so it must not be the beginning of another's.
 */
export interface ProcessTree {
  readonly group?: number;
  readonly marker: string;
  /** A directory of cgroup v2 that all of them are in, whatever they do. */
  readonly cgroup?: string;
}

/** The variable every process of a job has. */
export const markerVariable = 'ASSAY_JOB';

export interface Stopping {
  /** Between SIGTERM and SIGKILL. */
  readonly graceMs: number;
  /** For those that are root's, where some may be. */
  readonly asRoot?: AsRoot | undefined;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

export interface Member {
  readonly pid: number;
  readonly name: string;
}

function memberAt(entry: string, {group, marker}: ProcessTree, inCgroup: ReadonlySet<string>): Member | undefined {
  const pid = Number(entry);
  if (!Number.isInteger(pid) || pid === process.pid) return undefined;
  const stat = read(`/proc/${pid}/stat`);
  const afterName = stat.lastIndexOf(')');
  const [state, , processGroup] = stat.slice(afterName + 2).split(' ');
  if (afterName === -1 || state === 'Z' || state === 'X') return undefined;
  const inGroup = group !== undefined && Number(processGroup) === group;
  const wanted = `\0${markerVariable}=${marker}`;
  if (!inGroup && !inCgroup.has(entry) && !`\0${read(`/proc/${pid}/environ`)}`.includes(wanted)) return undefined;
  return {pid, name: stat.slice(stat.indexOf('(') + 1, afterName)};
}

/** The living processes of the tree. Reads all of `/proc`: milliseconds. */
export function membersOf(tree: ProcessTree): readonly Member[] {
  const inCgroup = new Set(tree.cgroup === undefined ? [] : read(join(tree.cgroup, 'cgroup.procs')).split('\n'));
  return readdirSync('/proc').flatMap((entry) => memberAt(entry, tree, inCgroup) ?? []);
}

/** Whether any may live. Where the kernel counts them, not all of `/proc` is read while there are still some. */
function isAlive(tree: ProcessTree): boolean {
  const isCounted = tree.cgroup !== undefined && /^populated 1$/m.test(read(join(tree.cgroup, 'cgroup.events')));
  return isCounted || membersOf(tree).length > 0;
}

function signal(target: number, name: 'SIGTERM' | 'SIGKILL', asRoot: AsRoot | undefined): void {
  try {
    process.kill(target, name);
  } catch (error) {
    if (codeOf(error) === 'EPERM') asRoot?.(['kill', '-s', name.slice(3), '--', String(target)]);
  }
}

/** Reaches all of them at once, also those of other users. */
function killCgroup(directory: string): void {
  try {
    writeFileSync(join(directory, 'cgroup.kill'), '1');
  } catch {
    // A kernel before 5.14: they are killed one by one.
  }
}

function signalAll(tree: ProcessTree, name: 'SIGTERM' | 'SIGKILL', {asRoot}: Stopping): readonly Member[] {
  if (tree.group !== undefined) signal(-tree.group, name, asRoot);
  if (tree.cgroup !== undefined && name === 'SIGKILL') killCgroup(tree.cgroup);
  const members = membersOf(tree);
  for (const {pid} of members) signal(pid, name, asRoot);
  return members;
}

const killRounds = 100;

/** Ends every process of the tree; resolves with those that even SIGKILL did not end. */
export async function endTree(tree: ProcessTree, stopping: Stopping): Promise<readonly Member[]> {
  signalAll(tree, 'SIGTERM', stopping);
  const deadline = performance.now() + stopping.graceMs;
  while (performance.now() < deadline) {
    if (!isAlive(tree)) return [];
    await sleep(25);
  }
  // What forks faster than it is counted is hit again; a process in an uninterruptible sleep stays.
  for (let round = 0; round < killRounds; round++) {
    if (signalAll(tree, 'SIGKILL', stopping).length === 0) return [];
    await sleep(20);
  }
  return membersOf(tree);
}
