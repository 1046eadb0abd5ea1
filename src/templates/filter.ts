import {qualify, type UnitId} from '../base/ids.ts';
import type {CompiledProgram} from '../expressions/compile.ts';
import type {ResourceState} from '../expressions/environment.ts';
import {filterRecords, type FilteredRecord as JudgedRecord} from '../expressions/filter.ts';
import type {CompiledTemplate} from './compile-template.ts';
import type {ExpandContext, FilteredRecord} from './expansion.ts';

export interface Matched {
  /** Numbers of the records that the filter lets through. */
  readonly matching: readonly number[];
  readonly filtered: readonly FilteredRecord[];
}

/** Of most records nobody asks why they are not let through. */
class RefusedRecord implements FilteredRecord {
  readonly record: number;
  readonly unknown: boolean;
  readonly #judged: JudgedRecord;
  #why: {readonly reason: string; readonly line: string} | undefined;

  constructor(judged: JudgedRecord) {
    this.record = judged.record;
    this.unknown = judged.value === 'unknown';
    this.#judged = judged;
  }

  get reason(): string {
    return this.#explained().reason;
  }

  get line(): string {
    return this.#explained().line;
  }

  #explained(): {readonly reason: string; readonly line: string} {
    if (this.#why !== undefined) return this.#why;
    const {evaluation} = this.#judged;
    if (evaluation.value === true) throw new Error(`Internal error: record ${this.record} was refused and is not`);
    this.#why = {reason: evaluation.reason, line: evaluation.text};
    return this.#why;
  }
}

type KnownState = Extract<ResourceState, {readonly state: 'known'}>;

/** Answers that depend on nothing but the records and the filter: many templates share both. */
const answers = new WeakMap<KnownState, Map<string, Matched>>();

/** Asks the filter about each record on its own. */
export function filterFor(compiled: CompiledTemplate, state: KnownState, context: ExpandContext): Matched {
  const {template, filter} = compiled;
  if (filter === undefined) return {matching: [...state.records.keys()], filtered: []};
  if (filter.lines.some((line) => line.compiled?.names.some((name) => name !== template.resourceName))) {
    return ask(compiled, filter, {state, context});
  }
  const known = answers.get(state) ?? new Map<string, Matched>();
  answers.set(state, known);
  const key = JSON.stringify([template.resourceName, filter.program.text.text]);
  const matched = known.get(key) ?? ask(compiled, filter, {state, context});
  known.set(key, matched);
  return matched;
}

interface Asked {
  readonly state: KnownState;
  readonly context: ExpandContext;
}

function ask(compiled: CompiledTemplate, filter: CompiledProgram, {state, context}: Asked): Matched {
  const matching: number[] = [];
  const filtered: FilteredRecord[] = [];
  const options = {records: state.records, bindings: bindingsOf(compiled, context)};
  for (const judged of filterRecords(filter, compiled.template.resourceName, options)) {
    if (judged.value === true) matching.push(judged.record);
    else filtered.push(new RefusedRecord(judged));
  }
  return {matching, filtered};
}

/** The other resources a filter speaks of, by the names it calls them. */
export function filterResources({template, filter}: CompiledTemplate): ReadonlyMap<string, UnitId> {
  const resources = new Map<string, UnitId>();
  for (const name of new Set(filter?.lines.flatMap(({compiled}) => compiled?.names ?? []))) {
    if (name === template.resourceName) continue;
    const imported = template.imports.find((one) => one.name === name)?.resource.id;
    resources.set(name, imported ?? qualify(name, template.record.origin.namespace));
  }
  return resources;
}

function bindingsOf(compiled: CompiledTemplate, context: ExpandContext): ReadonlyMap<string, ResourceState> {
  const bindings = new Map<string, ResourceState>();
  for (const [name, id] of filterResources(compiled)) {
    const state = context.resources?.get(id);
    if (state !== undefined) bindings.set(name, state);
  }
  return bindings;
}
