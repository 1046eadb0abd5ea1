import type {Diagnostic, DiagnosticCode} from '../base/diagnostic.ts';
import {nearest} from '../base/nearest.ts';
import {type SourceText, type Span, spanWithin} from '../base/source.ts';
import type {ComparisonLink, ComparisonOperator, Expr, LiteralExpr} from './ast.ts';
import {callable, functionArity, quantifiers} from './functions.ts';
import type {RawNode} from './raw-node.ts';

/** Names and quantifiers of one line, each of which binds a record. */
export const maxResources = 24;

const comparisonOperators: ReadonlyMap<string, ComparisonOperator> = new Map(
  (['==', '!=', '<', '<=', '>', '>=', 'in', 'not in'] as const).map((operator) => [operator, operator]),
);

const constants: ReadonlyMap<string, Pick<LiteralExpr, 'type' | 'value'>> = new Map([
  ['True', {type: 'boolean', value: true}],
  ['False', {type: 'boolean', value: false}],
  ['None', {type: 'none', value: null}],
]);

const misspeltConstants: ReadonlyMap<string, string> = new Map([
  ['true', 'True'],
  ['false', 'False'],
  ['null', 'None'],
  ['none', 'None'],
]);

interface Context {
  readonly text: SourceText;
  readonly diagnostics: Diagnostic[];
}

type Node<T extends RawNode['type']> = Extract<RawNode, {readonly type: T}>;

function offsets(node: RawNode): {readonly start: number; readonly end: number} {
  const start = node.start ?? 0;
  return {start, end: node.end ?? start};
}

function spanOf(context: Context, node: RawNode): Span {
  const {start, end} = offsets(node);
  return spanWithin(context.text, start, end);
}

function written(context: Context, node: RawNode): {readonly span: Span; readonly text: string} {
  const {start, end} = offsets(node);
  return {span: spanWithin(context.text, start, end), text: context.text.text.slice(start, end)};
}

interface Complaint {
  readonly node: RawNode;
  readonly message: string;
  readonly code?: DiagnosticCode;
  readonly suggestion?: string | undefined;
}

function refuse(context: Context, {node, message, code = 'expression/not-allowed', suggestion}: Complaint): undefined {
  const base = {code, severity: 'error', message, span: spanOf(context, node)} as const;
  context.diagnostics.push(suggestion === undefined ? base : {...base, suggestion});
}

/** jsep reads `true`, `null` and `this` as JavaScript does; in this language they are names. */
function identifierOf(node: RawNode): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'Literal') return node.raw;
  return node.type === 'ThisExpression' ? 'this' : undefined;
}

function buildAll(context: Context, nodes: readonly RawNode[]): readonly Expr[] | undefined {
  const built: Expr[] = [];
  for (const node of nodes) {
    const expr = buildExpr(context, node);
    if (expr !== undefined) built.push(expr);
  }
  return built.length === nodes.length ? built : undefined;
}

function buildName(context: Context, node: RawNode, name: string): Expr | undefined {
  const constant = constants.get(name);
  if (constant !== undefined) return {kind: 'literal', ...constant, joined: 1, ...written(context, node)};
  const suggestion = misspeltConstants.get(name);
  const message =
    suggestion === undefined
      ? `\`${name}\` stands alone; a resource is followed by a key, as in \`${name}.key\`, and text stands in quotes, as in \`'${name}'\``
      : `\`${name}\` is written \`${suggestion}\` here`;
  return refuse(context, {node, message, suggestion});
}

function buildMember(context: Context, node: Node<'MemberExpression'>): Expr | undefined {
  const name = identifierOf(node.object);
  if (name === undefined || constants.has(name) || node.optional === true) {
    return refuse(context, {node, message: 'only a key of a resource can be read, as in `resource.key`'});
  }
  const {property} = node;
  const key = node.computed ? (property.type === 'Text' ? property.value : undefined) : identifierOf(property);
  if (key === undefined)
    return refuse(context, {node, message: "in brackets stands a key as text, as in `resource['key']`"});
  if (!node.computed && constants.has(key)) return refuse(context, {node, message: `\`${key}\` is a reserved word`});
  const start = node.object.start ?? offsets(node).start;
  const resource = {name, span: spanWithin(context.text, start, start + name.length)};
  const from = offsets(property).start;
  const keySpan = spanWithin(context.text, from, node.computed ? offsets(property).end : from + key.length);
  return {kind: 'attribute', resource, key, keySpan, ...written(context, node)};
}

function buildQuantifier(context: Context, node: Node<'CallExpression'>, name: string): Expr | undefined {
  const quantifier = quantifiers.get(name);
  const [first, second] = node.arguments;
  const resource = first === undefined ? undefined : identifierOf(first);
  if (quantifier === undefined || first === undefined || resource === undefined || constants.has(resource)) {
    const message = `${name}() begins with a resource, as in \`${name}(resource, resource.key == 'x')\``;
    return refuse(context, {node: first ?? node, message, code: 'expression/arguments'});
  }
  const needsCondition = quantifier === 'all' || quantifier === 'none';
  if (node.arguments.length > 2 || (needsCondition && second === undefined)) {
    return refuse(context, {node, message: `${name}() takes a resource and a condition`, code: 'expression/arguments'});
  }
  const condition = second === undefined ? undefined : buildExpr(context, second);
  if (second !== undefined && condition === undefined) return undefined;
  const nameSpan = spanOf(context, first);
  return {
    kind: 'quantifier',
    quantifier,
    resource: {name: resource, span: nameSpan},
    condition,
    ...written(context, node),
  };
}

function buildCall(context: Context, node: Node<'CallExpression'>): Expr | undefined {
  const {callee} = node;
  const name = identifierOf(callee);
  if (name === undefined) {
    const method = callee.type === 'MemberExpression' && !callee.computed ? identifierOf(callee.property) : undefined;
    const known = method !== undefined && functionArity.has(method);
    const message = known ? `write \`${method}(…)\` instead of a method` : 'methods cannot be called';
    return refuse(context, {node, message});
  }
  if (quantifiers.has(name)) return buildQuantifier(context, node, name);
  const signature = functionArity.get(name);
  if (signature === undefined) {
    const complaint = {
      node: callee.start === undefined ? node : callee,
      message: `there is no function \`${name}\``,
      code: 'expression/unknown-function',
    } as const;
    return refuse(context, {...complaint, suggestion: nearest(name.slice(0, 40), callable)});
  }
  if (node.arguments.length !== signature.arity) {
    const message = `${name}() takes ${signature.arity === 1 ? 'one argument' : `${signature.arity} arguments`}`;
    return refuse(context, {node, message, code: 'expression/arguments'});
  }
  const built = buildAll(context, node.arguments);
  if (built === undefined) return undefined;
  const pattern = built[1];
  if (signature.name === 'matches' && !(pattern?.kind === 'literal' && pattern.type === 'string')) {
    const message = 'the pattern of matches() is written out as text';
    return refuse(context, {node: node.arguments[1] ?? node, message, code: 'expression/arguments'});
  }
  return {kind: 'call', function: signature.name, arguments: built, ...written(context, node)};
}

function buildComparison(context: Context, node: Node<'Comparison'>): Expr | undefined {
  const first = buildExpr(context, node.first);
  const links: ComparisonLink[] = [];
  for (const raw of node.links) {
    const operand = buildExpr(context, raw.operand);
    const operator = comparisonOperators.get(raw.operator);
    if (operand !== undefined && operator !== undefined) links.push({operator, operand});
  }
  if (first === undefined || links.length < node.links.length) return undefined;
  return {kind: 'comparison', first, links, ...written(context, node)};
}

/** Applies the allow-list: undefined where the node or a part of it was refused, with a diagnostic for each refusal. */
export function buildExpr(context: Context, node: RawNode): Expr | undefined {
  switch (node.type) {
    case 'Identifier':
      return buildName(context, node, node.name);
    case 'Literal':
      return buildName(context, node, node.raw);
    case 'ThisExpression':
      return buildName(context, node, 'this');
    case 'MemberExpression':
      return buildMember(context, node);
    case 'CallExpression':
      return buildCall(context, node);
    case 'UnaryExpression': {
      const {operator} = node;
      const operand = buildExpr(context, node.argument);
      if (operator !== '-' && operator !== '+')
        return refuse(context, {node, message: `\`${operator}\` is no operator here`});
      return operand && {kind: 'sign', operator, operand, ...written(context, node)};
    }
    case 'ArrayExpression':
    case 'Tuple': {
      const items = buildAll(context, node.elements);
      return (
        items && {kind: 'sequence', form: node.type === 'Tuple' ? 'tuple' : 'list', items, ...written(context, node)}
      );
    }
    case 'Text':
      return {kind: 'literal', type: 'string', value: node.value, joined: node.joined, ...written(context, node)};
    case 'Number': {
      const type = node.isFloat ? 'float' : 'integer';
      return {kind: 'literal', type, value: node.value, joined: 1, ...written(context, node)};
    }
    case 'Connective': {
      const operands = buildAll(context, node.operands);
      return operands && {kind: node.operator, operands, ...written(context, node)};
    }
    case 'Not': {
      const operand = buildExpr(context, node.argument);
      return operand && {kind: 'not', operand, ...written(context, node)};
    }
    case 'Comparison':
      return buildComparison(context, node);
  }
}
