import {SessionError} from '../../session/session-error.ts';
import type {CliContext} from '../context.ts';
import type {ExitCode} from '../options.ts';
import {isUnread} from '../standard-output.ts';

/** Nobody reads any more, because a pipe was closed or a terminal went away, or a log's disk is full: that ends no run. */
function goOnUnread({out, err}: CliContext): void {
  err.whenItFails(() => undefined);
  let isSaid = false;
  out.whenItFails((error) => {
    if (isSaid || isUnread(error)) return;
    isSaid = true;
    err.write(`what this run prints cannot be written, and the run goes on: ${error.message}\n`);
  });
}

/** A run whose journal can no longer be written is incomplete, and nobody's wrong usage: what was saved stays. */
export async function untilStopped(context: CliContext, id: string, run: () => Promise<ExitCode>): Promise<ExitCode> {
  goOnUnread(context);
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof SessionError)) throw error;
    context.err.write(`the run stopped: ${error.message}\nWhat was saved stays. Go on with: assay resume ${id}\n`);
    return 4;
  }
}
