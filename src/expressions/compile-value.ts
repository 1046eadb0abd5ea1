import type {AttributeExpr, CallExpr, ComparisonExpr, ComparisonOperator, Expr} from './ast.ts';
import {callMatches, callOne, callTwo} from './conversions.ts';
import {missingKey} from './domain.ts';
import type {Env, Scope, Test, ValueOf} from './env.ts';
import {compileGlob} from './glob.ts';
import {ownValue} from './presence.ts';
import {compare, equals, type Fault, includes, isFault, kindOf, truthy, type Value} from './value.ts';

/** A comparison of two values, compiled. */
export interface Pair {
  readonly operator: ComparisonOperator;
  readonly left: Expr;
  readonly right: Expr;
}

function compileAttribute(expr: AttributeExpr, scope: Scope): ValueOf {
  const slot = scope.slots.get(expr.resource.name);
  if (slot === undefined) throw new Error(`Internal error: ${expr.resource.name} has no slot`);
  const {key} = expr;
  return (env) => {
    const record = env.bound[slot];
    const domain = env.domains[slot];
    if (record === undefined || domain === undefined) throw new Error(`Internal error: ${expr.text} is not bound`);
    if (isFault(record)) return record;
    return ownValue(record, key) ?? missingKey(domain, expr);
  };
}

/** The values of all, or the first fault among them. */
function valuesOf(parts: readonly ValueOf[], env: Env): readonly Value[] | Fault {
  const values: Value[] = [];
  for (const part of parts) {
    const value = part(env);
    if (isFault(value)) return value;
    values.push(value);
  }
  return values;
}

function compileSequence(items: readonly Expr[], scope: Scope): ValueOf {
  if (items.every((item) => item.kind === 'literal')) {
    const constant = items.map((item) => item.value);
    return () => constant;
  }
  const parts = items.map((item) => compileValue(item, scope));
  return (env) => valuesOf(parts, env);
}

function compileSign(operator: '-' | '+', operand: ValueOf): ValueOf {
  return (env) => {
    const value = operand(env);
    if (isFault(value)) return value;
    if (typeof value === 'bigint') return operator === '-' ? -value : value;
    if (typeof value !== 'number' && typeof value !== 'boolean') {
      return {fault: 'no-match', reason: `\`${operator}\` of ${kindOf(value)}`};
    }
    return operator === '-' ? -Number(value) : Number(value);
  };
}

function compileCall(expr: CallExpr, scope: Scope): ValueOf {
  const name = expr.function;
  const [first, second] = expr.arguments;
  if (first === undefined) throw new Error('Internal error: a call without arguments');
  const value = compileValue(first, scope);
  if (name === 'matches') {
    const pattern = compileGlob(second?.kind === 'literal' ? String(second.value) : '');
    return (env) => {
      const given = value(env);
      return isFault(given) ? given : callMatches(given, pattern);
    };
  }
  if (second === undefined || (name !== 'startswith' && name !== 'endswith' && name !== 'contains')) {
    return (env) => {
      const given = value(env);
      return isFault(given) ? given : callOne(name, given);
    };
  }
  const other = compileValue(second, scope);
  return (env) => {
    const given = value(env);
    if (isFault(given)) return given;
    const wanted = other(env);
    return isFault(wanted) ? wanted : callTwo(name, given, wanted);
  };
}

/** What is certain of `count <operator> other` when only a lower bound of the count is known. */
function fromLowerBound(atLeast: number, operator: ComparisonOperator, other: Value): boolean | undefined {
  const order = compare(atLeast, other);
  if (order === undefined) return undefined;
  switch (operator) {
    case '>':
      return order > 0 ? true : undefined;
    case '>=':
      return order >= 0 ? true : undefined;
    case '!=':
      return order > 0 ? true : undefined;
    case '==':
    case '<=':
      return order > 0 ? false : undefined;
    case '<':
      return order >= 0 ? false : undefined;
    case 'in':
    case 'not in':
      return undefined;
  }
}

const mirrored: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  in: 'not in',
  'not in': 'in',
};

function boundedComparison(
  operator: ComparisonOperator,
  left: Value | Fault,
  right: Value | Fault,
): boolean | undefined {
  if (isFault(left) && !isFault(right) && left.atLeast !== undefined) {
    return fromLowerBound(left.atLeast, operator, right);
  }
  if (isFault(right) && !isFault(left) && right.atLeast !== undefined && operator !== 'in' && operator !== 'not in') {
    return fromLowerBound(right.atLeast, mirrored[operator], left);
  }
  return undefined;
}

function ordered(operator: '<' | '<=' | '>' | '>=', order: number): boolean {
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

function clash({operator, left, right}: Pair, values: readonly [Value, Value]): Fault {
  const [a, b] = values.map(kindOf);
  const reason =
    operator === 'in' || operator === 'not in'
      ? `${left.text} is ${a} and cannot be looked for in ${right.text}, which is ${b}`
      : `${left.text} is ${a} and ${right.text} is ${b}; \`${operator}\` does not order the two`;
  return {fault: 'unknown', reason, span: left.span};
}

function applyPair(pair: Pair, left: Value, right: Value): boolean | Fault {
  const {operator} = pair;
  switch (operator) {
    case '==':
      return equals(left, right);
    case '!=':
      return !equals(left, right);
    case 'in':
    case 'not in': {
      const found = includes(right, left);
      return found === undefined ? clash(pair, [left, right]) : found === (operator === 'in');
    }
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const order = compare(left, right);
      return order === undefined ? clash(pair, [left, right]) : ordered(operator, order);
    }
  }
}

/** A record that cannot match at all decides before something nobody knows. */
function worse(left: Value | Fault, right: Value | Fault): Fault | false {
  if (isFault(left) && (left.fault === 'no-match' || !isFault(right))) return left;
  return isFault(right) ? (right.fault === 'no-match' || !isFault(left) ? right : left) : false;
}

/** One link of a comparison as a test. */
export function compilePair(pair: Pair, left: ValueOf, right: ValueOf): Test {
  return (env) => {
    const a = left(env);
    const b = right(env);
    if (!isFault(a) && !isFault(b)) return applyPair(pair, a, b);
    const certain = boundedComparison(pair.operator, a, b);
    if (certain !== undefined) return certain;
    return worse(a, b);
  };
}

/** The links of a chain as comparisons of neighbours. */
export function pairsOf(expr: ComparisonExpr): readonly Pair[] {
  const pairs: Pair[] = [];
  let left = expr.first;
  for (const {operator, operand} of expr.links) {
    pairs.push({operator, left, right: operand});
    left = operand;
  }
  return pairs;
}

function compileComparison(expr: ComparisonExpr, scope: Scope): ValueOf {
  const tests = pairsOf(expr).map((pair) =>
    compilePair(pair, compileValue(pair.left, scope), compileValue(pair.right, scope)),
  );
  return (env) => {
    for (const test of tests) {
      const result = test(env);
      if (result !== true) return result;
    }
    return true;
  };
}

/** Python's `and` and `or` give one of their operands. */
function compileConnective(kind: 'and' | 'or', operands: readonly ValueOf[]): ValueOf {
  return (env) => {
    let value: Value | Fault = false;
    for (const operand of operands) {
      value = operand(env);
      if (isFault(value) || truthy(value) === (kind === 'or')) return value;
    }
    return value;
  };
}

/** Compiles an expression to what it gives for the records that are bound. */
export function compileValue(expr: Expr, scope: Scope): ValueOf {
  switch (expr.kind) {
    case 'literal': {
      const {value} = expr;
      return () => value;
    }
    case 'sequence':
      return compileSequence(expr.items, scope);
    case 'attribute':
      return compileAttribute(expr, scope);
    case 'sign':
      return compileSign(expr.operator, compileValue(expr.operand, scope));
    case 'not': {
      const operand = compileValue(expr.operand, scope);
      return (env) => {
        const value = operand(env);
        return isFault(value) ? value : !truthy(value);
      };
    }
    case 'and':
    case 'or':
      return compileConnective(
        expr.kind,
        expr.operands.map((operand) => compileValue(operand, scope)),
      );
    case 'comparison':
      return compileComparison(expr, scope);
    case 'call':
      return compileCall(expr, scope);
    case 'quantifier':
      return scope.compileQuantifier(expr, scope);
  }
}

/** An expression's truth. */
export function compileTest(expr: Expr, scope: Scope): Test {
  const value = compileValue(expr, scope);
  return (env) => {
    const result = value(env);
    if (!isFault(result)) return truthy(result);
    return (result.atLeast ?? 0) > 0 ? true : result;
  };
}
