import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {counted} from '../../base/counted.ts';
import {partialId, type UnitId} from '../../base/ids.ts';
import {harmless} from '../../runners/process/harmless.ts';
import {countOutcomes, lastFinished} from '../../session/apply.ts';
import {describeInhibitor} from '../../session/describe.ts';
import type {JournalJob} from '../../session/events.ts';
import {outputPath} from '../../session/output-files.ts';
import type {SessionState} from '../../session/state.ts';
import {openStore, type SessionListing, type Store} from '../../session/store.ts';
import {type CliContext, stateDirectory} from '../context.ts';
import {namedSession, stateWord} from '../named-session.ts';
import type {ExitCode, JsonOptions} from '../options.ts';
import {table, writeJson, writeLines} from '../output.ts';
import {withSessionErrors} from '../running/machine-answers.ts';

function listingJson(session: SessionListing): Readonly<Record<string, unknown>> {
  if (session.state === 'damaged') return {...session};
  const {id, plan, title, startedAt, counts, jobs} = session;
  return {id, plan, title, startedAt, state: stateWord(session), counts: Object.fromEntries(counts), jobs};
}

function listingRow(session: SessionListing): readonly string[] {
  if (session.state === 'damaged') return [session.id, 'damaged', session.reason];
  const counts = [...session.counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  return [session.id, stateWord(session), session.plan, counts];
}

export function listSessions(context: CliContext, options: JsonOptions): Promise<ExitCode> {
  return withSessionErrors<ExitCode>(async () => {
    const listed = openStore(stateDirectory(context)).listSessions();
    if (options.json) writeJson(context, listed.map(listingJson));
    else writeLines(context, listed.length === 0 ? ['no sessions yet'] : table(listed.map(listingRow)).map(harmless));
    return 0;
  });
}

interface JobShown {
  readonly id: UnitId;
  readonly outcome: string;
  readonly reason?: string;
  readonly comments?: string;
  readonly fault?: string;
  readonly attempts: number;
  readonly durationMs?: number;
  /** Files with what its last attempt printed. */
  readonly logs: readonly string[];
}

function shownJob(state: SessionState, job: JournalJob, directory: string): JobShown {
  const attempts = state.attempts.get(job.id) ?? [];
  const last = lastFinished(state, job.id);
  const reason = last?.reason ?? (job.inhibitor === undefined ? undefined : describeInhibitor(job.inhibitor));
  const logs = (['stdout', 'stderr'] as const)
    .map((stream) => outputPath(directory, {jobId: job.id, attempt: attempts.at(-1)?.number ?? 0, stream}))
    .filter((path) => existsSync(path));
  return {
    id: job.id,
    outcome: state.outcomes.get(job.id) ?? (attempts.length > 0 ? 'running' : 'waiting'),
    ...(reason === undefined ? {} : {reason}),
    ...(last?.comments === undefined ? {} : {comments: last.comments}),
    ...(last?.fault === undefined ? {} : {fault: last.fault}),
    attempts: attempts.length,
    ...(last === undefined ? {} : {durationMs: last.durationMs}),
    logs,
  };
}

function shownSession(store: Store, id: string) {
  const state = store.readSession(id);
  const listing = store.listSession(id);
  const directory = join(store.directory, 'sessions', id);
  const {plan, title, description, startedAt, finishedAt, interruption, reboots} = state;
  return {
    id,
    plan,
    title,
    ...(description === undefined ? {} : {description}),
    state: listing.state === 'damaged' ? 'damaged' : stateWord(listing),
    ...(interruption === undefined ? {} : {interruption}),
    startedAt,
    ...(finishedAt === undefined ? {} : {finishedAt}),
    reboots,
    directory,
    counts: Object.fromEntries(countOutcomes(state)),
    jobs: state.jobs.map((job) => shownJob(state, job, directory)),
  };
}

type ShownSession = ReturnType<typeof shownSession>;

function describeSession(session: ShownSession): readonly string[] {
  const {id, plan, title, description, state, interruption, startedAt, directory, jobs} = session;
  const rows = jobs.map(({id: job, outcome, attempts, reason = ''}, index) => [
    String(index + 1).padStart(4),
    outcome,
    `${partialId(job)}${attempts > 1 ? ` (${attempts} attempts)` : ''}`,
    reason.replace(/\s*\n\s*/g, ' '),
  ]);
  return [
    `${title} (${plan})`,
    ...(description === undefined ? [] : [description]),
    `${id}: ${state}${interruption === undefined ? '' : ` (${interruption})`}, begun ${new Date(startedAt).toISOString()}`,
    ...table(rows),
    `what the jobs printed: ${join(directory, 'output')}`,
  ];
}

/** One session with every job of it. */
export function showSession(context: CliContext, word: string | undefined, options: JsonOptions): Promise<ExitCode> {
  return withSessionErrors<ExitCode>(async () => {
    const store = openStore(stateDirectory(context));
    const shown = shownSession(store, namedSession(context, store, word));
    if (options.json) writeJson(context, shown);
    else writeLines(context, describeSession(shown).map(harmless));
    return 0;
  });
}

/** Asks nothing; a session that is running is refused. */
export function deleteSessions(context: CliContext, words: readonly string[]): Promise<ExitCode> {
  return withSessionErrors<ExitCode>(async () => {
    const store = openStore(stateDirectory(context));
    const ids = [...new Set(words.map((word) => namedSession(context, store, word)))];
    for (const id of ids) store.deleteSession(id);
    writeLines(context, [`${counted(ids.length, 'session')} deleted`]);
    return 0;
  });
}
