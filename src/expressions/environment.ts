/** A value of a resource record. What a resource job prints is text; probes and declared `keys` give the other types. */
export type RecordValue = string | number | boolean | readonly RecordValue[];

/** One record. Has no prototype, so `__proto__`, `constructor` and `toString` are keys like any other. */
export type ResourceRecord = Readonly<Record<string, RecordValue>>;

/**
 * What is known of a resource. `unknown` when its probe or job failed, or has not run: never the same as no records.
 * `partial` names what went wrong while the records that are there are good (P2): a record that matches still proves
 * something, absence proves nothing.
 */
export type ResourceState =
  | {readonly state: 'known'; readonly records: readonly ResourceRecord[]; readonly partial?: string}
  | {readonly state: 'unknown'; readonly reason: string};

/** Resource states by resource id (fully qualified). A resource that nobody has run is not in the table. */
export type ResourceTable = ReadonlyMap<string, ResourceState>;

export function resourceRecord(entries: Iterable<readonly [string, RecordValue]>): ResourceRecord {
  const record: Record<string, RecordValue> = Object.create(null);
  for (const [key, value] of entries) record[key] = value;
  return record;
}
