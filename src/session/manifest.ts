import {readFileSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {namespaceOf, partialId} from '../base/ids.ts';
import {type RecordValue, type ResourceState, resourceRecord} from '../expressions/environment.ts';
import {manifestValue} from '../planner/requirements.ts';
import type {ManifestEntry} from '../units/unit.ts';
import {makeDirectories} from './make-directories.ts';
import {guarded, SessionError} from './session-error.ts';

/** What people said about this machine, by the full id of the entry. What nobody answered is not in it. */
export type ManifestAnswers = ReadonlyMap<string, boolean | number>;

const fileName = 'manifest.json';

/** Kept for the machine, not for a session: `{"NAMESPACE::ID": true}`. Throws SessionError where the file is damaged. */
export function readAnswers(stateDirectory: string): ManifestAnswers {
  const path = join(stateDirectory, fileName);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    // A folder that cannot be made is found out where a session is made in it.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return new Map();
    throw error;
  }
  return parseAnswers(text, path);
}

/** Adds answers to those that are kept for the machine; undefined takes one away. Throws SessionError. */
export function saveAnswers(stateDirectory: string, changes: ReadonlyMap<string, boolean | number | undefined>): void {
  const path = join(stateDirectory, fileName);
  const answers = new Map<string, boolean | number | undefined>([...readAnswers(stateDirectory), ...changes]);
  const kept = [...answers].filter(([, answer]) => answer !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  guarded(path, () => {
    makeDirectories(stateDirectory);
    writeFileSync(`${path}.new`, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`, {flush: true});
    renameSync(`${path}.new`, path);
  });
}

/** `text` is the file at `path`, in the form of Checkbox's machine-manifest.json. Throws a SessionError where it is none. */
export function parseAnswers(text: string, path: string): ManifestAnswers {
  const wrong = new SessionError(
    'damaged',
    `${path} is no manifest: it must be one JSON object whose values are true, false or whole numbers`,
  );
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw wrong;
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) throw wrong;
  const answers = new Map<string, boolean | number>();
  for (const [id, value] of Object.entries(read)) {
    if (typeof value !== 'boolean' && !(Number.isSafeInteger(value) && value >= 0)) throw wrong;
    answers.set(id, value);
  }
  return answers;
}

/**
 * The `manifest` resource: a record for each namespace, with its name as `ns` and the answers as Checkbox prints them, an
 * entry with a key of its own under its full id too. An entry nobody answered is no key of any record, so that what requires
 * it is unknown, not false; so there is always a record, be it an empty one.
 */
export function manifestState(entries: Iterable<ManifestEntry>, answers: ManifestAnswers): ResourceState {
  const byNamespace = new Map<string, [string, RecordValue][]>();
  for (const {id, resourceKey} of entries) {
    const keys = byNamespace.get(namespaceOf(id)) ?? [['ns', namespaceOf(id)]];
    const answer = answers.get(id);
    if (answer !== undefined) keys.push([resourceKey ?? partialId(id), manifestValue(answer)]);
    if (answer !== undefined && resourceKey !== undefined) keys.push([id, manifestValue(answer)]);
    byNamespace.set(namespaceOf(id), keys);
  }
  const records = byNamespace.size === 0 ? [[]] : [...byNamespace.values()];
  return {state: 'known', records: records.map(resourceRecord)};
}
