import type {Diagnostic} from '../../base/diagnostic.ts';
import type {Span} from '../../base/source.ts';
import {type Configuration, flagOf, listOf, settingOf, textOf} from '../../config/configuration.ts';
import {selectPlan} from '../../planner/select.ts';
import {unmetMatch} from '../../planner/selection-report.ts';
import type {ShownOutput, Verbosity} from '../../runners/headless/progress.ts';
import {currentIdentity, whyNotUser} from '../../runners/process/become-user.ts';
import type {ManifestAnswers} from '../../session/manifest.ts';
import type {TestPlan} from '../../units/unit.ts';
import type {CliContext} from '../context.ts';
import {fillTexts} from '../fill-texts.ts';
import {type Loaded, loadCatalog, unitNamed} from '../load.ts';
import type {GlobalOptions, LaunchOptions} from '../options.ts';
import {testPlanOf} from '../test-plan-of.ts';
import {commandLineSpan, UsageError} from '../usage-error.ts';
import {configure, isLauncherPath, writeAdvice} from './configure.ts';
import {timeoutFactorOf} from './device-class.ts';
import {machineAnswers} from './machine-answers.ts';
import {type OpenManifest, openManifest, presetAnswers} from './manifest-answers.ts';
import {refuseUnknownJobs} from './refuse-unknown-jobs.ts';
import {environmentOf, runSettings} from './run-settings.ts';
import {secretsOf} from './secrets.ts';
import type {RunRequest} from './session-run.ts';

/** What was typed after `run` or `bench`, with what the configuration says of it. */
export interface Launch {
  readonly configuration: Configuration;
  readonly launcher: string | undefined;
  /** A test plan's id as it was typed. */
  readonly planWord: string | undefined;
  /** Patterns of jobs that were typed instead. */
  readonly jobs: readonly string[];
}

/** Reads the configuration; a word that names a file is the launcher, and what is in the way of that is a usage error. */
export function readLaunch(
  context: CliContext,
  word: string | undefined,
  options: Pick<LaunchOptions, 'launcher' | 'set' | 'jobs'> & {readonly quiet?: boolean},
): Launch {
  const isFile = word !== undefined && options.launcher === undefined && isLauncherPath(context, word);
  const launcher = isFile ? word : options.launcher;
  const configuration = configure(context, {launcher, set: options.set, quiet: options.quiet ?? false});
  return {configuration, launcher, planWord: isFile ? undefined : word, jobs: options.jobs};
}

/** The units that a run may use. */
export async function loadForLaunch(
  context: CliContext,
  {configuration}: Launch,
  options: GlobalOptions,
): Promise<Loaded> {
  const use = settingOf(configuration, 'providers', 'use');
  const globs = listOf(configuration, 'providers', 'use');
  const choice = use === undefined ? options : {...options, use: {globs, at: use.span}};
  return fillTexts(context, await loadCatalog(context, choice), environmentOf(configuration).environment);
}

/** What is to be run was said on the command line. */
export function isTyped({planWord, jobs}: Launch): boolean {
  return planWord !== undefined || jobs.length > 0;
}

/** The test plan that is named, on the command line or in a launcher; undefined where none is. */
export function namedPlan(context: CliContext, launch: Launch, loaded: Loaded): TestPlan | undefined {
  const {planWord: word, jobs, configuration} = launch;
  if (isTyped(launch)) {
    const noun = /[/.]/.test(word ?? '') ? 'test plan and no launcher file' : 'test plan';
    return testPlanOf(context, loaded, {word, jobs, noun});
  }
  const unit = settingOf(configuration, 'test plan', 'unit');
  const named = textOf(configuration, 'test plan', 'unit');
  if (unit === undefined || named === undefined) return undefined;
  return unitNamed(context, loaded, {kind: 'test plan', word: named, at: unit.span});
}

interface Asked {
  readonly question: string;
  readonly answer: string;
  readonly at: Span;
}

/** What a person would be asked before this run, in the order it would be asked. */
function questions(context: CliContext, launch: Launch, plan: TestPlan | undefined): readonly Asked[] {
  const {launcher, configuration} = launch;
  const asked: Asked[] = [];
  const typed = commandLineSpan(context.words, launcher ?? 'run');
  const unit = settingOf(configuration, 'test plan', 'unit');
  if (plan === undefined) {
    const answer =
      launcher === undefined
        ? 'name it: assay run PLAN (assay list test-plans shows them), or give --jobs'
        : 'give [test plan] unit = ID with forced = yes, or assay run PLAN --launcher FILE';
    asked.push({question: 'Which test plan is to be run?', answer, at: typed});
  } else if (!isTyped(launch) && !flagOf(configuration, 'test plan', 'forced')) {
    const question = `Is it ${plan.id} that is to be run, or another test plan?`;
    const answer = 'give [test plan] forced = yes, or --unattended';
    asked.push({question, answer, at: unit?.span ?? typed});
  }
  if (launcher !== undefined && !isTyped(launch) && !flagOf(configuration, 'test selection', 'forced')) {
    const forced = settingOf(configuration, 'test selection', 'forced');
    const question = 'Which of its jobs are to be run?';
    asked.push({question, answer: 'give [test selection] forced = yes, or --unattended', at: forced?.span ?? typed});
  }
  return asked;
}

/** The plan of a run that nobody can be asked about. What would have been asked is a usage error that says how to answer. */
export function settledPlan(
  context: CliContext,
  launch: Launch,
  {loaded, unattended}: {readonly loaded: Loaded; readonly unattended: boolean},
): TestPlan {
  const plan = namedPlan(context, launch, loaded);
  const open = questions(context, launch, plan);
  if (plan !== undefined && (unattended || open.length === 0)) return plan;
  const wanted = unattended ? open.slice(0, 1) : open;
  throw new UsageError(
    wanted.map(
      ({question, answer, at}): Diagnostic => ({
        code: 'run/question',
        severity: 'error',
        message: `nobody is here to answer "${question}": ${answer}`,
        span: at,
      }),
    ),
  );
}

export interface PreparedRun {
  readonly request: Omit<RunRequest, 'style'>;
  /** Manifest entries that jobs look at and nobody has answered. */
  readonly open: OpenManifest;
}

/** Where root runs Assay, a user who runs the jobs has to be there before the first of them. */
async function checkNormalUser(context: CliContext, configuration: Configuration): Promise<void> {
  const set = settingOf(configuration, 'agent', 'normal_user');
  const user = textOf(configuration, 'agent', 'normal_user');
  const identity = currentIdentity();
  if (set === undefined || user === undefined || identity.uid !== 0) return;
  const reason = await whyNotUser(user, identity, context.host);
  if (reason === undefined) return;
  const message = `no job can be run by normal_user: ${reason}`;
  throw new UsageError([{code: 'run/no-user', severity: 'error', message, span: set.span}]);
}

/** Everything about a new session but who is at it. */
export async function prepareRun(
  context: CliContext,
  {configuration, launcher}: Launch,
  {loaded, plan, options}: {readonly loaded: Loaded; readonly plan: TestPlan; readonly options: LaunchOptions},
): Promise<PreparedRun> {
  const {set} = loaded;
  await checkNormalUser(context, configuration);
  const timeoutFactor = await timeoutFactorOf(context.host, configuration);
  const settings = {
    ...runSettings(context, configuration, {...options, launcher}),
    ...(timeoutFactor === 1 ? {} : {timeoutFactor}),
  };
  refuseUnknownJobs(context, set, plan);
  const secrets = secretsOf(context, settings.secrets ?? [], configuration);
  const preset = presetAnswers(set, configuration);
  const wrong = preset.diagnostics.filter(({severity}) => severity === 'error');
  if (wrong.length > 0) throw new UsageError(wrong);
  const answers: ManifestAnswers = new Map([...machineAnswers(context), ...preset.answers]);
  const {match, exclude = []} = settings;
  const select = {exclude, ...(match === undefined ? {} : {match})};
  // What else there is to say of the plan is said of each of its lines.
  const selection = selectPlan(set, plan, select);
  const unmet = selection.diagnostics.filter(({code}) => code === unmetMatch);
  writeAdvice(context, [...secrets.diagnostics, ...preset.diagnostics, ...unmet]);
  return {
    request: {
      plan,
      settings,
      secrets,
      answers,
      title: options.title ?? textOf(configuration, 'launcher', 'session_title'),
      description: textOf(configuration, 'launcher', 'session_desc'),
    },
    open: openManifest(set, selection, answers),
  };
}

/** How much is said, as the flags say or else the configuration. */
export function verbosityOf(
  configuration: Configuration,
  {quiet, verbose}: {readonly quiet?: true; readonly verbose?: true},
): {readonly verbosity: Verbosity; readonly output: ShownOutput} {
  const word = textOf(configuration, 'ui', 'verbosity');
  if (quiet) return {verbosity: 'quiet', output: 'none'};
  if (verbose) return {verbosity: 'normal', output: 'all'};
  const verbosity = word === 'quiet' ? 'quiet' : 'normal';
  switch (textOf(configuration, 'ui', 'output')) {
    case 'show':
      return {verbosity, output: 'all'};
    case 'hide-resource-and-attachment':
      return {verbosity, output: flagOf(configuration, 'ui', 'dont_suppress_output') ? 'all' : 'tests'};
    case undefined:
      return {verbosity, output: word === 'verbose' || word === 'debug' ? 'all' : 'none'};
    default:
      return {verbosity, output: 'none'};
  }
}
