import type {UnitId} from '../../base/ids.ts';
import {adHocPlan} from '../../planner/ad-hoc-plan.ts';
import type {SessionState} from '../../session/state.ts';
import {type OpenSession, openStore, type SessionListing, type Store} from '../../session/store.ts';
import type {TestPlan} from '../../units/unit.ts';
import {type CliContext, stateDirectory} from '../context.ts';
import {fillTexts} from '../fill-texts.ts';
import {type Loaded, loadCatalog, type ProviderChoice} from '../load.ts';
import {namedSession, type ReadableSession} from '../named-session.ts';
import type {ExitCode, ResumeOptions} from '../options.ts';
import {writeErrors} from '../output.ts';
import {refuseBroken} from '../refuse-broken.ts';
import {askRoot} from '../running/ask-root.ts';
import {withSessionErrors} from '../running/machine-answers.ts';
import {rerunJobs} from '../running/rerun-jobs.ts';
import {hasTerminal, runAtBench} from '../running/run-at-bench.ts';
import {runHeadless} from '../running/run-headless.ts';
import {continueSession} from '../running/session-run.ts';
import {UsageError, usageError} from '../usage-error.ts';

function isWaiting(session: SessionListing): session is ReadableSession {
  return session.state === 'readable' && session.phase !== 'finished' && session.owner === undefined;
}

/** Not stopped by the person who runs it, and nobody was asked anything in it. */
function goesOnByItself({interactive, interruption}: ReadableSession): boolean {
  return !interactive && interruption !== 'SIGINT';
}

/**
 * The session that is meant: by its id or the beginning of it, else the newest that is not finished and nobody drives; where
 * jobs are to run once more, it may be finished.
 */
function chosen(context: CliContext, store: Store, word: string | undefined, {rerun}: ResumeOptions): string {
  const fail = (code: 'usage/no-session' | 'session/damaged', message: string) =>
    usageError(context.words, {code, message, word: word ?? 'resume'});
  if (word === undefined && rerun.length === 0) {
    const waiting = store.sessionIds().find((id) => isWaiting(store.listSession(id)));
    if (waiting === undefined) throw fail('usage/no-session', `there is no unfinished session in ${store.directory}`);
    return waiting;
  }
  const session = store.listSession(namedSession(context, store, word));
  const {id} = session;
  if (session.state === 'damaged') throw fail('session/damaged', `session ${id} is damaged: ${session.reason}`);
  if (session.phase === 'finished' && rerun.length === 0) {
    throw fail(
      'usage/no-session',
      `session ${id} is finished: nothing is left to run; --rerun JOB runs a job once more`,
    );
  }
  return id;
}

export function resume(context: CliContext, word: string | undefined, options: ResumeOptions): Promise<ExitCode> {
  return withSessionErrors(async () => {
    const store = openStore(stateDirectory(context));
    if (options.all) return await goOnWithAll(context, store, options);
    const id = chosen(context, store, word, options);
    const again = options.rerun.length === 0 ? [] : rerunJobs(context, store.readSession(id), options.rerun);
    return await goOn(context, store, {id, options, again});
  });
}

interface GoingOn {
  readonly options: ResumeOptions;
  /** Jobs that are to run once more. */
  readonly again: readonly UnitId[];
}

async function goOn(
  context: CliContext,
  store: Store,
  {id, ...going}: GoingOn & {readonly id: string},
): Promise<ExitCode> {
  const {options, again} = going;
  const session = store.openSession(id, {takeOver: options.takeOver === true});
  try {
    const {state} = session;
    const provider = options.provider.length > 0 ? options.provider : state.providerDirectories;
    const key = options.key ?? Object.entries(state.settings?.keys ?? {}).map(([name, value]) => `${name}=${value}`);
    const choice = {...options, provider, key, ...chosenProviders(state)};
    const loaded = fillTexts(context, await loadCatalog(context, choice), state.settings?.environment);
    const plan = planOf(context, loaded, state);
    refuseBroken(context, loaded, plan);
    writeErrors(context, loaded.diagnostics);
    const attended = state.settings?.interactive === true && options.unattended !== true;
    if (attended) return await goOnAtBench(context, {loaded, plan, session, store, ...going});
    const style = {interactive: false, stayOpen: false};
    const started = await continueSession(context, loaded, {plan, style, session, store, again});
    return await runHeadless(context, started, {
      verbosity: options.quiet ? 'quiet' : 'normal',
      output: options.verbose ? 'all' : 'none',
      events: options.events !== undefined,
      reportDir: options.reportDir,
    });
  } finally {
    session.close();
  }
}

interface AtBench extends GoingOn {
  readonly loaded: Loaded;
  readonly plan: TestPlan;
  readonly session: OpenSession;
  readonly store: Store;
}

/** A session that a person began waits for one: run without, its manual jobs would be over and not run. */
async function goOnAtBench(
  context: CliContext,
  {loaded, plan, session, store, options, again}: AtBench,
): Promise<ExitCode> {
  if (!hasTerminal(context)) {
    const message = `session ${session.id} was begun at a bench: go on with it at a terminal, or with --unattended, which runs no job that needs a person`;
    throw usageError(context.words, {code: 'usage/no-terminal', message, word: 'resume'});
  }
  const {openTui} = await import('../../runners/tui/open-tui.tsx');
  const style = {interactive: true, stayOpen: true};
  const tui = openTui({stdin: process.stdin, stdout: context.out.stream});
  try {
    const {state} = session;
    const before = {state, again};
    const rights = await askRoot(context, tui, {set: loaded.set, plan, settings: state.settings ?? {}, before});
    if (rights === undefined) return 4;
    const started = await continueSession(context, loaded, {plan, style, session, store, again, rights});
    return await runAtBench(context, tui, {started, reportDir: options.reportDir});
  } finally {
    await tui.close();
  }
}

/** One that cannot go on stops no other. The worst of the exit codes, 2 before all. */
async function goOnWithAll(context: CliContext, store: Store, options: ResumeOptions): Promise<ExitCode> {
  const waiting = store.listSessions().filter(isWaiting).filter(goesOnByItself).reverse();
  if (waiting.length === 0) context.err.write('no session waits to go on\n');
  const codes: ExitCode[] = [];
  for (const {id} of waiting) {
    try {
      codes.push(await withSessionErrors(() => goOn(context, store, {id, options, again: []})));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      context.err.write(`session ${id} cannot go on:\n`);
      writeErrors(context, error.diagnostics);
      codes.push(2);
    }
    // A person or the machine's shutdown wants an end of it, not of one session alone.
    const {interruption} = store.readSession(id);
    if (interruption !== undefined) break;
  }
  return badness.find((code) => codes.includes(code)) ?? 0;
}

const badness: readonly ExitCode[] = [2, 1, 4, 3];

function chosenProviders({settings}: SessionState): {readonly use?: ProviderChoice} {
  return settings?.providers === undefined ? {} : {use: {globs: settings.providers}};
}

function planOf(context: CliContext, loaded: Loaded, {plan, sessionId, settings}: SessionState): TestPlan {
  if (settings?.jobs !== undefined) return adHocPlan(settings.jobs);
  const found = loaded.set.testPlans.get(plan);
  if (found !== undefined) return found;
  writeErrors(context, loaded.diagnostics);
  const message = `session ${sessionId} runs the test plan ${plan}, which its providers no longer have`;
  throw usageError(context.words, {code: 'usage/unknown-id', message, word: 'resume'});
}
