import type {Expr, QuantifierExpr} from './ast.ts';
import {type Env, type Outcome, overBudget, type Scope, type ValueOf} from './env.ts';
import {type Formula, holds, toFormula} from './formula.ts';
import {freeNames} from './names.ts';
import {type Plan, planFor} from './plan.ts';
import {solve} from './solve.ts';
import {type Fault, isFault} from './value.ts';

interface Condition {
  readonly formula: Formula;
  readonly plan: Plan;
}

/** How many records of a slot satisfy a condition, how many do not, and why it is not known of others. */
interface Tally {
  readonly yes: number;
  readonly no: number;
  readonly doubt: Fault | undefined;
}

function tally(env: Env, slot: number, formula: Formula | undefined): Tally {
  const {records = [], phantom} = env.domains[slot] ?? {};
  let yes = 0;
  let no = 0;
  let doubt = phantom;
  for (const record of records) {
    env.bound[slot] = record;
    if (--env.budget < 0) return {yes, no, doubt: overBudget};
    const outcome = formula === undefined || holds(formula, env);
    if (outcome === true) yes++;
    else if (outcome === false) no++;
    else doubt ??= outcome;
  }
  return {yes, no, doubt};
}

function exists(env: Env, slot: number, condition: Condition | undefined): Outcome {
  const {records = [], phantom} = env.domains[slot] ?? {};
  const none: Outcome = phantom ?? false;
  if (condition === undefined) return records.length > 0 ? true : none;
  if (records.length === 0 && phantom === undefined) return false;
  const outcome = solve(condition.plan, env);
  // The condition may hold without speaking of the resource, yet nobody has seen a record of it.
  return outcome === true && records.length === 0 ? none : outcome;
}

function count(env: Env, slot: number, condition: Condition | undefined): number | Fault {
  const {yes, doubt} = tally(env, slot, condition?.formula);
  return doubt === undefined ? yes : {...doubt, atLeast: yes};
}

function all(env: Env, slot: number, condition: Condition | undefined): Outcome {
  const {no, doubt} = tally(env, slot, condition?.formula);
  return no > 0 ? false : (doubt ?? true);
}

/** Compiles `any`, `all`, `none` and `count`; their resource gets a slot of its own. */
export function compileQuantifier(expr: QuantifierExpr, scope: Scope): ValueOf {
  const slot = scope.names.push(expr.resource.name) - 1;
  const slots = new Map(scope.slots).set(expr.resource.name, slot);
  const formula = expr.condition === undefined ? undefined : toFormula(expr.condition, {...scope, slots});
  const condition = formula && {formula, plan: planFor(formula, 1 << slot)};
  switch (expr.quantifier) {
    case 'any':
      return (env) => exists(env, slot, condition);
    case 'none':
      return (env) => {
        const outcome = exists(env, slot, condition);
        return isFault(outcome) ? outcome : !outcome;
      };
    case 'all':
      return (env) => all(env, slot, condition);
    case 'count':
      return (env) => count(env, slot, condition);
  }
}

/** A scope whose first slots are the free names of the expression, in the order of their first use. */
export function scopeFor(expr: Expr): Scope {
  const slots = new Map<string, number>();
  for (const name of freeNames(expr)) slots.set(name, slots.size);
  return {slots, names: [...slots.keys()], compileQuantifier};
}
