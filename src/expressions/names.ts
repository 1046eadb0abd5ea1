import {type Expr, type Program, partsOf, type ResourceName} from './ast.ts';

/** Every place where an expression names a resource, in the order they are written. */
export function occurrences(expr: Expr): readonly ResourceName[] {
  const found: ResourceName[] = [];
  const visit = (part: Expr): void => {
    if (part.kind === 'attribute' || part.kind === 'quantifier') found.push(part.resource);
    for (const inner of partsOf(part)) visit(inner);
  };
  visit(expr);
  return found;
}

/** The resources a program speaks of, each at its first use. */
export function resourceNames(program: Program): readonly ResourceName[] {
  const first = new Map<string, ResourceName>();
  for (const {expr} of program.lines) {
    if (expr === undefined) continue;
    for (const use of occurrences(expr)) if (!first.has(use.name)) first.set(use.name, use);
  }
  return [...first.values()];
}

/** The names that one record of each is bound to for the whole expression, not by a quantifier inside it. */
export function freeNames(expr: Expr): ReadonlySet<string> {
  const free = new Set<string>();
  const visit = (part: Expr, quantified: ReadonlySet<string>): void => {
    if (part.kind === 'attribute' && !quantified.has(part.resource.name)) free.add(part.resource.name);
    const inside = part.kind === 'quantifier' ? new Set(quantified).add(part.resource.name) : quantified;
    for (const inner of partsOf(part)) visit(inner, inside);
  };
  visit(expr, new Set());
  return free;
}

/** How many places for records an expression needs: one for each name and one for each quantifier. */
export function countSlots(expr: Expr): number {
  let quantifiers = 0;
  const visit = (part: Expr): void => {
    if (part.kind === 'quantifier') quantifiers++;
    for (const inner of partsOf(part)) visit(inner);
  };
  visit(expr);
  return quantifiers + freeNames(expr).size;
}
