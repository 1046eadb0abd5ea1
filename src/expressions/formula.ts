import {type ComparisonExpr, type Expr, partsOf} from './ast.ts';
import {compilePair, compileTest, compileValue, type Pair, pairsOf} from './compile-value.ts';
import type {Env, Outcome, Scope, Test, ValueOf} from './env.ts';
import type {Indexed} from './record-index.ts';
import {hashKey, isFault, type Value} from './value.ts';

/** A way to find the records that can make an atom true. `wanted` needs the slots of `needs` bound. */
export interface Lookup {
  readonly indexed: Indexed;
  readonly needs: number;
  readonly wanted: ValueOf;
  /** `wanted` gives a list of values, each of which will do. */
  readonly anyOf: boolean;
}

/** A line with every *not* pushed down to its atoms. `mask` has a bit for each slot that must be bound. */
export type Formula =
  | {readonly type: 'and' | 'or'; readonly mask: number; readonly parts: readonly Formula[]}
  | {
      readonly type: 'atom';
      readonly mask: number;
      readonly negated: boolean;
      readonly test: Test;
      readonly lookups: readonly Lookup[];
    };

/** The free slots of an expression. A quantified name is free where it is bound further out. */
function maskOf(expr: Expr, slots: ReadonlyMap<string, number>): number {
  if (expr.kind === 'attribute') {
    const slot = slots.get(expr.resource.name);
    return slot === undefined ? 0 : 1 << slot;
  }
  if (expr.kind === 'quantifier') {
    if (expr.condition === undefined) return 0;
    const outer = new Map(slots);
    outer.delete(expr.resource.name);
    return maskOf(expr.condition, outer);
  }
  if (expr.kind === 'literal') return 0;
  let mask = 0;
  for (const part of partsOf(expr)) mask |= maskOf(part, slots);
  return mask;
}

function slotOf(mask: number): number | undefined {
  return mask !== 0 && (mask & (mask - 1)) === 0 ? 31 - Math.clz32(mask) : undefined;
}

function hasQuantifier(expr: Expr): boolean {
  if (expr.kind === 'attribute') return false;
  return expr.kind === 'quantifier' || partsOf(expr).some(hasQuantifier);
}

function isConstantList(expr: Expr): boolean {
  return expr.kind === 'sequence' && expr.items.every((item) => item.kind === 'literal' && isKeyed(item.value));
}

function isKeyed(value: Value): boolean {
  return hashKey(value) !== undefined;
}

interface Side {
  readonly expr: Expr;
  readonly mask: number;
  readonly value: ValueOf;
}

const none: readonly Lookup[] = [];

/** Only where the atom asks for equality can an index give the candidates. */
function lookupsOf({operator}: Pair, sides: readonly [Side, Side], negated: boolean): readonly Lookup[] {
  const [left, right] = sides;
  const wanted = negated ? '!=' : '==';
  if (operator !== wanted && operator !== (negated ? 'not in' : 'in')) return none;
  const lookups: Lookup[] = [];
  const add = (side: Side, other: Side, anyOf: boolean): void => {
    const slot = slotOf(side.mask);
    if (slot === undefined || (other.mask & side.mask) !== 0 || hasQuantifier(side.expr)) return;
    lookups.push({indexed: {expr: side.expr, slot, value: side.value}, needs: other.mask, wanted: other.value, anyOf});
  };
  if (operator === wanted) {
    add(left, right, false);
    add(right, left, false);
  }
  if (operator !== wanted && isConstantList(right.expr)) add(left, right, true);
  return lookups;
}

function pairAtom(pair: Pair, negated: boolean, scope: Scope): Formula {
  const side = (expr: Expr): Side => ({expr, mask: maskOf(expr, scope.slots), value: compileValue(expr, scope)});
  const left = side(pair.left);
  const right = side(pair.right);
  const test = compilePair(pair, left.value, right.value);
  const lookups = lookupsOf(pair, [left, right], negated);
  return {type: 'atom', mask: left.mask | right.mask, negated, test, lookups};
}

function comparison(expr: ComparisonExpr, negated: boolean, scope: Scope): Formula {
  const atoms = pairsOf(expr).map((pair) => pairAtom(pair, negated, scope));
  const [only] = atoms;
  return atoms.length === 1 && only !== undefined ? only : join(negated ? 'or' : 'and', atoms);
}

function join(type: 'and' | 'or', parts: readonly Formula[]): Formula {
  const flat: Formula[] = [];
  let mask = 0;
  for (const part of parts) {
    mask |= part.mask;
    if (part.type === type) flat.push(...part.parts);
    else flat.push(part);
  }
  return {type, mask, parts: flat};
}

export function toFormula(expr: Expr, scope: Scope, negated = false): Formula {
  switch (expr.kind) {
    case 'not':
      return toFormula(expr.operand, scope, !negated);
    case 'and':
    case 'or': {
      const parts = expr.operands.map((operand) => toFormula(operand, scope, negated));
      return join((expr.kind === 'and') === negated ? 'or' : 'and', parts);
    }
    case 'comparison':
      return comparison(expr, negated, scope);
    case 'literal':
    case 'sequence':
    case 'attribute':
    case 'sign':
    case 'call':
    case 'quantifier': {
      const test = compileTest(expr, scope);
      return {type: 'atom', mask: maskOf(expr, scope.slots), negated, test, lookups: []};
    }
  }
}

/** Whether it holds for the records that are bound. A record that cannot match makes an atom false either way. */
export function holds(formula: Formula, env: Env): Outcome {
  if (formula.type === 'atom') {
    const result = formula.test(env);
    if (isFault(result)) return result.fault === 'unknown' ? result : false;
    return result !== formula.negated;
  }
  return formula.type === 'and' ? allHold(formula.parts, env) : anyHolds(formula.parts, env);
}

export function allHold(parts: readonly Formula[], env: Env): Outcome {
  let outcome: Outcome = true;
  for (const part of parts) {
    const result = holds(part, env);
    if (result === false) return false;
    if (result !== true && outcome === true) outcome = result;
  }
  return outcome;
}

function anyHolds(parts: readonly Formula[], env: Env): Outcome {
  let outcome: Outcome = false;
  for (const part of parts) {
    const result = holds(part, env);
    if (result === true) return true;
    if (result !== false && outcome === false) outcome = result;
  }
  return outcome;
}
