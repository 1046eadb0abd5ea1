import {join} from 'node:path';
import type {CliContext} from '../context.ts';

/** The compiled program that starts processes; where there is no C compiler, nothing stands there. */
export function launcherProgram({home}: CliContext): string {
  return join(home, 'dist/launch');
}
