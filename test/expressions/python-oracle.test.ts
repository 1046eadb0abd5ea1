import {spawnSync} from 'node:child_process';
import {describe, expect, it} from 'vitest';
import type {Expr} from '../../src/expressions/ast.ts';
import {parseExpression} from '../../src/expressions/parse.ts';
import {fc} from '../helpers/property.ts';
import {sourceOf} from './run.ts';

/** Reads a JSON list of expressions; prints for each its tree in our shape, or null where Python refuses it. */
const script = `
import ast, json, sys, warnings
warnings.simplefilter('ignore')

COMPARISONS = {ast.Eq: '==', ast.NotEq: '!=', ast.Lt: '<', ast.LtE: '<=', ast.Gt: '>', ast.GtE: '>=',
               ast.In: 'in', ast.NotIn: 'not in'}

def tree(node):
    if isinstance(node, ast.Constant):
        value = node.value
        if isinstance(value, (float, int)) and not isinstance(value, bool):
            return [type(value).__name__, repr(value)]
        return [type(value).__name__, value if isinstance(value, (str, bool)) else None]
    if isinstance(node, (ast.List, ast.Tuple)):
        return [type(node).__name__.lower(), [tree(item) for item in node.elts]]
    if isinstance(node, ast.Name):
        return ['name', node.id]
    if isinstance(node, ast.Attribute):
        return ['attribute', tree(node.value), node.attr]
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
        return ['attribute', tree(node.value), node.slice.value]
    if isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.Invert):
        name = {ast.Not: 'not', ast.USub: '-', ast.UAdd: '+'}[type(node.op)]
        return [name, tree(node.operand)]
    if isinstance(node, ast.BoolOp):
        return ['and' if isinstance(node.op, ast.And) else 'or', [tree(value) for value in node.values]]
    if isinstance(node, ast.Compare):
        names = [COMPARISONS.get(type(op), 'other') for op in node.ops]
        return ['compare', tree(node.left), names, [tree(item) for item in node.comparators]]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        return ['call', node.func.id, [tree(item) for item in node.args]]
    return ['other', type(node).__name__]

def read(text):
    try:
        return tree(ast.parse(text, mode='eval').body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None

json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
`;

const hasPython = spawnSync('python3', ['-c', 'import ast, json']).status === 0;

function askPython(texts: readonly string[]): readonly unknown[] {
  const input = JSON.stringify(texts);
  const {stdout, stderr, status} = spawnSync('python3', ['-c', script], {input, encoding: 'utf8', maxBuffer: 2 ** 28});
  if (status !== 0) throw new Error(stderr);
  const trees: unknown = JSON.parse(stdout);
  if (!Array.isArray(trees) || trees.length !== texts.length) throw new Error('python3 answered something else');
  return trees;
}

function literalTree(expr: Extract<Expr, {readonly kind: 'literal'}>): unknown {
  if (expr.type === 'string') return ['str', expr.value];
  if (expr.type === 'boolean') return ['bool', expr.value];
  if (expr.type === 'none') return ['NoneType', null];
  return [expr.type === 'integer' ? 'int' : 'float', expr.value];
}

function treeOf(expr: Expr): unknown {
  switch (expr.kind) {
    case 'literal':
      return literalTree(expr);
    case 'sequence':
      return [expr.form, expr.items.map(treeOf)];
    case 'attribute':
      return ['attribute', ['name', expr.resource.name], expr.key];
    case 'not':
      return ['not', treeOf(expr.operand)];
    case 'sign':
      return [expr.operator, treeOf(expr.operand)];
    case 'and':
    case 'or':
      return [expr.kind, expr.operands.map(treeOf)];
    case 'comparison': {
      const operands = expr.links.map((link) => treeOf(link.operand));
      return ['compare', treeOf(expr.first), expr.links.map((link) => link.operator), operands];
    }
    case 'call':
      return ['call', expr.function, expr.arguments.map(treeOf)];
    case 'quantifier': {
      const condition = expr.condition === undefined ? [] : [treeOf(expr.condition)];
      return ['call', expr.quantifier, [['name', expr.resource.name], ...condition]];
    }
  }
}

/** Python prints its numbers; ours are read back as numbers. */
function withNumbers(tree: unknown): unknown {
  if (!Array.isArray(tree)) return tree;
  const [head, value] = tree;
  const isNumber = (head === 'int' || head === 'float') && typeof value === 'string';
  return isNumber ? [head, value === 'inf' ? Infinity : Number(value)] : tree.map(withNumbers);
}

const names = fc.constantFrom('x', 'cpuinfo', '_a', 'not_', 'android', 'inner', 'true', 'this', 'X9');
const keys = fc.constantFrom('name', 'k', 'orbit', 'int', 'None_', 'null', 'in_');
const attribute = fc.oneof(
  fc.tuple(names, keys).map(([name, key]) => `${name}.${key}`),
  fc.tuple(names, keys).map(([name, key]) => `${name}['${key}-x']`),
);
const text = fc.oneof(
  fc.constantFrom('""', "''", "'a' 'b'", "'it\\'s'", '"\\x41\\101\\u00e9\\n\\q\\\\"', "' and '", "'#'", '"{x}"'),
  fc
    .string({unit: 'grapheme', maxLength: 6})
    .filter((part) => /^[^\\'"\n\r\0]*$/.test(part))
    .map((part) => `'${part}'`),
);
const number = fc.constantFrom(
  '0',
  '00',
  '7',
  '1_000',
  '0x1F',
  '0o17',
  '0b101',
  '1.',
  '.5',
  '1.5e-3',
  '1e5',
  '9007199254740991',
);
const constant = fc.oneof(text, number, fc.constantFrom('True', 'False', 'None'));

const {condition} = fc.letrec<{condition: string; operand: string}>((tie) => ({
  operand: fc.oneof(
    {maxDepth: 3},
    {weight: 4, arbitrary: attribute},
    {weight: 3, arbitrary: constant},
    fc.tuple(fc.constantFrom('-', '+', '- '), tie('operand')).map(([sign, part]) => `${sign}${part}`),
    fc.array(tie('operand'), {maxLength: 3}).map((parts) => `[${parts.join(', ')}]`),
    fc.array(tie('operand'), {minLength: 1, maxLength: 3}).map((parts) => `(${parts.join(',')},)`),
    fc
      .tuple(fc.constantFrom('int', 'len', 'lower', 'bool'), tie('condition'))
      .map(([name, part]) => `${name}(${part})`),
    fc
      .tuple(fc.constantFrom('any', 'none'), names, tie('condition'))
      .map(([name, on, part]) => `${name}(${on}, ${part})`),
    tie('condition').map((part) => `(${part})`),
  ),
  condition: fc.oneof(
    {maxDepth: 4},
    tie('operand'),
    fc
      .tuple(
        tie('operand'),
        fc.constantFrom('==', '!=', '<', '<=', '>', '>=', ' in ', ' not in ', ' not  in '),
        tie('operand'),
      )
      .map((parts) => parts.join('')),
    fc.tuple(tie('operand'), tie('operand'), tie('operand')).map((parts) => parts.join(' < ')),
    fc.array(tie('condition'), {minLength: 2, maxLength: 4}).map((parts) => parts.join(' and ')),
    fc.array(tie('condition'), {minLength: 2, maxLength: 4}).map((parts) => parts.join(' or ')),
    tie('condition').map((part) => `not ${part}`),
    tie('condition').map((part) => `${part} # and more`),
  ),
}));

const tokens = fc.constantFrom(
  ...'x . k y == != < > <= >= in not and or is ( ) [ ] , - + * ** / ~ ! = := & | ? : ; { } @ # $ \\ \' " \'a\' "b" b\'c\' r"d" f"e" 1 0 007 1.5 .5 1. 1j 0x 1_0 1__0 True None lambda if else for await yield int( any( len( ... é ٣ \t \f'.split(
    / /,
  ),
);
const soup = fc.array(tokens, {maxLength: 9}).chain((parts) => fc.constantFrom(parts.join(' '), parts.join('')));

/** Takes a piece out of a good expression, or puts a token in. */
const damaged = fc
  .tuple(condition, fc.nat(), fc.nat(6), fc.oneof(tokens, fc.constant('')))
  .map(([good, at, length, token]) => {
    const from = at % (good.length + 1);
    return good.slice(0, from) + token + good.slice(from + length);
  });

function sample(arbitrary: fc.Arbitrary<string>, count: number, seed: number): readonly string[] {
  // Python would see more lines than one, or bytes that are no text.
  return fc.sample(arbitrary, {numRuns: count, seed}).map((each) => each.trim().replace(/[\ud800-\udfff]/g, ''));
}

interface Comparison {
  readonly wrong: readonly unknown[];
  readonly accepted: number;
  /** What Python reads and we refuse. */
  readonly onlyTheirs: readonly string[];
}

function differences(texts: readonly string[]): Comparison {
  const theirs = askPython(texts);
  const wrong: unknown[] = [];
  const onlyTheirs: string[] = [];
  let accepted = 0;
  for (const [index, each] of texts.entries()) {
    const {value, diagnostics} = parseExpression(sourceOf(each));
    if (value === undefined) {
      const placed = diagnostics.every(
        ({span}) => span.start >= 0 && span.end <= each.length && span.start <= span.end,
      );
      if (diagnostics.length === 0 || !placed) wrong.push({text: each, diagnostics});
      if (theirs[index] !== null) onlyTheirs.push(each);
      continue;
    }
    accepted++;
    const ours = JSON.stringify(treeOf(value));
    const python = JSON.stringify(withNumbers(theirs[index]));
    if (ours !== python) wrong.push({text: each, ours, python});
  }
  return {wrong, accepted, onlyTheirs};
}

describe.skipIf(!hasPython)("Python's own parser (skipped where python3 is not installed)", () => {
  it('reads every well-formed expression as we do, and we refuse none of them', () => {
    const {wrong, accepted, onlyTheirs} = differences(sample(condition, 4000, 1));
    expect(wrong).toEqual([]);
    expect(onlyTheirs).toEqual([]);
    expect(accepted).toBeGreaterThan(3000);
  });

  it('reads damaged expressions as we do, or we refuse them with a span', () => {
    const {wrong, accepted} = differences(sample(damaged, 6000, 2));
    expect(wrong).toEqual([]);
    expect(accepted).toBeGreaterThan(500);
  });

  it('reads any row of tokens as we do, or we refuse it with a span', () => {
    const {wrong, accepted} = differences(sample(soup, 8000, 3));
    expect(wrong).toEqual([]);
    expect(accepted).toBeGreaterThan(20);
  });
});
