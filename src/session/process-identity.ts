import {readFileSync} from 'node:fs';

/** A process, told apart from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly bootId: string;
  /** Clock ticks between boot and its start, as in field 22 of `/proc/PID/stat`. */
  readonly startTime: string;
}

export function currentBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

/** Undefined where there is no such process (or no `/proc`). */
export function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the name, is in parentheses and may hold spaces and parentheses of its own.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

export function identify(pid: number): ProcessIdentity {
  return {pid, bootId: currentBootId(), startTime: startTimeOf(pid) ?? ''};
}

export function isAlive(identity: ProcessIdentity): boolean {
  return identity.bootId === currentBootId() && startTimeOf(identity.pid) === identity.startTime;
}
