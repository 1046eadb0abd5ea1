import type {CliContext} from '../context.ts';
import {loadCatalog, unitNamed} from '../load.ts';
import type {ExitCode, RunOptions} from '../options.ts';
import {writeErrors} from '../output.ts';
import {refuseBroken} from '../refuse-broken.ts';
import {runHeadless} from '../run-headless.ts';
import {startSession} from '../session-run.ts';

export async function run(context: CliContext, word: string, options: RunOptions): Promise<ExitCode> {
  const loaded = await loadCatalog(context, options);
  const plan = unitNamed(context, loaded, {kind: 'test plan', word});
  refuseBroken(context, loaded, plan);
  writeErrors(context, loaded.diagnostics);
  const style = {interactive: false, stayOpen: false};
  return runHeadless(context, await startSession(context, loaded, {plan, style}), options);
}
