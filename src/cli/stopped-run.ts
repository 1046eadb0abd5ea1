import {SessionError} from '../session/session-error.ts';
import type {CliContext} from './context.ts';
import type {ExitCode} from './options.ts';

/** A run whose journal can no longer be written is incomplete, and nobody's wrong usage: what was saved stays. */
export async function untilStopped({err}: CliContext, id: string, run: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof SessionError)) throw error;
    err.write(`the run stopped: ${error.message}\nWhat was saved stays. Go on with: assay resume ${id}\n`);
    return 4;
  }
}
