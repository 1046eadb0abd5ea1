import {basename, dirname, join, resolve} from 'node:path';
import {version} from '../../base/version.ts';
import {assess, verdictLabels} from '../../exporters/assess.ts';
import {buildSubmission} from '../../exporters/build-submission.ts';
import {exporters, stockExporters} from '../../exporters/index.ts';
import type {Exporter, Submission} from '../../exporters/submission.ts';
import {type WrittenReports, writeReports} from '../../exporters/write.ts';
import type {Verdict} from '../../runners/headless/summary.ts';
import {exitCode} from '../../session/exit-code.ts';
import type {ReportRequest} from '../../session/settings.ts';
import type {SessionState} from '../../session/state.ts';
import type {CliContext} from '../context.ts';
import type {ExitCode} from '../options.ts';
import type {StandardOutput} from '../standard-output.ts';
import type {StartedSession} from './session-run.ts';

/** Of each stream of an attempt; a longer one is in the reports with its beginning and end. */
const maxLogBytes = 1024 * 1024;

export interface Reported {
  readonly verdict: Verdict;
  /** Where the reports are, or why one is not. */
  readonly lines: readonly string[];
  /** The session's, unless that is 0 and a report is missing. */
  readonly code: ExitCode;
}

export interface Reporting {
  readonly state: SessionState;
  readonly reportDir: string | undefined;
  /** Where people's text goes: a report that is to go to standard output goes there. */
  readonly out: StandardOutput;
}

export function submissionOf(
  context: CliContext,
  {store, id}: Pick<StartedSession, 'store' | 'id'>,
  state: SessionState,
): Submission {
  const readOutput = store.outputs(id);
  return buildSubmission(state, {
    applicationVersion: version,
    readLog: (jobId, attempt) => readOutput({jobId, attempt}, maxLogBytes),
    finishedAt: state.finishedAt ?? context.clock.now(),
  });
}

/** A format under another name, for a file that somebody named. */
function renamed(exporter: Exporter, fileName: string): Exporter {
  return {name: exporter.name, fileName, export: (submission) => exporter.export(submission)};
}

async function writeRequested(
  context: CliContext,
  {exporter: name, to}: ReportRequest,
  {submission, out}: {readonly submission: Submission; readonly out: StandardOutput},
): Promise<WrittenReports> {
  const exporter = exporters.get(name);
  if (exporter === undefined) return {written: [], failed: []};
  if (to.type === 'file') {
    const {path} = to;
    return writeReports({submission, directory: dirname(path), exporters: [renamed(exporter, basename(path))]});
  }
  const stream = to.stream === 'stdout' ? out : context.err;
  for await (const part of exporter.export(submission)) stream.write(part);
  return {written: [], failed: []};
}

/** Writes the reports of a session, those that it has always and those it was asked for, and says what they say of the whole. */
export async function reportSession(
  context: CliContext,
  started: Pick<StartedSession, 'store' | 'id' | 'directory'>,
  {state, reportDir, out}: Reporting,
): Promise<Reported> {
  const submission = submissionOf(context, started, state);
  const {stockReports = true, reports = []} = state.settings ?? {};
  const done: WrittenReports[] = [];
  if (stockReports || reportDir !== undefined) {
    const directory =
      reportDir === undefined ? join(started.directory, 'reports') : resolve(context.workingDirectory, reportDir);
    const stock = stockExporters.flatMap((name) => exporters.get(name) ?? []);
    done.push(await writeReports({submission, directory, exporters: stock}));
  }
  for (const request of reports) done.push(await writeRequested(context, request, {submission, out}));
  const {verdict, sentence} = assess(submission);
  const isMissing = done.some(({failed}) => failed.length > 0);
  return {
    verdict: {state: verdict, label: verdictLabels[verdict], sentence},
    lines: reportLines(done),
    code: exitCode(state) || (isMissing ? 4 : 0),
  };
}

/** Where the reports are, or why one is not. */
export function reportLines(done: readonly WrittenReports[]): readonly string[] {
  return [
    ...done.flatMap(({written}) => written.map(({exporter, path}) => `${`${exporter}:`.padEnd(7)}${path}`)),
    ...done.flatMap(({failed}) => failed.map(({message}) => `NOT WRITTEN: ${message}`)),
  ];
}
