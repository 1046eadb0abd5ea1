import type {Span} from '../base/source.ts';
import type {Expr} from './ast.ts';
import {partsOf} from './ast.ts';
import type {CompiledLine, CompiledProgram} from './compile.ts';
import {type Bindings, type Domain, domainOf} from './domain.ts';
import type {ResourceRecord} from './environment.ts';
import {domainsOf, type Evaluation, evaluateLines, judgeLines} from './evaluate.ts';
import {isPresent, nearestKey} from './presence.ts';

export interface FilteredRecord {
  /** From 0, before filtering. */
  readonly record: number;
  readonly value: Evaluation['value'];
  /** With the reasons, which are found when somebody asks for them. */
  readonly evaluation: Evaluation;
}

class JudgedRecord implements FilteredRecord {
  readonly record: number;
  readonly value: Evaluation['value'];
  readonly #evaluate: (record: number) => Evaluation;

  constructor(record: number, value: Evaluation['value'], evaluate: (record: number) => Evaluation) {
    this.record = record;
    this.value = value;
    this.#evaluate = evaluate;
  }

  get evaluation(): Evaluation {
    return this.#evaluate(this.record);
  }
}

/** A key that a filter asks for and no record has. */
export interface AbsentKey {
  readonly key: string;
  readonly span: Span;
  readonly nearest?: string;
}

function speaksOf(line: CompiledLine, name: string): boolean {
  return line.compiled?.names.includes(name) ?? true;
}

/**
 * Evaluates a program once for each record alone bound to `name`, as `template-filter` wants it. The other names come
 * from `bindings`. Whether a key is in no record is judged by all the records.
 */
export function filterRecords(
  compiled: CompiledProgram,
  name: string,
  {records, bindings = new Map()}: {readonly records: readonly ResourceRecord[]; readonly bindings?: Bindings},
): readonly FilteredRecord[] {
  const domains = new Map(domainsOf(compiled, bindings));
  const own: Domain = domainOf(name, {state: 'known', records});
  const about = compiled.lines.filter((line) => speaksOf(line, name));
  const rest = compiled.lines.filter((line) => !speaksOf(line, name));
  const shared = rest.length === 0 ? undefined : evaluateLines(rest, domains);
  const alone = (record: number): ReadonlyMap<string, Domain> => domains.set(name, {...own, only: record});
  const evaluate = (record: number): Evaluation => {
    const evaluation = evaluateLines(about, alone(record));
    return shared === undefined ? evaluation : both(shared, evaluation);
  };
  return records.map((_, record) => {
    const value = judgeLines(about, alone(record));
    return new JudgedRecord(record, shared === undefined ? value : lesser(shared.value, value), evaluate);
  });
}

function lesser(first: Evaluation['value'], second: Evaluation['value']): Evaluation['value'] {
  if (first === false || second === false) return false;
  return first === true ? second : first;
}

function both(first: Evaluation, second: Evaluation): Evaluation {
  const lines = [...first.lines, ...second.lines];
  const decisive =
    [first, second].find(({value}) => value === false) ?? [first, second].find(({value}) => value !== true);
  return {...(decisive ?? first), lines};
}

/** The keys of `name` that the program asks for and none of the records has, in the order they are written. */
export function absentKeys(
  {program}: CompiledProgram,
  name: string,
  records: readonly ResourceRecord[],
): readonly AbsentKey[] {
  const absent = new Map<string, AbsentKey>();
  if (records.length === 0) return [];
  const visit = (expr: Expr): void => {
    if (expr.kind === 'attribute' && expr.resource.name === name && !isPresent(records, expr.key)) {
      const near = nearestKey(records, expr.key);
      const base = {key: expr.key, span: expr.keySpan};
      if (!absent.has(expr.key)) absent.set(expr.key, near === undefined ? base : {...base, nearest: near});
    }
    for (const part of partsOf(expr)) visit(part);
  };
  for (const {expr} of program.lines) if (expr !== undefined) visit(expr);
  return [...absent.values()];
}

/** Why a filter let no record through, in one sentence. */
export function describeEmptyFilter(
  compiled: CompiledProgram,
  name: string,
  records: readonly ResourceRecord[],
): string {
  if (records.length === 0) return `${name} has no records`;
  const matched = `0 of ${records.length} records matched`;
  const keys = absentKeys(compiled, name, records).map(({key, nearest}) =>
    nearest === undefined ? `\`${key}\` is a key of no record` : `\`${key}\` is a key of no record, \`${nearest}\` is`,
  );
  return [matched, ...keys].join('; ');
}
