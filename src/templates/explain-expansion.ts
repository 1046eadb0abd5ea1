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
  /** One line: how many units from how many records. */
  readonly summary: string;
  /** Most important first; the same reason is given once. */
  readonly causes: readonly Cause[];
  /** Diagnostics about the template or the resource as a whole. */
  readonly about: readonly Diagnostic[];
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

function summaryOf(expansion: Expansion): string {
  const {template, resource, instances, recordCount, state, filtered, failed, collapsed} = expansion;
  if (state === 'unknown') return `${template} makes nothing: ${expansion.reason ?? `${resource} is unknown`}`;
  const parts = [
    filtered.length === 0 ? '' : `${filtered.length} filtered out`,
    failed.length === 0 ? '' : `${failed.length} failed`,
    collapsed.length === 0 ? '' : `${collapsed.length} the same as another`,
  ].filter((part) => part !== '');
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
    const key = JSON.stringify(cause);
    const known = causes.get(key) ?? {cause, records: []};
    known.records.push(record);
    causes.set(key, known);
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
  if (expansion.state === 'known') return {summary: summaryOf(expansion), causes, about};
  const resource: Cause = {kind: 'resource', message: expansion.reason ?? '', records: []};
  return {summary: summaryOf(expansion), causes: [resource, ...causes], about};
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
