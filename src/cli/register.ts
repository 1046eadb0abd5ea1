import {type Command, Option} from 'commander';
import type {ExitCode, GlobalOptions} from './options.ts';

export type Done = (code: ExitCode) => void;

export const jsonOption = ['--json', 'one JSON document on standard output'] as const;
export const recordingOption = ['--recording <file>', 'take the resources from what `probe --record` wrote'] as const;

/** Options given before and after the command's name, as one. */
export function optionsOf<T extends GlobalOptions>(command: Command): T {
  return command.optsWithGlobals<T>();
}

/** An option that collects what it is given. */
export function repeatable(flags: string, what: string): Option {
  return new Option(flags, `${what} (may be repeated)`)
    .argParser((value: string, all: readonly string[]) => [...all, value])
    .default([], 'none');
}

/** What every command takes that plans. */
export function withJobChoice(command: Command): Command {
  return command
    .addOption(repeatable('--jobs <pattern>', 'a plan of the jobs that match, instead of a test plan'))
    .addOption(repeatable('--match <pattern>', 'of what the plan includes, only jobs that match'))
    .addOption(repeatable('--exclude <pattern>', 'jobs that run for nobody'));
}
