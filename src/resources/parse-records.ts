import {quoted} from '../base/quoted.ts';
import {type ResourceRecord, type ResourceState, resourceRecord} from '../expressions/environment.ts';
import type {ValueType} from '../units/unit.ts';
import {applyKeys, describeProblem} from './apply-keys.ts';

/** What is wrong with a line of a resource job's output; lines count from 1. */
export interface LineProblem {
  readonly line: number;
  readonly message: string;
}

export interface ParsedRecords {
  readonly state: ResourceState;
  readonly problems: readonly LineProblem[];
}

/** How a resource job's process ended: the parts of a session's `ProcessEnd` that matter here. */
export type CommandEnd =
  | {readonly type: 'exited'; readonly code: number}
  | {readonly type: 'signalled'; readonly signal: string}
  | {readonly type: 'timed-out'; readonly limit: 'timeout' | 'silence-timeout'; readonly afterMs: number}
  | {readonly type: 'not-started'; readonly reason: string}
  | {readonly type: 'interrupted'}
  | {readonly type: 'rebooted'};

export interface CommandOutput {
  readonly stdout: string | Uint8Array;
  readonly stderr: string | Uint8Array;
  readonly end: CommandEnd;
  /** Declared types of the records' keys. */
  readonly keys?: ReadonlyMap<string, ValueType>;
}

function textOf(text: string | Uint8Array): string {
  return typeof text === 'string' ? text : new TextDecoder().decode(text);
}

/** The indentation that all lines with text share is not part of a value; a line that is only a dot is an empty line. */
function joinValue([first = '', ...rest]: readonly string[]): string {
  if (rest.length === 0) return first;
  const indents = rest.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const shared = indents.reduce((least, indent) => Math.min(least, indent), Number.POSITIVE_INFINITY);
  const lines = rest.map((line) => (line.trim() === '.' ? '' : line.slice(shared).trimEnd()));
  return (first === '' ? lines : [first, ...lines]).join('\n').trimEnd();
}

/** The record that is being read; `problem` keeps it out of the result. */
interface OpenRecord {
  /** By its key, the lines of each value: what stands behind the colon, and those that continue it. */
  readonly values: Map<string, string[]>;
  last: string[] | undefined;
  broken: boolean;
  startsAt: number;
}

function openRecord(): OpenRecord {
  return {values: new Map(), last: undefined, broken: false, startsAt: 0};
}

/** Takes one line into the record; returns what is wrong with it. */
function takeLine(record: OpenRecord, line: string): string | undefined {
  if (line.startsWith(' ')) {
    if (record.last === undefined) return `${quoted(line)} continues a value, but no key stands before it`;
    record.last.push(line.slice(1));
    return undefined;
  }
  const colon = line.indexOf(':');
  if (colon === -1) return `${quoted(line)} is not a "key: value" line`;
  const key = line.slice(0, colon).trim();
  if (key === '') return `${quoted(line)} has no key before the colon`;
  const lines = [line.slice(colon + 1).trim()];
  record.last = lines;
  if (record.values.has(key)) return `the key ${quoted(key)} is given twice in one record`;
  record.values.set(key, lines);
  return undefined;
}

function closeRecord(record: OpenRecord): ResourceRecord | undefined {
  if (record.broken || record.values.size === 0) return undefined;
  return resourceRecord(valuesOf(record));
}

function* valuesOf({values}: OpenRecord): Generator<readonly [string, string]> {
  for (const [key, lines] of values) yield [key, joinValue(lines)];
}

function stateOf(records: readonly ResourceRecord[], problems: readonly LineProblem[]): ResourceState {
  const [first, ...more] = problems;
  if (first === undefined) return {state: 'known', records};
  const others = more.length === 0 ? '' : `; ${more.length} more such ${more.length === 1 ? 'line' : 'lines'}`;
  const reason = `line ${first.line}: ${first.message}${others}`;
  return records.length === 0 ? {state: 'unknown', reason} : {state: 'known', records, partial: reason};
}

/**
 * Reads what a resource job prints: records of `key: value` lines separated by blank lines; lines that start with a space
 * continue a value; lines that start with `#` are comments. A record with a malformed line is left out and reported, the
 * others are kept; without any good one the resource is unknown.
 */
export function parseRecords(text: string | Uint8Array): ParsedRecords {
  const records: ResourceRecord[] = [];
  const problems: LineProblem[] = [];
  let current = openRecord();
  const close = (): void => {
    const record = closeRecord(current);
    if (record !== undefined) records.push(record);
    current = openRecord();
  };
  for (const [index, raw] of textOf(text).split('\n').entries()) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (line.startsWith('#')) continue;
    if (line.trim() === '') {
      close();
      continue;
    }
    const message = takeLine(current, line);
    if (message === undefined) continue;
    current.broken = true;
    problems.push({line: index + 1, message});
  }
  close();
  return {state: stateOf(records, problems), problems};
}

function lastLine(text: string): string | undefined {
  return text
    .split('\n')
    .map((line) => line.trim())
    .findLast((line) => line !== '');
}

function failureOf(end: CommandEnd): string | undefined {
  switch (end.type) {
    case 'exited':
      return end.code === 0 ? undefined : `its command exited with code ${end.code}`;
    case 'signalled':
      return `its command was ended by ${end.signal}`;
    case 'timed-out':
      return end.limit === 'timeout'
        ? `its command did not end within ${end.afterMs} ms`
        : `its command printed nothing for ${end.afterMs} ms`;
    case 'not-started':
      return `its command could not be started: ${end.reason}`;
    case 'interrupted':
      return 'its command was interrupted';
    case 'rebooted':
      return 'the machine rebooted while its command ran';
  }
}

/** A command that did not exit with 0 makes its resource unknown, whatever it printed (P1, P3). */
export function resourceFromCommand({stdout, stderr, end, keys}: CommandOutput): ResourceState {
  const failure = failureOf(end);
  if (failure !== undefined) {
    const evidence = lastLine(textOf(stderr));
    return {state: 'unknown', reason: evidence === undefined ? failure : `${failure}: ${evidence}`};
  }
  const {state} = parseRecords(stdout);
  if (state.state === 'unknown' || keys === undefined) return state;
  const {records, problems} = applyKeys(state.records, keys);
  const partial = [state.partial, ...problems.map(describeProblem)].filter((part) => part !== undefined).join('; ');
  return {state: 'known', records, ...(partial === '' ? {} : {partial})};
}
