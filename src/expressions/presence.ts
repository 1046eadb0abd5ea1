import {nearest} from '../base/nearest.ts';
import type {RecordValue, ResourceRecord} from './environment.ts';

type Records = readonly ResourceRecord[];

const presenceOf = new WeakMap<Records, Map<string, boolean>>();

/** Keys looked at for a suggestion; a record may have a million of them. */
const maxCandidates = 2_000;
const maxKeyLength = 80;

/** A record's own value; undefined where it has no such key, also for `constructor` and its like. */
export function ownValue(record: ResourceRecord, key: string): RecordValue | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Whether any record has the key. Remembered for each list of records. */
export function isPresent(records: Records, key: string): boolean {
  let known = presenceOf.get(records);
  if (known === undefined) {
    known = new Map();
    presenceOf.set(records, known);
  }
  const before = known.get(key);
  if (before !== undefined) return before;
  const present = records.some((record) => Object.hasOwn(record, key));
  known.set(key, present);
  return present;
}

/** The key of these records that was probably meant. */
export function nearestKey(records: Records, key: string): string | undefined {
  if (key.length > maxKeyLength) return undefined;
  const candidates = new Set<string>();
  for (const record of records.slice(0, maxCandidates)) {
    for (const candidate in record) {
      if (candidates.size >= maxCandidates) return nearest(key, candidates);
      if (candidate.length <= maxKeyLength) candidates.add(candidate);
    }
  }
  return nearest(key, candidates);
}
