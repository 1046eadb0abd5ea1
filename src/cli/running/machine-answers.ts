import type {UnitId} from '../../base/ids.ts';
import type {UnitSet} from '../../catalog/unit-set.ts';
import {manifestResource} from '../../planner/requirements.ts';
import type {ResourceState} from '../../session/events.ts';
import {type ManifestAnswers, manifestState, readAnswers} from '../../session/manifest.ts';
import {SessionError} from '../../session/session-error.ts';
import {type CliContext, stateDirectory} from '../context.ts';
import {UsageError} from '../usage-error.ts';

/** What is known of the machine before anything is read: what people said about it. */
export function knownResources(set: UnitSet, answers: ManifestAnswers): ReadonlyMap<UnitId, ResourceState> {
  return new Map([[manifestResource, manifestState(set.manifestEntries.values(), answers)]]);
}

/** A state folder that cannot be used is no bug of ours and shows no stack. It is about no word of the command line. */
function asUsageError(error: unknown): unknown {
  if (!(error instanceof SessionError)) return error;
  const span = {file: {path: 'assay', text: ''}, start: 0, end: 0};
  return new UsageError([{code: `session/${error.problem}`, severity: 'error', message: error.message, span}]);
}

export async function withSessionErrors<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw asUsageError(error);
  }
}

/** What people said of this machine. */
export function machineAnswers(context: CliContext): ManifestAnswers {
  try {
    return readAnswers(stateDirectory(context));
  } catch (error) {
    throw asUsageError(error);
  }
}
