import {join, resolve} from 'node:path';
import type {Clock} from '../base/clock.ts';
import {systemClock} from '../base/clock.ts';
import type {Host} from '../base/host.ts';
import {nodeHost} from '../base/node-host.ts';
import {type StandardOutput, standardError, standardOutput} from './standard-output.ts';

/** What every command gets: the machine, where Assay is installed, and the two streams. */
export interface CliContext {
  readonly host: Host;
  readonly clock: Clock;
  /** The folder that holds jobs/, providers/ and dist/. */
  readonly home: string;
  readonly workingDirectory: string;
  /** The command line as it was typed, for messages that point into it. */
  readonly words: readonly string[];
  readonly out: StandardOutput;
  readonly err: StandardOutput;
  /** On standard error. */
  readonly colour: boolean;
}

export function systemContext(words: readonly string[]): CliContext {
  const host = nodeHost();
  const err = standardError();
  return {
    host,
    clock: systemClock,
    // Both src/cli/ and dist/ stand right below it, at different depths; package.json tells which.
    home: findHome(host),
    workingDirectory: process.cwd(),
    words,
    out: standardOutput(),
    err,
    get colour() {
      return err.isTTY && mayColour(host);
    },
  };
}

/** Whether a terminal may be sent colours: https://no-color.org, and terminals that know none. */
export function mayColour({env}: Pick<Host, 'env'>): boolean {
  return (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}

function findHome(host: Host): string {
  for (const candidate of ['..', '../..']) {
    const directory = resolve(import.meta.dirname, candidate);
    if (host.files.stat(join(directory, 'package.json')) !== undefined) return directory;
  }
  throw new Error('Internal error: no package.json above the program');
}

/** Where sessions live: `ASSAY_STATE_DIR`, else `$XDG_STATE_HOME/assay`, else `~/.local/state/assay`. */
export function stateDirectory({host}: CliContext): string {
  const own = host.env['ASSAY_STATE_DIR'] ?? '';
  if (own !== '') return resolve(own);
  const xdg = host.env['XDG_STATE_HOME'] ?? '';
  // The XDG base directory specification: a relative path there is invalid and ignored.
  if (xdg.startsWith('/')) return join(xdg, 'assay');
  return join(host.env['HOME'] ?? '/root', '.local/state/assay');
}
