import {partialId, qualify, type UnitId} from '../../base/ids.ts';
import {messageOf} from '../../base/message-of.ts';
import type {UnitSet} from '../../catalog/unit-set.ts';
import {readRecording, tableFromRecording} from '../../resources/recording.ts';
import type {ReadResources} from '../../runners/survey.ts';
import type {ResourceState} from '../../session/events.ts';
import type {Job} from '../../units/unit.ts';
import type {CliContext} from '../context.ts';
import {usageError} from '../usage-error.ts';
import {knownResources, machineAnswers} from './machine-answers.ts';

/**
 * The resources of a recording. A partial id is that of every resource of this name that units speak of; what no unit
 * speaks of keeps the id it was recorded under, with an empty namespace where it has none.
 */
export function recordedResources(context: CliContext, set: UnitSet, path: string): ReadResources {
  const read = readRecording(textOf(context, path));
  if (!read.ok) throw noRecording(context, path, `${path} is no recording: ${read.problems.slice(0, 5).join('; ')}`);
  const resources = new Map<UnitId, ResourceState>();
  const spokenOf = idsByName(set);
  for (const [name, state] of tableFromRecording(read.value)) {
    const ids = name.includes('::') ? [] : (spokenOf.get(name) ?? []);
    for (const id of ids.length > 0 ? ids : [qualify(name, '')]) resources.set(id, state);
  }
  return resources;
}

function noRecording({words}: CliContext, path: string, message: string) {
  return usageError(words, {code: 'usage/no-recording', message, word: path});
}

function textOf(context: CliContext, path: string): string {
  const {files} = context.host;
  if (files.stat(path) === undefined) throw noRecording(context, path, `there is no file ${path}`);
  try {
    return files.readText(path);
  } catch (error) {
    throw noRecording(context, path, `${path} cannot be read: ${messageOf(error)}`);
  }
}

/** By partial id: the jobs there are, and the resources that templates want whether a loaded provider has them or not. */
function idsByName({jobs, templates}: UnitSet): ReadonlyMap<string, readonly UnitId[]> {
  const ids = new Set([...jobs.keys(), ...[...templates.values()].map(({resource}) => resource.id)]);
  return Map.groupBy(ids, partialId);
}

/** What is wanted, from a recording or from this machine; what people said of it is known in any case. */
export async function readResources(
  context: CliContext,
  set: UnitSet,
  {
    recording,
    wanted,
  }: {readonly recording: string | undefined; readonly wanted: (known: ReadResources) => readonly Job[]},
): Promise<ReadResources> {
  const known = knownResources(set, machineAnswers(context));
  if (recording !== undefined) return new Map([...known, ...recordedResources(context, set, recording)]);
  // What reads a machine is much to load.
  const {surveyMachine} = await import('./survey-machine.ts');
  const read = await surveyMachine(context, set, (resources) =>
    wanted(new Map([...known, ...resources])).filter(({id}) => !known.has(id)),
  );
  return new Map([...known, ...read]);
}
