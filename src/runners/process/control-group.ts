import {existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync} from 'node:fs';
import {totalmem} from 'node:os';
import {join, relative} from 'node:path';
import {messageOf} from '../../base/message-of.ts';

/** A directory of cgroup v2 that holds the processes of one job. Formats: the kernel's Documentation/admin-guide/cgroup-v2.rst. */
export interface JobGroup {
  readonly directory: string;
  /** What the kernel counted. Removes the group, unless something of the job lives on in it: then `close` of all does. */
  leave(): GroupUse;
}

export interface GroupUse {
  /** The kernel killed a process of it because memory ran out. */
  readonly oomKilled: boolean;
  /** It wanted more processes at a time than it may have. */
  readonly hitProcessLimit: boolean;
  /** Of all its processes together. */
  readonly peakBytes?: number;
  readonly peakProcesses?: number;
}

export interface JobGroups {
  enter(): JobGroup;
  /** Kills what is left in them, and removes them. */
  close(): void;
}

export type JobGroupsOpening =
  | {readonly state: 'open'; readonly groups: JobGroups}
  | {readonly state: 'unavailable'; readonly reason: string};

export interface GroupOptions {
  /** The directory of the group we are in; found unless given. */
  readonly own?: string;
  /** Controllers that the groups must have. */
  readonly wanted?: readonly string[];
}

/** What a fork bomb may make before it is stopped. */
const mostProcesses = 8192;
/** The rest of the memory is for us and for the system. */
const memoryShare = 0.9;

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The value behind the name in a file of `name value` lines. */
function eventCount(text: string, name: string): number {
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
}

function numberIn(path: string): number | undefined {
  const text = read(path).trim();
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

function ownDirectory(): string | undefined {
  const path = /^0::(.*)$/m.exec(read('/proc/self/cgroup'))?.[1];
  const mount = /^\S+ \S+ \S+ (\S+) (\S+) .* - cgroup2 /m.exec(read('/proc/self/mountinfo'));
  if (path === undefined || mount === null) return undefined;
  const [, root = '/', mounted = ''] = mount;
  const below = relative(root, path);
  return below.startsWith('..') ? undefined : join(mounted, below);
}

/** Groups with controllers must not stand beside processes in their parent: we move aside where we are the only one. */
function enable(own: string, wanted: readonly string[]): void {
  const control = join(own, 'cgroup.subtree_control');
  const words = wanted.map((name) => `+${name}`).join(' ');
  try {
    writeFileSync(control, words);
  } catch {
    const aside = join(own, `assay-${process.pid}`);
    mkdirSync(aside);
    try {
      writeFileSync(join(aside, 'cgroup.procs'), String(process.pid));
      writeFileSync(control, words);
    } catch (error) {
      writeFileSync(join(own, 'cgroup.procs'), String(process.pid));
      rmdirSync(aside);
      throw error;
    }
  }
}

function tryTo(action: () => void): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}

function countsOf(directory: string): GroupUse {
  const peakBytes = numberIn(join(directory, 'memory.peak'));
  const peakProcesses = numberIn(join(directory, 'pids.peak'));
  return {
    oomKilled: eventCount(read(join(directory, 'memory.events')), 'oom_kill') > 0,
    hitProcessLimit: eventCount(read(join(directory, 'pids.events')), 'max') > 0,
    ...(peakBytes === undefined ? {} : {peakBytes}),
    ...(peakProcesses === undefined ? {} : {peakProcesses}),
  };
}

function groupsIn(own: string, wanted: readonly string[]): JobGroups {
  const left = new Set<string>();
  let count = 0;
  const limits: readonly (readonly [string, number])[] = [
    ['pids.max', mostProcesses],
    ['memory.max', Math.floor(totalmem() * memoryShare)],
  ];
  return {
    enter() {
      const directory = join(own, `assay-${process.pid}-${count++}`);
      mkdirSync(directory);
      for (const [name, most] of limits) {
        if (wanted.includes(name.split('.')[0] ?? '')) tryTo(() => writeFileSync(join(directory, name), String(most)));
      }
      return {
        directory,
        leave() {
          const use = countsOf(directory);
          if (!tryTo(() => rmdirSync(directory))) left.add(directory);
          return use;
        },
      };
    },
    close() {
      for (const directory of left) {
        tryTo(() => writeFileSync(join(directory, 'cgroup.kill'), '1'));
        tryTo(() => rmdirSync(directory));
      }
      left.clear();
    },
  };
}

/** Those of runs that were killed. One that is in use cannot be removed. */
function removeStale(own: string): void {
  for (const name of readdirSync(own)) {
    const pid = /^assay-(\d+)(?:-\d+)?$/.exec(name)?.[1];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) tryTo(() => rmdirSync(join(own, name)));
  }
}

/**
 * Where the kernel, or whoever started us, lets us make control groups with these controllers: in a container of our own, or
 * under systemd with `Delegate=yes`.
 */
export function openJobGroups({
  own = ownDirectory(),
  wanted = ['memory', 'pids'],
}: GroupOptions = {}): JobGroupsOpening {
  if (own === undefined) return {state: 'unavailable', reason: 'there is no cgroup v2 here'};
  const has = read(join(own, 'cgroup.controllers')).trim().split(' ');
  const missing = wanted.filter((name) => !has.includes(name));
  if (missing.length > 0) return {state: 'unavailable', reason: `${own} has no ${missing.join(' and no ')} controller`};
  try {
    if (wanted.length > 0) enable(own, wanted);
    removeStale(own);
    const groups = groupsIn(own, wanted);
    groups.enter().leave();
    return {state: 'open', groups};
  } catch (error) {
    return {state: 'unavailable', reason: `none can be made in ${own}: ${messageOf(error)}`};
  }
}
