import {readFileSync} from 'node:fs';
import type {ProcessEnd} from '../../session/events.ts';

/** Tells whether the kernel killed a process of the machine for memory since it was asked last. */
export interface OomKills {
  /** Before a job: what happened until now is not its doing. Looks at most once a second. */
  forget(): void;
  happened(): boolean;
}

const lookEveryMs = 1000;

export function watchOomKills(path = '/proc/vmstat', now: () => number = () => performance.now()): OomKills {
  const count = (): number => {
    try {
      return Number(/^oom_kill (\d+)$/m.exec(readFileSync(path, 'utf8'))?.[1] ?? 0);
    } catch {
      return 0;
    }
  };
  let known = count();
  let lookedAt = now();
  const look = (): void => {
    known = count();
    lookedAt = now();
  };
  return {
    forget() {
      if (now() - lookedAt >= lookEveryMs) look();
    },
    happened() {
      const before = known;
      look();
      return known > before;
    },
  };
}

/** What a shell exits with when a program it ran was ended by SIGKILL. */
const killedCode = 137;

/** Adds to an end what the machine tells of it: a core file among what it left, the kernel's count of memory kills. */
export function withEvidence(
  end: ProcessEnd,
  {left, oom}: {readonly left: readonly string[]; readonly oom: Pick<OomKills, 'happened'>},
): ProcessEnd {
  const killed =
    (end.type === 'signalled' && end.signal === 'SIGKILL') || (end.type === 'exited' && end.code === killedCode);
  if (killed && oom.happened()) return {type: 'signalled', signal: 'SIGKILL', core: false, oom: true};
  if (end.type !== 'signalled') return end;
  return {...end, core: end.core || left.some((name) => /^core(\.|$)/.test(name))};
}
