import {counted} from '../../base/counted.ts';
import {partialId} from '../../base/ids.ts';
import {messageOf} from '../../base/message-of.ts';
import {nearest} from '../../base/nearest.ts';
import type {UnitSet} from '../../catalog/unit-set.ts';
import type {ResourceTable} from '../../expressions/environment.ts';
import {formatRecording, recordingFromTable} from '../../resources/recording.ts';
import type {Job} from '../../units/unit.ts';
import type {CliContext} from '../context.ts';
import {resourceIds} from '../expand-context.ts';
import {loadCatalog} from '../load.ts';
import type {ExitCode, ProbeOptions} from '../options.ts';
import {table, writeErrors, writeLines} from '../output.ts';
import {surveyMachine} from '../running/survey-machine.ts';
import {usageError} from '../usage-error.ts';

/** Reads resources of this machine and shows or records them. A resource that cannot be known is exit code 4. */
export async function probe(context: CliContext, names: readonly string[], options: ProbeOptions): Promise<ExitCode> {
  const {set, diagnostics} = await loadCatalog(context, options);
  writeErrors(context, diagnostics);
  const jobs = resourceJobs(context, set, names);
  const resources = await surveyMachine(context, set, (known) => jobs.filter(({id}) => !known.has(id)));
  const text = formatRecording(recordingFromTable(resources));
  if (options.record !== undefined) await record(context, options.record, text);
  if (options.json) context.out.write(text);
  else if (options.record === undefined) writeLines(context, describe(resources));
  return [...resources.values()].some(({state}) => state === 'unknown') ? 4 : 0;
}

function resourceJobs(context: CliContext, set: UnitSet, names: readonly string[]): readonly Job[] {
  const all = resourceIds(set).flatMap((id) => set.jobs.get(id) ?? []);
  if (names.length === 0) return all;
  return names.map((name) => {
    const found = all.find(({id}) => id === name) ?? all.find(({id}) => partialId(id) === name);
    if (found !== undefined) return found;
    throw usageError(context.words, {
      code: 'usage/unknown-resource',
      message: `there is no resource job ${name}`,
      word: name,
      suggestion: nearest(
        name,
        all.map(({id}) => partialId(id)),
      ),
    });
  });
}

async function record(context: CliContext, path: string, text: string): Promise<void> {
  const {writeFile} = await import('node:fs/promises');
  try {
    await writeFile(path, text);
  } catch (error) {
    const message = `cannot write ${path}: ${messageOf(error)}`;
    throw usageError(context.words, {code: 'usage/cannot-write', message, word: path});
  }
  context.err.write(`recorded in ${path}\n`);
}

function describe(resources: ResourceTable): readonly string[] {
  return [...resources].flatMap(([id, state]) => {
    if (state.state === 'unknown') return [`${id}: cannot be known: ${state.reason}`, ''];
    const partial = state.partial === undefined ? '' : `, and more that could not be read: ${state.partial}`;
    const records = state.records.flatMap((one, index) => [
      ...(index === 0 ? [] : ['']),
      ...table(Object.entries(one).map(([key, value]) => [`  ${key}`, String(value)])),
    ]);
    return [`${id}: ${counted(state.records.length, 'record')}${partial}`, ...records, ''];
  });
}
