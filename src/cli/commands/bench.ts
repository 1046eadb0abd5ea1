import {summaryLines} from '../../runners/headless/summary.ts';
import {openTui, type Tui} from '../../runners/tui/open-tui.tsx';
import {exitCode} from '../../session/exit-code.ts';
import type {TestPlan} from '../../units/unit.ts';
import {type CliContext, mayColour} from '../context.ts';
import {type Loaded, loadCatalog, unitNamed} from '../load.ts';
import type {ExitCode, ReportOptions} from '../options.ts';
import {writeErrors} from '../output.ts';
import {refuseBroken} from '../refuse-broken.ts';
import {reportSession} from '../reports.ts';
import {startSession, withSessionErrors} from '../session-run.ts';
import {usageError} from '../usage-error.ts';

export async function bench(context: CliContext, word: string | undefined, options: ReportOptions): Promise<ExitCode> {
  if (!process.stdin.isTTY || !context.out.isTTY) {
    throw usageError(context.words, {
      code: 'usage/no-terminal',
      message: 'bench needs a terminal to show its screen on and to read keys from; assay run PLAN needs none',
      word: 'bench',
    });
  }
  const loaded = await loadCatalog(context, options);
  const named = word === undefined ? undefined : unitNamed(context, loaded, {kind: 'test plan', word});
  writeErrors(context, loaded.diagnostics);
  const tui = openTui({stdin: process.stdin, stdout: process.stdout});
  try {
    const plan = named ?? (await choosePlan(tui, loaded));
    if (plan === undefined) return 3;
    refuseBroken(context, loaded, plan);
    return await runAtBench(context, tui, {loaded, plan, reportDir: options.reportDir});
  } finally {
    await tui.close();
  }
}

async function choosePlan(tui: Tui, {set}: Loaded): Promise<TestPlan | undefined> {
  const plans = [...set.testPlans.values()];
  const id = await tui.choosePlan(plans.map((plan) => ({id: plan.id, name: plan.name})));
  return plans.find((plan) => plan.id === id);
}

interface AtBench {
  readonly loaded: Loaded;
  readonly plan: TestPlan;
  readonly reportDir: string | undefined;
}

/** The same closing words go to the screen and, once the screen is given back, to the terminal's own history. */
async function runAtBench(context: CliContext, tui: Tui, {loaded, plan, reportDir}: AtBench): Promise<ExitCode> {
  const style = {interactive: true, stayOpen: true};
  const started = await startSession(context, loaded, {plan, style});
  const {handle, id} = started;
  const interrupt = (): void => handle.send({type: 'interrupt', reason: 'the terminal went away'});
  process.on('SIGTERM', interrupt).on('SIGHUP', interrupt);
  try {
    return await withSessionErrors(async () => {
      const state = await tui.showRun(handle);
      const {lines: reports, verdict} = await reportSession(context, started, {state, reportDir});
      await tui.close();
      const summary = summaryLines(
        state,
        {
          colour: mayColour(context.host),
          columns: context.out.columns,
          verdict,
          reports,
          resumeCommand: `assay resume ${id}`,
        },
        context.clock.now(),
      );
      context.out.write(`${summary.join('\n')}\n`);
      return exitCode(state);
    });
  } finally {
    process.off('SIGTERM', interrupt).off('SIGHUP', interrupt);
  }
}
