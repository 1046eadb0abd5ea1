import type {Expr} from '../ast.ts';
import {type Pair, pairsOf} from '../compile-value.ts';

/** A line with its *not* pushed down, still knowing the expressions it came from. */
export type Condition = Group | Atom;

export interface Group {
  readonly type: 'and' | 'or';
  readonly expr: Expr;
  readonly parts: readonly Condition[];
}

/** `pair` is undefined where the atom is no comparison. */
export interface Atom {
  readonly type: 'atom';
  readonly expr: Expr;
  readonly negated: boolean;
  readonly pair: Pair | undefined;
}

function join(type: 'and' | 'or', expr: Expr, parts: readonly Condition[]): Condition {
  const flat = parts.flatMap((part) => (part.type === type ? part.parts : [part]));
  const [only] = flat;
  return flat.length === 1 && only !== undefined ? only : {type, expr, parts: flat};
}

export function conditionOf(expr: Expr, negated = false): Condition {
  switch (expr.kind) {
    case 'not':
      return conditionOf(expr.operand, !negated);
    case 'and':
    case 'or': {
      const parts = expr.operands.map((operand) => conditionOf(operand, negated));
      return join((expr.kind === 'and') === negated ? 'or' : 'and', expr, parts);
    }
    case 'comparison': {
      const parts = pairsOf(expr).map((pair): Condition => ({type: 'atom', expr, negated, pair}));
      return join(negated ? 'or' : 'and', expr, parts);
    }
    case 'literal':
    case 'sequence':
    case 'attribute':
    case 'sign':
    case 'call':
    case 'quantifier':
      return {type: 'atom', expr, negated, pair: undefined};
  }
}

/** The operator as it counts: `not x == y` is `x != y`. */
export function effectiveOperator({operator}: Pair, negated: boolean): Pair['operator'] {
  return negated ? opposites[operator] : operator;
}

const opposites: Readonly<Record<Pair['operator'], Pair['operator']>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  in: 'not in',
  'not in': 'in',
};
