import {type Expr, type Line, partsOf} from '../expressions/ast.ts';

/** The keys of the manifest that a line looks at, in the order they are written; `names` stand for the manifest in it. */
export function manifestKeys({expr}: Line, names: ReadonlySet<string>): readonly string[] {
  const keys = new Set<string>();
  const visit = (part: Expr): void => {
    if (part.kind === 'attribute' && names.has(part.resource.name) && part.key !== 'ns') keys.add(part.key);
    for (const inner of partsOf(part)) visit(inner);
  };
  if (expr !== undefined && names.size > 0) visit(expr);
  return [...keys];
}
