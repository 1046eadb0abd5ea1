import {join, resolve} from 'node:path';
import {nearest} from '../../base/nearest.ts';
import {exporters, stockExporters} from '../../exporters/index.ts';
import type {Exporter} from '../../exporters/submission.ts';
import {writeReports} from '../../exporters/write.ts';
import {openStore} from '../../session/store.ts';
import {type CliContext, stateDirectory} from '../context.ts';
import {namedSession} from '../named-session.ts';
import type {ExitCode, ExportOptions} from '../options.ts';
import {writeLines} from '../output.ts';
import {withSessionErrors} from '../running/machine-answers.ts';
import {reportLines, submissionOf} from '../running/reports.ts';
import {usageError} from '../usage-error.ts';

function exporterNamed(context: CliContext, name: string): Exporter {
  const exporter = exporters.get(name);
  if (exporter !== undefined) return exporter;
  const names = [...exporters.keys()];
  throw usageError(context.words, {
    code: 'usage/unknown-format',
    message: `there is no format ${name}; there are ${names.join(', ')}`,
    word: name,
    suggestion: nearest(name, names),
  });
}

/** Makes the reports of a session once more. One format without a folder goes to standard output. */
export function exportSession(
  context: CliContext,
  word: string | undefined,
  options: ExportOptions,
): Promise<ExitCode> {
  return withSessionErrors<ExitCode>(async () => {
    const {format, reportDir} = options;
    const exporter = format === undefined ? undefined : exporterNamed(context, format);
    const store = openStore(stateDirectory(context));
    const id = namedSession(context, store, word);
    const submission = submissionOf(context, {store, id}, store.readSession(id));
    if (exporter !== undefined && reportDir === undefined) {
      for await (const part of exporter.export(submission)) context.out.write(part);
      return 0;
    }
    const directory =
      reportDir === undefined
        ? join(store.directory, 'sessions', id, 'reports')
        : resolve(context.workingDirectory, reportDir);
    const stock = stockExporters.flatMap((name) => exporters.get(name) ?? []);
    const reports = await writeReports({submission, directory, exporters: exporter === undefined ? stock : [exporter]});
    writeLines(context, reportLines([reports]));
    return reports.failed.length === 0 ? 0 : 4;
  });
}
