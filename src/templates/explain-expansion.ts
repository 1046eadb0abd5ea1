import type {Diagnostic} from '../base/diagnostic.ts';
import {listed} from './collisions.ts';
import type {Expansion} from './expansion.ts';

/** One reason why records of a resource made no unit; `records` are all it holds for. */
export interface Cause {
  readonly kind: 'resource' | 'filter' | 'undecided' | 'failed' | 'same';
  readonly message: string;
  readonly records: readonly number[];
  /** The part of the filter that said no, or the right spelling of a key. */
  readonly hint?: string;
}

/** What became of a template's records, for a person. */
export interface ExpansionReport {
  /** One line: how many units from how many records, or why there is none. */
  readonly summary: string;
  /** Where nothing was made: why, in one sentence. The summary has it too. */
  readonly nothing?: string;
  /** Most important first; the same reason is given once. */
  readonly causes: readonly Cause[];
  /** Diagnostics about the template or the resource as a whole. */
  readonly about: readonly Diagnostic[];
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

function tally({filtered, failed, collapsed}: Expansion): readonly string[] {
  const undecided = filtered.filter(({unknown}) => unknown).length;
  const parts: readonly (readonly [number, string])[] = [
    [filtered.length - undecided, 'filtered out'],
    [undecided, 'undecided'],
    [failed.length, 'failed'],
    [collapsed.length, 'the same as another'],
  ];
  return parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
}

function meant({kind, message, hint}: Cause): string {
  return kind === 'failed' && hint !== undefined ? `${message}; did you mean ${hint}?` : message;
}

/** Of an expansion without instances: the answer in one sentence. */
function whyNothing(expansion: Expansion, causes: readonly Cause[]): string {
  const {state, reason, resource, recordCount, filtered, failed} = expansion;
  if (state === 'unknown') return reason ?? `${resource} is unknown`;
  if (recordCount === 0) return `${resource} has no records`;
  const records = `${count(recordCount, 'record')} of ${resource}`;
  const [cause, ...others] = causes.filter(({kind}) => kind === (failed.length > 0 ? 'failed' : 'undecided'));
  if (cause === undefined) {
    return recordCount === 1
      ? `its filter does not let the only record of ${resource} through`
      : `its filter lets none of the ${records} through`;
  }
  if (others.length > 0 || cause.records.length < failed.length) return `of ${records}, ${tally(expansion).join(', ')}`;
  if (filtered.length === recordCount) return meant(cause);
  return failed.length === recordCount
    ? `${meant(cause)} (all of ${records})`
    : `${meant(cause)} (${failed.length} of ${records})`;
}

function summaryOf(expansion: Expansion, causes: readonly Cause[]): string {
  const {template, resource, instances, recordCount} = expansion;
  if (instances.length === 0) return `${template} makes nothing: ${whyNothing(expansion, causes)}`;
  const parts = tally(expansion);
  const rest = parts.length === 0 ? '' : ` (${parts.join(', ')})`;
  return `${template} makes ${count(instances.length, 'unit')} from ${count(recordCount, 'record')} of ${resource}${rest}`;
}

interface CauseOf extends Omit<Cause, 'records'> {
  readonly record: number;
}

/** One cause for each reason, in the order the reasons first come up. */
function gathered(all: readonly CauseOf[]): readonly Cause[] {
  const causes = new Map<string, {cause: Omit<Cause, 'records'>; records: number[]}>();
  for (const {record, ...cause} of all) {
    const {kind, message, hint = ''} = cause;
    const key = `${kind}\0${message}\0${hint}`;
    const known = causes.get(key);
    if (known === undefined) causes.set(key, {cause, records: [record]});
    else known.records.push(record);
  }
  return [...causes.values()].map(({cause, records}) => ({...cause, records}));
}

function causesOf({filtered, failed, collapsed}: Expansion): readonly Cause[] {
  return gathered([
    ...failed.map(({record, message, nearest}) => ({
      kind: 'failed' as const,
      message,
      record,
      ...(nearest === undefined ? {} : {hint: nearest}),
    })),
    ...filtered.map(({record, reason, line, unknown}) => ({
      kind: unknown ? ('undecided' as const) : ('filter' as const),
      message: reason,
      record,
      hint: line,
    })),
    ...collapsed.map(({record, same}) => ({kind: 'same' as const, message: `the same unit as record ${same}`, record})),
  ]);
}

/** Why a template made what it made, and why nothing where it made nothing. */
export function explainExpansion(expansion: Expansion): ExpansionReport {
  const said = new Set(expansion.failed.flatMap(({diagnostics}) => diagnostics));
  const about = expansion.diagnostics.filter((diagnostic) => !said.has(diagnostic));
  const causes = causesOf(expansion);
  const summary = summaryOf(expansion, causes);
  const nothing = expansion.instances.length === 0 ? {nothing: whyNothing(expansion, causes)} : {};
  if (expansion.state === 'known') return {summary, ...nothing, causes, about};
  const resource: Cause = {kind: 'resource', message: expansion.reason ?? '', records: []};
  return {summary, ...nothing, causes: [resource, ...causes], about};
}

/** What became of one record, in one sentence. */
export function whyNot(expansion: Expansion, record: number): string {
  const {resource, recordCount} = expansion;
  if (expansion.state === 'unknown') return expansion.reason ?? `${resource} is unknown`;
  if (record < 0 || record >= recordCount) return `${resource} has ${count(recordCount, 'record')}, counted from 0`;
  const made = expansion.instances.find((instance) => instance.record === record);
  if (made !== undefined) return `record ${record} makes ${made.id}`;
  const cause = causesOf(expansion).find(({records}) => records.includes(record));
  return cause === undefined ? `nothing is known of record ${record}` : `record ${record}: ${cause.message}`;
}

/** Numbers of records as a person reads them: `0, 2 and 5 to 9`. */
export function recordNumbers(records: readonly number[]): string {
  const runs: {from: number; to: number}[] = [];
  for (const record of records.toSorted((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && record <= last.to + 1) last.to = record;
    else runs.push({from: record, to: record});
  }
  const words = runs.flatMap(({from, to}) => {
    if (to > from + 1) return [`${from} to ${to}`];
    return to === from ? [String(from)] : [String(from), String(to)];
  });
  return listed(words);
}
