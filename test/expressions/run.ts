import type {Diagnostic} from '../../src/base/diagnostic.ts';
import {type SourceText, type Span, verbatim} from '../../src/base/source.ts';
import type {Expr, Program} from '../../src/expressions/ast.ts';
import {type CheckScope, checkProgram} from '../../src/expressions/check.ts';
import {type CompiledProgram, compileProgram} from '../../src/expressions/compile.ts';
import {type RecordValue, type ResourceState, resourceRecord} from '../../src/expressions/environment.ts';
import {type Bindings, type Evaluation, evaluateProgram} from '../../src/expressions/evaluate.ts';
import {parseExpression, parseProgram} from '../../src/expressions/parse.ts';

export type PlainRecord = Readonly<Record<string, RecordValue>>;

/** A resource as the tables write it. */
export interface PlainResource {
  readonly records?: readonly PlainRecord[];
  readonly partial?: string;
  readonly unknown?: string;
}

export function sourceOf(text: string): SourceText {
  return verbatim({file: {path: 'test.pxu', text}, start: 0, end: text.length});
}

export function textAt({file, start, end}: Span): string {
  return file.text.slice(start, end);
}

export function parse(text: string): Expr {
  const {value, diagnostics} = parseExpression(sourceOf(text));
  if (value === undefined) throw new Error(diagnostics.map(({message}) => message).join('; '));
  return value;
}

export function refusals(text: string): readonly Diagnostic[] {
  return parseProgram(sourceOf(text)).diagnostics;
}

export function programOf(text: string): Program {
  const {value, diagnostics} = parseProgram(sourceOf(text));
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({message}) => message).join('; '));
  return value;
}

export function compile(text: string): CompiledProgram {
  return compileProgram(programOf(text));
}

export function known(...records: readonly PlainRecord[]): ResourceState {
  return {state: 'known', records: records.map((record) => resourceRecord(Object.entries(record)))};
}

export function stateOf({records = [], partial, unknown}: PlainResource): ResourceState {
  if (unknown !== undefined) return {state: 'unknown', reason: unknown};
  const state = {state: 'known', records: records.map((record) => resourceRecord(Object.entries(record)))} as const;
  return partial === undefined ? state : {...state, partial};
}

export function bindingsOf(resources: Readonly<Record<string, PlainResource>>): Bindings {
  return new Map(Object.entries(resources).map(([name, resource]) => [name, stateOf(resource)]));
}

export function evaluate(text: string, bindings: Bindings): Evaluation {
  return evaluateProgram(compile(text), bindings);
}

/** The reason of an evaluation that is not true. */
export function reasonOf(evaluation: Evaluation): string {
  return evaluation.value === true ? '' : evaluation.reason;
}

export function check(text: string, scope: CheckScope): readonly Diagnostic[] {
  return checkProgram(programOf(text), scope);
}

/** `count` records whose keys are made from their number. */
export function manyRecords(count: number, make: (number: number) => PlainRecord): ResourceState {
  return known(...Array.from({length: count}, (_, number) => make(number)));
}
