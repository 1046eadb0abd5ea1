import type {RecordValue} from '../../../src/expressions/environment.ts';
import type {Probe} from '../../../src/resources/probe.ts';
import {runProbe} from '../../../src/resources/run-probe.ts';
import {type FakeFile, type FakeHostOptions, fakeHost} from '../../helpers/fake-host.ts';

export type Files = Readonly<Record<string, FakeFile>>;

/** What a probe finds on a machine of these files; throws with the reason where that is unknown. */
export async function probeRecords(
  probe: Probe,
  files: Files,
  options: FakeHostOptions = {},
): Promise<readonly Readonly<Record<string, RecordValue>>[]> {
  const state = await runProbe(probe, fakeHost(files, options), {timeoutMs: 5000});
  if (state.state === 'unknown') throw new Error(state.reason);
  return state.records.map((record) => ({...record}));
}

/** The same, of a machine that has one of the thing. */
export async function onlyRecord(
  probe: Probe,
  files: Files,
  options: FakeHostOptions = {},
): Promise<Readonly<Record<string, RecordValue>>> {
  const [record, ...others] = await probeRecords(probe, files, options);
  if (record === undefined || others.length > 0) throw new Error(`one record was expected, not ${others.length + 1}`);
  return record;
}

/** Files of one directory: `{'/sys/x/a': …}` from `/sys/x` and `{a: …}`. */
export function inside(directory: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([name, file]) => [`${directory}/${name}`, file]));
}
