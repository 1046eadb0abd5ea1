import {constants, userInfo} from 'node:os';
import type {Host} from '../../base/host.ts';
import type {ProcessEnd} from '../../session/events.ts';

/** Who we are. */
export interface Identity {
  readonly uid: number;
  readonly name: string;
}

export function currentIdentity(): Identity {
  const uid = process.getuid?.() ?? -1;
  try {
    return {uid, name: userInfo().username};
  } catch {
    // A uid without an entry in the user database.
    return {uid, name: String(uid)};
  }
}

/** What stands before a command so that `user` runs it; empty where we are that user. */
export function userPrefix(user: string | undefined, us: Identity): readonly string[] {
  if (user === undefined || user === us.name || (user === 'root' && us.uid === 0)) return [];
  return us.uid === 0 ? ['runuser', '-u', user, '--'] : ['sudo', '-n', '-H', '-u', user, '--'];
}

const signals: ReadonlyMap<number, string> = new Map(
  Object.entries(constants.signals).map(([name, code]) => [code, name]),
);

/** runuser cannot end by a signal as its command did: it exits with 128 and the signal's number. sudo ends itself by it. */
export function endThrough([tool]: readonly string[], end: ProcessEnd): ProcessEnd {
  if (tool !== 'runuser' || end.type !== 'exited') return end;
  const signal = signals.get(end.code - 128);
  return signal === undefined ? end : {type: 'signalled', signal, core: false};
}

/** Why we cannot become this user, as a sentence; undefined where we can. */
export async function whyNotUser(user: string, us: Identity, host: Host): Promise<string | undefined> {
  const [tool, ...words] = userPrefix(user, us);
  if (tool === undefined) return undefined;
  const result = await host.run([tool, ...words, 'true'], {timeoutMs: 10_000});
  if (result.state === 'exited' && result.code === 0) return undefined;
  const needs = `it runs as ${user}`;
  if (result.state === 'failed') return `${needs}, and ${tool} cannot be run: ${result.reason}`;
  const said = result.stderr.trim().split('\n').at(-1) ?? '';
  return tool === 'sudo' && /password|askpass/.test(said)
    ? `${needs}, and sudo wants a password: allow ${us.name} to use sudo without one, or start as ${user}`
    : `${needs}, which ${tool} refuses: ${said === '' ? `exit code ${result.code}` : said}`;
}
