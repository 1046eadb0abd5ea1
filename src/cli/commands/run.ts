import {textOf} from '../../config/configuration.ts';
import type {CliContext} from '../context.ts';
import type {ExitCode, RunOptions} from '../options.ts';
import {writeErrors} from '../output.ts';
import {refuseBroken} from '../refuse-broken.ts';
import {
  isTyped,
  type Launch,
  loadForLaunch,
  prepareRun,
  readLaunch,
  settledPlan,
  verbosityOf,
} from '../running/launch.ts';
import {openManifestLines} from '../running/manifest-answers.ts';
import {hasTerminal} from '../running/run-at-bench.ts';
import {runHeadless} from '../running/run-headless.ts';
import {startSession} from '../running/session-run.ts';
import {unfinishedLine} from '../running/unfinished.ts';

/** A launcher that wants a person, at a terminal where one is. What was typed with the command may say otherwise. */
function wantsPerson(context: CliContext, launch: Launch, options: RunOptions): boolean {
  const {launcher, configuration} = launch;
  if (launcher === undefined || isTyped(launch) || options.unattended || options.events !== undefined) return false;
  const type = textOf(configuration, 'ui', 'type') ?? '';
  return !type.endsWith('silent') && hasTerminal(context);
}

export async function run(context: CliContext, word: string | undefined, options: RunOptions): Promise<ExitCode> {
  const launch = readLaunch(context, word, {...options, quiet: options.quiet ?? false});
  if (wantsPerson(context, launch, options)) {
    const {benchLaunch} = await import('./bench.ts');
    return benchLaunch(context, launch, options);
  }
  const loaded = await loadForLaunch(context, launch, options);
  const plan = settledPlan(context, launch, {loaded, unattended: options.unattended === true});
  refuseBroken(context, loaded, plan);
  writeErrors(context, loaded.diagnostics);
  const {request, open} = await prepareRun(context, launch, {loaded, plan, options});
  const shown = verbosityOf(launch.configuration, options);
  const earlier = shown.verbosity === 'quiet' ? undefined : unfinishedLine(context);
  if (earlier !== undefined) context.err.write(`${earlier}\n`);
  const started = await startSession(context, loaded, {...request, style: {interactive: false, stayOpen: false}});
  return runHeadless(context, started, {
    ...shown,
    events: options.events !== undefined,
    reportDir: options.reportDir,
    notes: openManifestLines(open),
  });
}
