import type {Span} from '../base/source.ts';
import {type Expr, unreadable} from './ast.ts';
import {type CompiledExpr, type CompiledLine, type CompiledProgram, compileExpr} from './compile.ts';
import {type Bindings, type Domain, domainOf} from './domain.ts';
import {type Env, envFor} from './env.ts';
import {solve} from './solve.ts';
import {criticOf} from './why-not.ts';

export type {Bindings} from './domain.ts';

type Domains = ReadonlyMap<string, Domain>;

/** Alternatives whose reasons are listed before the rest is left out. */
const maxAlternatives = 3;

/** Characters of an expression that a reason quotes. */
const shownLength = 80;

/** How one line came out. `records` are the numbers, from 0, of the records that made it true, by name. */
export type LineEvaluation = {readonly text: string; readonly span: Span} & (
  | {readonly value: true; readonly records: Readonly<Record<string, number>>}
  | {readonly value: false; readonly reason: string}
  | {readonly value: 'unknown'; readonly reason: string; readonly at?: Span}
);

/**
 * Whether a program holds. `text` and `span` are those of the line that decided; `lines` goes no further than a line
 * that is false. The span of an unknown value is the narrowest known: a key, where that is what nobody knows.
 */
export type Evaluation = {readonly lines: readonly LineEvaluation[]} & (
  | {readonly value: true}
  | {readonly value: false; readonly reason: string; readonly text: string; readonly span: Span}
  | {readonly value: 'unknown'; readonly reason: string; readonly text: string; readonly span?: Span}
);

export function witness({names, free}: CompiledExpr, env: Env): Readonly<Record<string, number>> {
  const pairs: (readonly [string, number])[] = [];
  for (const [slot, name] of names.slice(0, free).entries()) {
    const number = env.numbers[slot] ?? -1;
    if (number >= 0) pairs.push([name, number]);
  }
  return Object.fromEntries(pairs);
}

function shortened(text: string): string {
  return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
}

/** The part of an *and* that is false on its own; undefined where only the parts together are. */
function falsePart(expr: Expr, domains: Domains): CompiledExpr | undefined {
  if (expr.kind !== 'and') return undefined;
  for (const operand of expr.operands) {
    const part = compileExpr(operand);
    if (solve(part.plan, envFor(part, domains)) === false) return part;
  }
  return undefined;
}

function isEmpty(domain: Domain | undefined): boolean {
  return domain !== undefined && domain.records.length === 0 && domain.phantom === undefined;
}

function whyFalseTogether({expr, names, free}: CompiledExpr, domains: Domains): string {
  if (expr.kind === 'or') {
    const reasons = expr.operands.slice(0, maxAlternatives).map((part) => whyFalse(compileExpr(part), domains));
    return [...new Set(reasons)].join('; ');
  }
  const part = falsePart(expr, domains);
  if (part !== undefined) return whyFalse(part, domains);
  const empty = names.slice(0, free).find((name) => isEmpty(domains.get(name)));
  if (empty !== undefined) return `${empty} has no records`;
  return `no records of ${names.slice(0, free).join(' and ')} together satisfy ${shortened(expr.text)}`;
}

function whyRecordFails({expr}: CompiledExpr, domains: Domains): string {
  const critic = criticOf(expr);
  const env = envFor(critic, domains);
  const [only] = env.domains;
  env.bound[0] = only?.records[only.only ?? 0];
  return critic.whyNot(env)?.reason ?? `${expr.text} is false`;
}

/** One sentence on why no assignment of records makes the expression true. */
export function whyFalse(compiled: CompiledExpr, domains: Domains): string {
  const {names, free} = compiled;
  if (free > 1) return whyFalseTogether(compiled, domains);
  const only = domains.get(names[0] ?? '');
  if (free === 0 || only === undefined || only.only !== undefined) return whyRecordFails(compiled, domains);
  if (only.records.length === 0) return only.phantom?.reason ?? `${only.name} has no records`;
  if (only.records.length === 1) return whyRecordFails(compiled, domains);
  return `none of the ${only.records.length} records of ${only.name} satisfies ${shortened(compiled.expr.text)}`;
}

function evaluateLine({line, compiled}: CompiledLine, domains: Domains): LineEvaluation {
  const {text, span} = line.text;
  const base = {text, span};
  if (compiled === undefined) return {...base, value: 'unknown', reason: unreadable(line), at: span};
  const env = envFor(compiled, domains);
  const outcome = solve(compiled.plan, env);
  if (outcome === true) return {...base, value: true, records: witness(compiled, env)};
  if (outcome === false) return {...base, value: false, reason: whyFalse(compiled, domains)};
  return {...base, value: 'unknown', reason: outcome.reason, at: outcome.span ?? span};
}

export function domainsOf(compiled: CompiledProgram, bindings: Bindings): Domains {
  const domains = new Map<string, Domain>();
  for (const line of compiled.lines) {
    for (const name of line.compiled?.names ?? []) {
      if (!domains.has(name)) domains.set(name, domainOf(name, bindings.get(name)));
    }
  }
  return domains;
}

/** What `evaluateLines` comes to, without the reasons. */
export function judgeLines(lines: readonly CompiledLine[], domains: Domains): Evaluation['value'] {
  let value: Evaluation['value'] = true;
  for (const {compiled} of lines) {
    const outcome = compiled === undefined ? undefined : solve(compiled.plan, envFor(compiled, domains));
    if (outcome === false) return false;
    if (outcome !== true) value = 'unknown';
  }
  return value;
}

export function evaluateLines(lines: readonly CompiledLine[], domains: Domains): Evaluation {
  const done: LineEvaluation[] = [];
  let unknown: Extract<LineEvaluation, {readonly value: 'unknown'}> | undefined;
  for (const line of lines) {
    const result = evaluateLine(line, domains);
    done.push(result);
    if (result.value === false) {
      const {reason, text, span} = result;
      return {value: false, reason, text, span, lines: done};
    }
    if (result.value === 'unknown') unknown ??= result;
  }
  if (unknown === undefined) return {value: true, lines: done};
  const {reason, text, at = unknown.span} = unknown;
  return {value: 'unknown', reason, text, span: at, lines: done};
}

/**
 * Evaluates a program: false if any line is false, else unknown if any is unknown. A name that `bindings` does not have
 * is unknown. A program without lines is true.
 */
export function evaluateProgram(compiled: CompiledProgram, bindings: Bindings): Evaluation {
  return evaluateLines(compiled.lines, domainsOf(compiled, bindings));
}
