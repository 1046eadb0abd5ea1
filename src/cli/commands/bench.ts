import {flagOf, listOf} from '../../config/configuration.ts';
import {compileGlob, matchesGlob} from '../../expressions/glob.ts';
import type {Tui} from '../../runners/tui/open-tui.tsx';
import {type ManifestAnswers, saveAnswers} from '../../session/manifest.ts';
import type {ManifestEntry, TestPlan} from '../../units/unit.ts';
import {type CliContext, stateDirectory} from '../context.ts';
import type {Loaded} from '../load.ts';
import type {ExitCode, LaunchOptions} from '../options.ts';
import {writeErrors} from '../output.ts';
import {refuseBroken} from '../refuse-broken.ts';
import {askRoot} from '../running/ask-root.ts';
import {isTyped, type Launch, loadForLaunch, namedPlan, prepareRun, readLaunch} from '../running/launch.ts';
import {isHidden} from '../running/manifest-answers.ts';
import {hasTerminal, runAtBench} from '../running/run-at-bench.ts';
import {startSession} from '../running/session-run.ts';
import {unfinishedLine} from '../running/unfinished.ts';
import {usageError} from '../usage-error.ts';

export function bench(context: CliContext, word: string | undefined, options: LaunchOptions): Promise<ExitCode> {
  return benchLaunch(context, readLaunch(context, word, options), options);
}

export async function benchLaunch(context: CliContext, launch: Launch, options: LaunchOptions): Promise<ExitCode> {
  if (!hasTerminal(context)) {
    throw usageError(context.words, {
      code: 'usage/no-terminal',
      message: 'bench needs a terminal to show its screen on and to read keys from; assay run PLAN needs none',
      word: 'bench',
    });
  }
  const loaded = await loadForLaunch(context, launch, options);
  const named = namedPlan(context, launch, loaded);
  writeErrors(context, loaded.diagnostics);
  const earlier = unfinishedLine(context);
  if (earlier !== undefined) context.err.write(`${earlier}\n`);
  const {openTui} = await import('../../runners/tui/open-tui.tsx');
  const tui = openTui({stdin: process.stdin, stdout: context.out.stream});
  try {
    const isSettled = isTyped(launch) || flagOf(launch.configuration, 'test plan', 'forced');
    const plan = isSettled && named !== undefined ? named : await choosePlan(tui, loaded, {launch, named});
    if (plan === undefined) return 3;
    refuseBroken(context, loaded, plan);
    const {request, open} = await prepareRun(context, launch, {loaded, plan, options});
    const answers = await askManifest(context, tui, {open: open.entries, answers: request.answers});
    if (answers === undefined) return 3;
    const rights = await askRoot(context, tui, {set: loaded.set, plan, settings: request.settings});
    if (rights === undefined) return 3;
    const style = {interactive: true, stayOpen: true};
    const started = await startSession(context, loaded, {...request, answers, style, rights});
    return await runAtBench(context, tui, {started, reportDir: options.reportDir});
  } finally {
    await tui.close();
  }
}

/** The plans that may be chosen; the one that a launcher names comes first. */
async function choosePlan(
  tui: Tui,
  {set}: Loaded,
  {launch, named}: {readonly launch: Launch; readonly named: TestPlan | undefined},
): Promise<TestPlan | undefined> {
  const globs = listOf(launch.configuration, 'test plan', 'filter').map(compileGlob);
  const shown = [...set.testPlans.values()].filter(({id}) => globs.some((glob) => matchesGlob(id, glob)));
  const plans = named === undefined ? shown : [named, ...shown.filter((plan) => plan !== named)];
  const id = await tui.choosePlan(plans.map((plan) => ({id: plan.id, name: plan.name})));
  return plans.find((plan) => plan.id === id);
}

/** Asks what nobody has answered yet and keeps it for the machine; undefined: the person left. */
async function askManifest(
  context: CliContext,
  tui: Tui,
  {open, answers}: {readonly open: readonly ManifestEntry[]; readonly answers: ManifestAnswers},
): Promise<ManifestAnswers | undefined> {
  const asked = open.filter((entry) => !isHidden(entry));
  if (asked.length === 0) return answers;
  const given = await tui.askManifest(asked);
  if (given === undefined) return undefined;
  if (given.size > 0) saveAnswers(stateDirectory(context), given);
  return new Map([...answers, ...given]);
}
