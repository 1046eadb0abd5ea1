import {join, resolve} from 'node:path';
import {version} from '../base/version.ts';
import {buildSubmission} from '../exporters/build-submission.ts';
import {exporters, stockExporters} from '../exporters/index.ts';
import {writeReports} from '../exporters/write.ts';
import type {SessionState} from '../session/state.ts';
import type {CliContext} from './context.ts';
import type {StartedSession} from './session-run.ts';

/** Of each stream of an attempt; a longer one is in the reports with its beginning and end. */
const maxLogBytes = 1024 * 1024;

/** Writes the reports and gives lines on where they are, or why one is not. */
export async function reportSession(
  context: CliContext,
  {store, id, directory}: Pick<StartedSession, 'store' | 'id' | 'directory'>,
  options: {readonly state: SessionState; readonly reportDir: string | undefined},
): Promise<readonly string[]> {
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
  return [
    ...written.map(({exporter, path}) => `${`${exporter}:`.padEnd(7)}${path}`),
    ...failed.map(({message}) => `NOT WRITTEN: ${message}`),
  ];
}
