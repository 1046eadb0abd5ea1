import {join, resolve} from 'node:path';
import {version} from '../base/version.ts';
import {assess, verdictLabels} from '../exporters/assess.ts';
import {buildSubmission} from '../exporters/build-submission.ts';
import {exporters, stockExporters} from '../exporters/index.ts';
import {writeReports} from '../exporters/write.ts';
import type {Verdict} from '../runners/headless/summary.ts';
import type {SessionState} from '../session/state.ts';
import type {CliContext} from './context.ts';
import type {StartedSession} from './session-run.ts';

/** Of each stream of an attempt; a longer one is in the reports with its beginning and end. */
const maxLogBytes = 1024 * 1024;

export interface Reported {
  readonly verdict: Verdict;
  /** Where the reports are, or why one is not. */
  readonly lines: readonly string[];
}

/** Writes the reports and says what they say of the whole. */
export async function reportSession(
  context: CliContext,
  {store, id, directory}: Pick<StartedSession, 'store' | 'id' | 'directory'>,
  options: {readonly state: SessionState; readonly reportDir: string | undefined},
): Promise<Reported> {
  const {state, reportDir} = options;
  const submission = buildSubmission(state, {
    applicationVersion: version,
    readLog: (jobId, attempt) => store.readOutput(id, {jobId, attempt}, maxLogBytes),
    finishedAt: state.finishedAt ?? context.clock.now(),
  });
  const {written, failed} = await writeReports({
    submission,
    directory: reportDir === undefined ? join(directory, 'reports') : resolve(context.workingDirectory, reportDir),
    exporters: stockExporters.flatMap((name) => exporters.get(name) ?? []),
  });
  const {verdict, sentence} = assess(submission);
  const lines = [
    ...written.map(({exporter, path}) => `${`${exporter}:`.padEnd(7)}${path}`),
    ...failed.map(({message}) => `NOT WRITTEN: ${message}`),
  ];
  return {verdict: {state: verdict, label: verdictLabels[verdict], sentence}, lines};
}
