import type {SourceText, Span} from '../base/source.ts';

/** A resource as an expression names it: the partial id of the resource job, or the name an import gave it. */
export interface ResourceName {
  readonly name: string;
  readonly span: Span;
}

/** `text` is what was written, without parentheses around it. */
interface Written {
  readonly span: Span;
  readonly text: string;
}

export interface LiteralExpr extends Written {
  readonly kind: 'literal';
  readonly type: 'string' | 'integer' | 'float' | 'boolean' | 'none';
  readonly value: string | number | boolean | null;
  /** How many string literals stand side by side and make this one. */
  readonly joined: number;
}

export interface SequenceExpr extends Written {
  readonly kind: 'sequence';
  readonly form: 'list' | 'tuple';
  readonly items: readonly Expr[];
}

/** `resource.key`, or `resource['key']` where the key is no identifier. */
export interface AttributeExpr extends Written {
  readonly kind: 'attribute';
  readonly resource: ResourceName;
  readonly key: string;
  readonly keySpan: Span;
}

export interface NotExpr extends Written {
  readonly kind: 'not';
  readonly operand: Expr;
}

export interface SignExpr extends Written {
  readonly kind: 'sign';
  readonly operator: '-' | '+';
  readonly operand: Expr;
}

/** Flat: `a or b or c` has three operands; parentheses nest. */
export interface ConnectiveExpr extends Written {
  readonly kind: 'and' | 'or';
  readonly operands: readonly Expr[];
}

export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';

/** A chain `a < b < c` is one comparison with two links. */
export interface ComparisonExpr extends Written {
  readonly kind: 'comparison';
  readonly first: Expr;
  readonly links: readonly ComparisonLink[];
}

export interface ComparisonLink {
  readonly operator: ComparisonOperator;
  readonly operand: Expr;
}

export type FunctionName =
  | 'int'
  | 'float'
  | 'bool'
  | 'str'
  | 'len'
  | 'lower'
  | 'upper'
  | 'startswith'
  | 'endswith'
  | 'contains'
  | 'matches';

export interface CallExpr extends Written {
  readonly kind: 'call';
  readonly function: FunctionName;
  readonly arguments: readonly Expr[];
}

export type QuantifierName = 'any' | 'all' | 'none' | 'count';

/** The resource's name stands for a record of its own inside the condition. Without one, every record satisfies it. */
export interface QuantifierExpr extends Written {
  readonly kind: 'quantifier';
  readonly quantifier: QuantifierName;
  readonly resource: ResourceName;
  readonly condition: Expr | undefined;
}

export type Expr =
  | LiteralExpr
  | SequenceExpr
  | AttributeExpr
  | NotExpr
  | SignExpr
  | ConnectiveExpr
  | ComparisonExpr
  | CallExpr
  | QuantifierExpr;

/** One line of a resource program. `expr` is undefined where the line was refused; such a line is never true. */
export interface Line {
  readonly text: SourceText;
  readonly expr: Expr | undefined;
  /** Why it was. */
  readonly refusal?: string;
}

/** Why nothing is known of a line that was refused. */
export function unreadable({refusal}: Line): string {
  return refusal === undefined ? 'this expression cannot be read' : `this expression cannot be read: ${refusal}`;
}

/** All of `requires` or `template-filter`: its lines are joined by *and*. */
export interface Program {
  readonly text: SourceText;
  readonly lines: readonly Line[];
}

const none: readonly Expr[] = [];

/** The direct parts of an expression, in the order they are written. */
export function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'literal':
    case 'attribute':
      return none;
    case 'sequence':
      return expr.items;
    case 'not':
    case 'sign':
      return [expr.operand];
    case 'and':
    case 'or':
      return expr.operands;
    case 'comparison':
      return [expr.first, ...expr.links.map((link) => link.operand)];
    case 'call':
      return expr.arguments;
    case 'quantifier':
      return expr.condition === undefined ? none : [expr.condition];
  }
}
