import type {FunctionName, QuantifierName} from './ast.ts';

/** How many arguments each function takes. */
export const functionArity: ReadonlyMap<string, {readonly name: FunctionName; readonly arity: number}> = new Map(
  (
    [
      ['int', 1],
      ['float', 1],
      ['bool', 1],
      ['str', 1],
      ['len', 1],
      ['lower', 1],
      ['upper', 1],
      ['startswith', 2],
      ['endswith', 2],
      ['contains', 2],
      ['matches', 2],
    ] as const
  ).map(([name, arity]) => [name, {name, arity}]),
);

export const quantifiers: ReadonlyMap<string, QuantifierName> = new Map(
  (['any', 'all', 'none', 'count'] as const).map((name) => [name, name]),
);

/** Every name that may be called, for suggestions. */
export const callable: readonly string[] = [...functionArity.keys(), ...quantifiers.keys()];
