import type {Host} from '../base/host.ts';
import {messageOf} from '../base/message-of.ts';
import type {RecordValue, ResourceRecord, ResourceState} from '../expressions/environment.ts';
import type {ValueType} from '../units/unit.ts';
import type {Probe} from './probe.ts';

export interface ProbeLimits {
  readonly timeoutMs: number;
}

function fits(value: RecordValue, type: ValueType): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return Number.isSafeInteger(value);
    case 'number':
      return Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
  }
}

/** What is wrong with a probe's own records: keys it did not declare, values that are not of the declared type. */
export function undeclared(probe: Probe, records: readonly ResourceRecord[]): readonly string[] {
  return records.flatMap((record, index) =>
    Object.entries(record).flatMap(([key, value]) => {
      const type = probe.keys.get(key);
      if (type !== undefined && fits(value, type)) return [];
      return [`probe ${probe.name}, record ${index}: ${key} is ${type === undefined ? 'not declared' : `no ${type}`}`];
    }),
  );
}

/** The same host, with what is being waited for: it tells which device made a probe hang. */
function watch(host: Host): {readonly host: Host; readonly pending: () => string | undefined} {
  const waiting = new Set<{readonly what: string}>();
  const during = async <T>(what: string, start: () => Promise<T>): Promise<T> => {
    const entry = {what};
    waiting.add(entry);
    try {
      return await start();
    } finally {
      waiting.delete(entry);
    }
  };
  return {
    pending: () => waiting.values().next().value?.what,
    host: {
      env: host.env,
      files: host.files,
      readText: (path) => during(`reading ${path}`, () => host.readText(path)),
      readBytes: (path) => during(`reading ${path}`, () => host.readBytes(path)),
      list: (path) => during(`listing ${path}`, () => host.list(path)),
      lstat: (path) => during(`looking at ${path}`, () => host.lstat(path)),
      readLink: (path) => during(`reading ${path}`, () => host.readLink(path)),
      realPath: (path) => during(`resolving ${path}`, () => host.realPath(path)),
      run: (argv, options) => during(`running ${argv[0]}`, () => host.run(argv, options)),
    },
  };
}

/** Never rejects: a probe that throws, does not answer in time or breaks its own declaration makes its resource unknown. */
export async function runProbe(probe: Probe, host: Host, {timeoutMs}: ProbeLimits): Promise<ResourceState> {
  const watched = watch(host);
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<ResourceState>((resolve) => {
    timer = setTimeout(() => {
      const pending = watched.pending();
      const where = pending === undefined ? '' : `, ${pending}`;
      resolve({state: 'unknown', reason: `probe ${probe.name} did not answer within ${timeoutMs} ms${where}`});
    }, timeoutMs);
  });
  const answer = probe.probe(watched.host).then(
    (records): ResourceState => ({state: 'known', records}),
    (error: unknown): ResourceState => {
      const message = messageOf(error);
      return {state: 'unknown', reason: `probe ${probe.name}: ${message.replace(/\s+/g, ' ')}`};
    },
  );
  const state = await Promise.race([answer, tooLate]).finally(() => clearTimeout(timer));
  if (state.state === 'known') {
    const [problem] = undeclared(probe, state.records);
    if (problem !== undefined) return {state: 'unknown', reason: `Internal error: ${problem}`};
  }
  return state;
}
