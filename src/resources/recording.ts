import type {RecordValue, ResourceRecord, ResourceState, ResourceTable} from '../expressions/environment.ts';

/** A resource in the shape that `probe --json` prints and `--recording` reads. */
export type RecordedResource =
  | {
      readonly state: 'known';
      /** Why absence proves nothing, although the records are good. */
      readonly reason?: string;
      readonly records: readonly ResourceRecord[];
    }
  | {readonly state: 'unknown'; readonly reason: string; readonly records: readonly []};

export interface Recording {
  readonly resources: Readonly<Record<string, RecordedResource>>;
}

function recorded(state: ResourceState): RecordedResource {
  if (state.state === 'unknown') return {state: 'unknown', reason: state.reason, records: []};
  return {
    state: 'known',
    ...(state.partial === undefined ? {} : {reason: state.partial}),
    records: state.records,
  };
}

/** The table as JSON-safe data, in the table's order. */
export function recordingFromTable(table: ResourceTable): Recording {
  return {resources: Object.fromEntries([...table].map(([id, state]) => [id, recorded(state)]))};
}

export function tableFromRecording(recording: Recording): ResourceTable {
  return new Map(
    Object.entries(recording.resources).map(([id, resource]): [string, ResourceState] => {
      if (resource.state === 'unknown') return [id, {state: 'unknown', reason: resource.reason}];
      const {records} = resource;
      return [id, {state: 'known', records, ...(resource.reason === undefined ? {} : {partial: resource.reason})}];
    }),
  );
}

/** As it is written to a file: one record a line, so that two recordings can be compared. */
export function formatRecording({resources}: Recording): string {
  const parts = Object.entries(resources).map(([id, {records, ...rest}]) => {
    const head = JSON.stringify(rest).slice(1, -1);
    const lines = records.map((record) => `\n      ${JSON.stringify(record)}`).join(',');
    return `    ${JSON.stringify(id)}: {${head},"records":[${lines}${lines === '' ? '' : '\n    '}]}`;
  });
  return `{\n  "resources": {${parts.length === 0 ? '' : `\n${parts.join(',\n')}\n  `}}\n}\n`;
}

/** The recording, or every place where the text is none: `resources.disk.records[2].size: …`. */
export type RecordingRead =
  | {readonly ok: true; readonly value: Recording}
  | {readonly ok: false; readonly problems: readonly string[]};

type Problems = string[];

function described(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `${JSON.stringify(value) ?? typeof value}`.slice(0, 60);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Lists within one another, as deep as anybody would write them. */
const deepest = 100;

function isRecordValue(value: unknown, depth = 0): value is RecordValue {
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return true;
  return Array.isArray(value) && depth < deepest && value.every((item) => isRecordValue(item, depth + 1));
}

/** Where in a value that is none of a record's something stands that must not, and what. */
function culprit(value: unknown, path: string, depth = 0): readonly [string, unknown] {
  if (!Array.isArray(value) || depth === deepest) return [path, value];
  const index = value.findIndex((item) => !isRecordValue(item, depth + 1));
  return culprit(value[index], `${path}[${index}]`, depth + 1);
}

/** Whether it can be a record. It may have a million keys, so it becomes one as it is: without a prototype. */
function becomesRecord(value: unknown, path: string, problems: Problems): value is ResourceRecord {
  if (!isObject(value)) {
    problems.push(`${path}: a record must be an object, not ${described(value)}`);
    return false;
  }
  const before = problems.length;
  for (const key in value) {
    const item = value[key];
    if (isRecordValue(item)) continue;
    const [place, wrong] = culprit(item, `${path}.${key}`);
    const found = Array.isArray(wrong) ? `a list within ${deepest} others` : described(wrong);
    problems.push(`${place}: must be text, a number, true, false or a list of these, not ${found}`);
  }
  Object.setPrototypeOf(value, null);
  return problems.length === before;
}

function checkResource(value: unknown, path: string, problems: Problems): RecordedResource | undefined {
  if (!isObject(value)) {
    problems.push(`${path}: must be an object, not ${described(value)}`);
    return undefined;
  }
  const {state, reason, records = []} = value;
  if (reason !== undefined && typeof reason !== 'string') {
    problems.push(`${path}.reason: must be text, not ${described(reason)}`);
    return undefined;
  }
  if (state === 'unknown') return {state, reason: reason ?? 'recorded as unknown, without a reason', records: []};
  if (state !== 'known') {
    problems.push(`${path}.state: must be "known" or "unknown", not ${described(state)}`);
    return undefined;
  }
  if (!Array.isArray(records)) {
    problems.push(`${path}.records: must be a list, not ${described(records)}`);
    return undefined;
  }
  const checked = records.filter((record: unknown, index) =>
    becomesRecord(record, `${path}.records[${index}]`, problems),
  );
  return {state, ...(reason === undefined ? {} : {reason}), records: checked};
}

function parseJson(text: string): {readonly value: unknown} | {readonly problem: string} {
  try {
    const value: unknown = JSON.parse(text);
    return {value};
  } catch (error) {
    return {problem: `not JSON: ${error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error)}`};
  }
}

/** Reads a file that `probe --record` wrote, or that somebody wrote by hand. Keys it does not know are passed over. */
export function readRecording(text: string): RecordingRead {
  const parsed = parseJson(text);
  if ('problem' in parsed) return {ok: false, problems: [parsed.problem]};
  const resources = isObject(parsed.value) ? parsed.value['resources'] : undefined;
  if (!isObject(resources)) return {ok: false, problems: ['resources: must be an object of resources by their ids']};
  const problems: Problems = [];
  const entries = Object.entries(resources).flatMap(([id, value]): [string, RecordedResource][] => {
    const resource = checkResource(value, `resources.${id}`, problems);
    return resource === undefined ? [] : [[id, resource]];
  });
  return problems.length > 0 ? {ok: false, problems} : {ok: true, value: {resources: Object.fromEntries(entries)}};
}
