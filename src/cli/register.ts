import type {Command} from 'commander';
import type {ExitCode, GlobalOptions} from './options.ts';

export type Done = (code: ExitCode) => void;

export const jsonOption = ['--json', 'one JSON document on standard output'] as const;
export const recordingOption = ['--recording <file>', 'take the resources from what `probe --record` wrote'] as const;

/** Options given before and after the command's name, as one. */
export function optionsOf<T extends GlobalOptions>(command: Command): T {
  return command.optsWithGlobals<T>();
}
