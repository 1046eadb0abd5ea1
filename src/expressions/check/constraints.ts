import type {Expr} from '../ast.ts';
import {compare, equals, type Value} from '../value.ts';
import {type Condition, effectiveOperator} from './conditions.ts';

interface Bound {
  readonly value: Value;
  readonly strict: boolean;
}

/** What conditions that must all hold say of one value of one record. */
interface Constraint {
  /** Undefined: nothing says which values it may have. */
  readonly allowed: readonly Value[] | undefined;
  readonly excluded: readonly Value[];
  readonly low: Bound | undefined;
  readonly high: Bound | undefined;
}

/** By the text of the expression whose value it is. */
export type Constraints = ReadonlyMap<string, Constraint>;

export const unconstrained: Constraints = new Map();

const free: Constraint = {allowed: undefined, excluded: [], low: undefined, high: undefined};

function constantOf(expr: Expr): Value | undefined {
  return expr.kind === 'literal' ? expr.value : undefined;
}

function constantsOf(expr: Expr): readonly Value[] | undefined {
  if (expr.kind !== 'sequence') return undefined;
  const values = expr.items.map(constantOf).filter((value) => value !== undefined);
  return values.length === expr.items.length ? values : undefined;
}

function tighter(before: Bound | undefined, after: Bound, side: 'low' | 'high'): Bound {
  if (before === undefined) return after;
  const order = compare(after.value, before.value);
  if (order === undefined || Number.isNaN(order)) return before;
  if (order === 0) return before.strict ? before : after;
  return order > 0 === (side === 'low') ? after : before;
}

/** `sign`: 1 for a lower bound, -1 for an upper one. */
function respects(value: Value, bound: Bound | undefined, sign: 1 | -1): boolean {
  const order = bound === undefined ? undefined : compare(value, bound.value);
  if (bound === undefined || order === undefined) return true;
  return !(order * sign < 0 || (order === 0 && bound.strict));
}

function isWithin(value: Value, {low, high}: Constraint): boolean {
  return respects(value, low, 1) && respects(value, high, -1);
}

function isImpossible(constraint: Constraint): boolean {
  const {allowed, excluded, low, high} = constraint;
  if (allowed !== undefined) {
    return !allowed.some((value) => isWithin(value, constraint) && !excluded.some((other) => equals(other, value)));
  }
  const order = low === undefined || high === undefined ? undefined : compare(low.value, high.value);
  if (order === undefined) return false;
  return order > 0 || (order === 0 && (low?.strict === true || high?.strict === true));
}

function intersect(before: readonly Value[] | undefined, values: readonly Value[]): readonly Value[] {
  return before === undefined ? values : before.filter((value) => values.some((other) => equals(value, other)));
}

function narrow(constraint: Constraint, operator: string, other: Expr): Constraint {
  const many = constantsOf(other);
  if (operator === 'in' && many !== undefined) return {...constraint, allowed: intersect(constraint.allowed, many)};
  if (operator === 'not in' && many !== undefined) {
    return {...constraint, excluded: [...constraint.excluded, ...many]};
  }
  const value = constantOf(other);
  if (value === undefined) return constraint;
  const strict = operator === '<' || operator === '>';
  switch (operator) {
    case '==':
      return {...constraint, allowed: intersect(constraint.allowed, [value])};
    case '!=':
      return {...constraint, excluded: [...constraint.excluded, value]};
    case '<':
    case '<=':
      return {...constraint, high: tighter(constraint.high, {value, strict}, 'high')};
    case '>':
    case '>=':
      return {...constraint, low: tighter(constraint.low, {value, strict}, 'low')};
    default:
      return constraint;
  }
}

const mirrored: ReadonlyMap<string, string> = new Map([
  ['==', '=='],
  ['!=', '!='],
  ['<', '>'],
  ['<=', '>='],
  ['>', '<'],
  ['>=', '<='],
]);

function isVariable(expr: Expr): boolean {
  return expr.kind === 'attribute' || (expr.kind === 'call' && expr.arguments.every(isVariable));
}

/** Adds what an atom says; `flip` takes the atom's opposite. */
export function constrain(constraints: Constraints, atom: Condition, flip = false): Constraints {
  if (atom.type !== 'atom' || atom.pair === undefined) return constraints;
  const {left, right} = atom.pair;
  const operator = effectiveOperator(atom.pair, atom.negated !== flip);
  const turned = isVariable(left) ? operator : mirrored.get(operator);
  const [subject, other] = isVariable(left) ? [left, right] : [right, left];
  if (!isVariable(subject) || turned === undefined) return constraints;
  const narrowed = narrow(constraints.get(subject.text) ?? free, turned, other);
  return new Map(constraints).set(subject.text, narrowed);
}

/** The text of the first value that nothing can satisfy. */
export function impossible(constraints: Constraints): string | undefined {
  for (const [subject, constraint] of constraints) if (isImpossible(constraint)) return subject;
  return undefined;
}
