import {type Expr, unreadable} from './ast.ts';
import {type CompiledProgram, compileExpr} from './compile.ts';
import type {Domain} from './domain.ts';
import {type Env, envFor} from './env.ts';
import {type Bindings, domainsOf, evaluateLines, whyFalse, witness} from './evaluate.ts';
import {type Formula, holds, toFormula} from './formula.ts';
import {scopeFor} from './quantifier.ts';
import {solve} from './solve.ts';
import {isFault} from './value.ts';
import {type Critic, criticOf} from './why-not.ts';

/** Record numbers listed for one part; `count` has them all. */
export const maxListed = 20;

/** The records of `resource` that satisfy a part, by number from 0 in their order; at most `maxListed` are listed. */
export interface SatisfiedRecords {
  readonly resource: string;
  readonly numbers: readonly number[];
  readonly count: number;
  readonly total: number;
}

/** The first record that does not satisfy a part, and what said no. */
export interface FailedRecord {
  readonly record: number;
  readonly text: string;
  readonly reason: string;
}

/**
 * One part of a program, decided on its own: `value` says whether any records satisfy just this part. JSON-safe.
 * `records` and `failed` are there for parts that speak of one resource, `together` for parts of several that hold: one
 * assignment of records, by name.
 */
export interface ExplainNode {
  readonly kind: 'program' | 'line' | 'part';
  readonly text: string;
  readonly value: true | false | 'unknown';
  readonly reason?: string;
  readonly records?: SatisfiedRecords;
  readonly failed?: FailedRecord;
  readonly together?: Readonly<Record<string, number>>;
  readonly parts: readonly ExplainNode[];
}

type Domains = ReadonlyMap<string, Domain>;

/** The parts that are true or false themselves; a comparison's operands are not. */
function conditionsOf(expr: Expr): readonly Expr[] {
  if (expr.kind === 'and' || expr.kind === 'or') return expr.operands;
  if (expr.kind === 'not') return [expr.operand];
  return expr.kind === 'quantifier' && expr.condition !== undefined ? [expr.condition] : [];
}

interface RecordTest {
  readonly formula: Formula;
  readonly env: Env;
  readonly critic: Critic;
  readonly criticEnv: Env;
}

function recordTest(expr: Expr, domains: Domains): RecordTest {
  const scope = scopeFor(expr);
  const formula = toFormula(expr, scope);
  const critic = criticOf(expr);
  const env = envFor({names: scope.names, free: scope.slots.size}, domains);
  return {formula, env, critic, criticEnv: envFor(critic, domains)};
}

function whyRecordFails({critic, criticEnv}: RecordTest, domain: Domain, record: number): FailedRecord | undefined {
  criticEnv.bound[0] = domain.records[record];
  const why = critic.whyNot(criticEnv);
  return why && {record, text: why.text, reason: why.reason};
}

/** Asks every record of the one resource that the expression speaks of. */
function recordsOf(expr: Expr, domain: Domain, domains: Domains): Pick<ExplainNode, 'records' | 'failed'> {
  const test = recordTest(expr, domains);
  const numbers: number[] = [];
  let count = 0;
  let failed: FailedRecord | undefined;
  for (const [record, bound] of domain.records.entries()) {
    test.env.bound[0] = bound;
    if (holds(test.formula, test.env) === true) {
      count++;
      if (numbers.length < maxListed) numbers.push(record);
    } else {
      failed ??= whyRecordFails(test, domain, record);
    }
  }
  const records = {resource: domain.name, numbers, count, total: domain.records.length};
  return failed === undefined ? {records} : {records, failed};
}

function explainExpr(expr: Expr, domains: Domains, kind: 'line' | 'part' = 'part'): ExplainNode {
  const compiled = compileExpr(expr);
  const env = envFor(compiled, domains);
  const outcome = solve(compiled.plan, env);
  const together = outcome === true && compiled.free > 1 ? {together: witness(compiled, env)} : {};
  const [domain] = env.domains;
  const details = compiled.free === 1 && domain !== undefined ? recordsOf(expr, domain, domains) : {};
  const parts = conditionsOf(expr).map((part) => explainExpr(part, domains));
  const base = {kind, text: expr.text, ...together, ...details, parts} as const;
  if (isFault(outcome)) return {...base, value: 'unknown', reason: outcome.reason};
  return outcome ? {...base, value: true} : {...base, value: false, reason: whyFalse(compiled, domains)};
}

/** The tree of a program's lines and their parts, each with its value, the records that satisfy it and what said no. */
export function explainProgram(compiled: CompiledProgram, bindings: Bindings): ExplainNode {
  const domains = new Map(domainsOf(compiled, bindings));
  const parts = compiled.lines.map(({line}): ExplainNode => {
    if (line.expr !== undefined) return explainExpr(line.expr, domains, 'line');
    return {
      kind: 'line',
      text: line.text.text,
      value: 'unknown',
      reason: unreadable(line),
      parts: [],
    };
  });
  const whole = evaluateLines(compiled.lines, domains);
  const base = {kind: 'program', text: compiled.program.text.text, parts} as const;
  return whole.value === true ? {...base, value: true} : {...base, value: whole.value, reason: whole.reason};
}
