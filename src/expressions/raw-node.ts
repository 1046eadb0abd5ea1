/** Offsets into the expression's text; the end is exclusive. Set once the whole token has been read. */
interface Placed {
  start?: number;
  end?: number;
}

/** What jsep and our subclass of it build, before the allow-list is applied. */
export type RawNode = Placed &
  (
    | {readonly type: 'Identifier'; readonly name: string}
    | {readonly type: 'Literal'; readonly raw: string}
    | {readonly type: 'ThisExpression'}
    | {
        readonly type: 'MemberExpression';
        readonly computed: boolean;
        readonly optional?: boolean;
        readonly object: RawNode;
        readonly property: RawNode;
      }
    | {readonly type: 'CallExpression'; readonly callee: RawNode; readonly arguments: readonly RawNode[]}
    | {readonly type: 'UnaryExpression'; readonly operator: string; readonly argument: RawNode}
    | {readonly type: 'ArrayExpression'; readonly elements: readonly RawNode[]}
    | {readonly type: 'Tuple'; readonly elements: readonly RawNode[]}
    | {readonly type: 'Text'; readonly value: string; readonly joined: number}
    | {readonly type: 'Number'; readonly value: number; readonly isFloat: boolean}
    | {readonly type: 'Connective'; readonly operator: 'and' | 'or'; readonly operands: readonly RawNode[]}
    | {readonly type: 'Not'; readonly argument: RawNode}
    | {readonly type: 'Comparison'; readonly first: RawNode; readonly links: readonly RawLink[]}
  );

export interface RawLink {
  readonly operator: string;
  readonly operand: RawNode;
}
