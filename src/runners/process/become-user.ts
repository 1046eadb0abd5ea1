import {spawnSync} from 'node:child_process';
import {userInfo} from 'node:os';
import type {Host} from '../../base/host.ts';
import type {ProcessEnd} from '../../session/events.ts';
import {knownSignal} from './signal-name.ts';

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

/** runuser cannot end by a signal as its command did: it exits with 128 and the signal's number. sudo ends itself by it. */
export function endThrough([tool]: readonly string[], end: ProcessEnd): ProcessEnd {
  if (tool !== 'runuser' || end.type !== 'exited') return end;
  const signal = knownSignal(end.code - 128);
  return signal === undefined ? end : {type: 'signalled', signal, core: false};
}

export type UserAccess =
  | {readonly state: 'allowed'}
  /** A person could be asked. `onTerminal`: sudo does nothing for who has no terminal. */
  | {readonly state: 'asks'; readonly reason: string; readonly onTerminal: boolean}
  | {readonly state: 'refused'; readonly reason: string};

/**
 * Whether we can become this user with nobody being asked; why not is a sentence. That somebody gave sudo a password a while
 * ago does not count: before the run is over it may not count for sudo any more.
 */
export async function tryUser(user: string, us: Identity, host: Host): Promise<UserAccess> {
  const [tool, ...words] = userPrefix(user, us);
  if (tool === undefined) return {state: 'allowed'};
  const anew = tool === 'sudo' ? ['-k'] : [];
  const result = await host.run([tool, ...anew, ...words, 'true'], {timeoutMs: 10_000});
  if (result.state === 'exited' && result.code === 0) return {state: 'allowed'};
  const needs = `it runs as ${user}`;
  if (result.state === 'failed')
    return {state: 'refused', reason: `${needs}, and ${tool} cannot be run: ${result.reason}`};
  const said = result.stderr.trim().split('\n').at(-1) ?? '';
  const asks = (what: string, line: string): UserAccess => ({
    state: 'asks',
    reason: `${needs}, and sudo wants a ${what}: allow it without one by the line "${line}" in /etc/sudoers.d/assay, give it at the bench, or start as ${user}`,
    onTerminal: what === 'terminal',
  });
  if (tool === 'sudo' && /password|askpass/.test(said))
    return asks('password', `${us.name} ALL=(${user}) NOPASSWD: ALL`);
  if (tool === 'sudo' && /must have a tty/.test(said)) return asks('terminal', `Defaults:${us.name} !requiretty`);
  return {
    state: 'refused',
    reason: `${needs}, which ${tool} refuses: ${said === '' ? `exit code ${result.code}` : said}`,
  };
}

/** Why we cannot become this user with nobody being asked; undefined where we can. */
export async function whyNotUser(user: string, us: Identity, host: Host): Promise<string | undefined> {
  const access = await tryUser(user, us, host);
  return access.state === 'allowed' ? undefined : access.reason;
}

/** Runs a program as root, whatever comes of it. */
export type AsRoot = (words: readonly string[]) => void;

/** As far as sudo does it without a password. */
export const sudoAsRoot: AsRoot = (words) => {
  spawnSync('sudo', ['-n', ...words], {stdio: 'ignore', timeout: 30_000});
};
