import {type Expr, type LiteralExpr, partsOf} from '../ast.ts';
import {type Pair, pairsOf} from '../compile-value.ts';
import type {CheckScope, KeyType, Report} from './scope.ts';

/** `any` where nothing is known; `untyped` is text that a resource job prints without saying what it is. */
type StaticType = 'text' | 'untyped' | 'number' | 'boolean' | 'list' | 'none' | 'any';

const keyTypes: Readonly<Record<KeyType, StaticType>> = {
  string: 'text',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  list: 'list',
};

const literalTypes: Readonly<Record<LiteralExpr['type'], StaticType>> = {
  string: 'text',
  integer: 'number',
  float: 'number',
  boolean: 'boolean',
  none: 'none',
};

function typeOf(expr: Expr, scope: CheckScope): StaticType {
  switch (expr.kind) {
    case 'literal':
      return literalTypes[expr.type];
    case 'sequence':
      return 'list';
    case 'attribute': {
      const resource = scope.resources.get(expr.resource.name);
      const declared = resource?.keys?.get(expr.key);
      if (declared !== undefined) return keyTypes[declared];
      return resource?.keys === undefined ? 'untyped' : 'any';
    }
    case 'sign':
      return 'number';
    case 'call':
      if (expr.function === 'int' || expr.function === 'float' || expr.function === 'len') return 'number';
      return expr.function === 'str' || expr.function === 'lower' || expr.function === 'upper' ? 'text' : 'boolean';
    case 'quantifier':
      return expr.quantifier === 'count' ? 'number' : 'boolean';
    case 'not':
    case 'comparison':
      return 'boolean';
    case 'and':
    case 'or':
      return 'any';
  }
}

const words: Readonly<Record<StaticType, string>> = {
  text: 'text',
  untyped: 'text',
  number: 'a number',
  boolean: 'a boolean',
  list: 'a list',
  none: 'None',
  any: 'anything',
};

function isText(type: StaticType): boolean {
  return type === 'text' || type === 'untyped';
}

function isComparable(left: StaticType, right: StaticType): boolean {
  if (left === 'any' || right === 'any' || left === right) return true;
  if (isText(left) && isText(right)) return true;
  return (left === 'number' || left === 'boolean') && (right === 'number' || right === 'boolean');
}

/** How to write a comparison of text with a number or boolean, or of the reverse. */
function rewrite(value: Expr, literal: Expr, type: StaticType): readonly [string, string] | undefined {
  if (literal.kind !== 'literal') return undefined;
  const {text} = literal;
  if (isText(type)) {
    if (literal.type === 'boolean') return [value.text, `'${text}'`];
    if (literal.type === 'integer' || literal.type === 'float') {
      return [`${literal.type === 'float' ? 'float' : 'int'}(${value.text})`, text];
    }
  }
  const spelt = literal.type === 'string' ? String(literal.value) : '';
  if (type === 'number' && /^-?[0-9]+(\.[0-9]+)?$/.test(spelt)) return [value.text, spelt];
  if (type === 'boolean' && /^(true|false)$/i.test(spelt)) return [value.text, /^t/i.test(spelt) ? 'True' : 'False'];
  return undefined;
}

function suggest({operator, left, right}: Pair, types: readonly [StaticType, StaticType]): string | undefined {
  const forward = rewrite(left, right, types[0]);
  if (forward !== undefined) return `${forward[0]} ${operator} ${forward[1]}`;
  const backward = rewrite(right, left, types[1]);
  return backward && `${backward[1]} ${operator} ${backward[0]}`;
}

function consequence(operator: Pair['operator']): string {
  if (operator === '==') return 'the two are never equal';
  return operator === '!=' ? 'the two always differ' : 'the two have no order';
}

function checkEquality(pair: Pair, {scope, add}: Report): void {
  const types = [typeOf(pair.left, scope), typeOf(pair.right, scope)] as const;
  const [left, right] = types;
  if (isComparable(left, right)) return;
  const span = {...pair.left.span, end: Math.max(pair.left.span.end, pair.right.span.end)};
  const severity = left === 'untyped' || right === 'untyped' ? 'warning' : 'error';
  const message = `\`${pair.left.text}\` is ${words[left]} and \`${pair.right.text}\` is ${words[right]}: ${consequence(pair.operator)}`;
  add({code: 'expression/type-clash', severity, message, span, suggestion: suggest(pair, types)});
}

function checkMembership(pair: Pair, {scope, add}: Report): void {
  const item = typeOf(pair.left, scope);
  const container = typeOf(pair.right, scope);
  const span = {...pair.left.span, end: Math.max(pair.left.span.end, pair.right.span.end)};
  const severity = item === 'untyped' || container === 'untyped' ? 'warning' : 'error';
  const clash = (message: string): void => add({code: 'expression/type-clash', severity, message, span});
  if (container === 'number' || container === 'boolean' || container === 'none') {
    clash(`\`${pair.right.text}\` is ${words[container]}; nothing can be in it`);
  } else if (isText(container) && !isText(item) && item !== 'any') {
    clash(`\`${pair.left.text}\` is ${words[item]} and cannot be part of the text \`${pair.right.text}\``);
  } else if (pair.right.kind === 'sequence' && pair.right.items.length > 0) {
    const fitting = pair.right.items.some((member) => isComparable(item, typeOf(member, scope)));
    if (!fitting) clash(`\`${pair.left.text}\` is ${words[item]} and equals none of \`${pair.right.text}\``);
  }
}

function checkTextOrder(pair: Pair, {scope, add}: Report): void {
  const {left, right, operator} = pair;
  if (!isText(typeOf(left, scope)) || right.kind !== 'literal' || right.type !== 'string') return;
  const number = /^[0-9]+(?:\.[0-9]+)?$/.exec(String(right.value));
  if (number === null) return;
  const message = `\`${left.text}\` and ${right.text} are compared as text, character by character, so '9' comes after '10'; Checkbox sees no resource that stands only inside a call`;
  const suggestion = `float(${left.text}) ${operator} ${number[0]}`;
  add({code: 'expression/text-order', severity: 'advice', message, span: left.span, suggestion});
}

function checkPair(pair: Pair, report: Report): void {
  switch (pair.operator) {
    case 'in':
    case 'not in':
      checkMembership(pair, report);
      return;
    case '==':
    case '!=':
      checkEquality(pair, report);
      return;
    case '<':
    case '<=':
    case '>':
    case '>=':
      checkEquality(pair, report);
      checkTextOrder(pair, report);
  }
}

/** Comparisons of values whose types never meet (R4), and numbers that are ordered as text. */
export function checkTypes(expr: Expr, report: Report): void {
  if (expr.kind === 'comparison') for (const pair of pairsOf(expr)) checkPair(pair, report);
  if (expr.kind === 'call' && expr.function === 'bool') {
    const [argument] = expr.arguments;
    if (argument !== undefined && isText(typeOf(argument, report.scope))) {
      const message = `bool() of text is true for every text but an empty one, 'False' too`;
      const suggestion = `${argument.text} == 'True'`;
      report.add({code: 'expression/bool-of-text', severity: 'warning', message, span: expr.span, suggestion});
    }
  }
  for (const part of partsOf(expr)) checkTypes(part, report);
}
