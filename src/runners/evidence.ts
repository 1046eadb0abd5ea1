import {readFileSync} from 'node:fs';
import type {ProcessEnd} from '../session/events.ts';

/** Tells whether the kernel killed a process of the machine for memory since it was asked last. */
export interface OomKills {
  happened(): boolean;
}

export function watchOomKills(path = '/proc/vmstat'): OomKills {
  const count = (): number => {
    try {
      return Number(/^oom_kill (\d+)$/m.exec(readFileSync(path, 'utf8'))?.[1] ?? 0);
    } catch {
      return 0;
    }
  };
  let known = count();
  return {
    happened() {
      const before = known;
      known = count();
      return known > before;
    },
  };
}

/** What a shell exits with when a program it ran was ended by SIGKILL. */
const killedCode = 137;

/** Adds to an end what the machine tells of it: a core file among what it left, the kernel's count of memory kills. */
export function withEvidence(
  end: ProcessEnd,
  {left, oom}: {readonly left: readonly string[]; readonly oom: OomKills},
): ProcessEnd {
  const killed =
    (end.type === 'signalled' && end.signal === 'SIGKILL') || (end.type === 'exited' && end.code === killedCode);
  if (killed && oom.happened()) return {type: 'signalled', signal: 'SIGKILL', core: false, oom: true};
  if (end.type !== 'signalled') return end;
  return {...end, core: end.core || left.some((name) => /^core(\.|$)/.test(name))};
}
