import type {Span} from '../base/source.ts';
import type {Expr} from './ast.ts';
import {compileTest, compileValue} from './compile-value.ts';
import type {Env, Scope, Slots, ValueOf} from './env.ts';
import {scopeFor} from './quantifier.ts';
import {isFault, show} from './value.ts';

/** The part of an expression that said no for the records that are bound. */
export interface WhyNot {
  readonly text: string;
  readonly span: Span;
  readonly reason: string;
}

type WhyNotOf = (env: Env) => WhyNot | undefined;

/** Alternatives that are listed before the rest is left out. */
const maxAlternatives = 3;

function describeOperands(operands: readonly {readonly expr: Expr; readonly value: ValueOf}[], env: Env): string {
  const known: string[] = [];
  for (const {expr, value} of operands) {
    const result = value(env);
    if (isFault(result)) return result.reason;
    known.push(`${expr.text} is ${show(result)}`);
  }
  return known.join(', ');
}

function isWrittenOut(expr: Expr): boolean {
  return expr.kind === 'literal' || (expr.kind === 'sequence' && expr.items.every(isWrittenOut));
}

/** What a person wants to see of a test that failed: the values of those operands that are not written out. */
function operandsOf(expr: Expr): readonly Expr[] {
  if (expr.kind === 'comparison') {
    const all = [expr.first, ...expr.links.map((link) => link.operand)];
    return all.filter((operand) => !isWrittenOut(operand));
  }
  if (expr.kind === 'call') return expr.arguments.filter((argument) => !isWrittenOut(argument));
  return [expr];
}

function compileAtom(expr: Expr, scope: Scope, negated: boolean): WhyNotOf {
  const test = compileTest(expr, scope);
  const operands = operandsOf(expr).map((operand) => ({expr: operand, value: compileValue(operand, scope)}));
  return (env) => {
    const result = test(env);
    if (!isFault(result) && result !== negated) return undefined;
    const reason = isFault(result) ? result.reason : describeOperands(operands, env);
    return {text: expr.text, span: expr.span, reason: reason === '' ? `${expr.text} is ${negated}` : reason};
  };
}

function compileWhyNot(expr: Expr, scope: Scope, negated = false): WhyNotOf {
  if (expr.kind === 'not') return compileWhyNot(expr.operand, scope, !negated);
  if (expr.kind !== 'and' && expr.kind !== 'or') return compileAtom(expr, scope, negated);
  const parts = expr.operands.map((operand) => compileWhyNot(operand, scope, negated));
  if ((expr.kind === 'and') !== negated) {
    return (env) => {
      for (const part of parts) {
        const why = part(env);
        if (why !== undefined) return why;
      }
      return undefined;
    };
  }
  return (env) => {
    const reasons: string[] = [];
    for (const part of parts) {
      const why = part(env);
      if (why === undefined) return undefined;
      if (reasons.length < maxAlternatives && !reasons.includes(why.reason)) reasons.push(why.reason);
    }
    return {text: expr.text, span: expr.span, reason: reasons.join('; ')};
  };
}

/** Looks for the first part that keeps the records bound in an environment from matching; undefined where they match. */
export interface Critic extends Slots {
  readonly whyNot: (env: Env) => WhyNot | undefined;
}

const critics = new WeakMap<Expr, Critic>();

/** Compiled once for each expression. */
export function criticOf(expr: Expr): Critic {
  const known = critics.get(expr);
  if (known !== undefined) return known;
  const scope = scopeFor(expr);
  const whyNot = compileWhyNot(expr, scope);
  const critic = {names: scope.names, free: scope.slots.size, whyNot};
  critics.set(expr, critic);
  return critic;
}
