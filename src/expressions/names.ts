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

const nothing: ReadonlySet<string> = new Set();

function addFreeNames(expr: Expr, quantified: ReadonlySet<string>, free: Set<string>): void {
  switch (expr.kind) {
    case 'literal':
      return;
    case 'attribute':
      if (!quantified.has(expr.resource.name)) free.add(expr.resource.name);
      return;
    case 'comparison':
      addFreeNames(expr.first, quantified, free);
      for (const {operand} of expr.links) addFreeNames(operand, quantified, free);
      return;
    case 'quantifier':
      if (expr.condition !== undefined) {
        addFreeNames(expr.condition, new Set(quantified).add(expr.resource.name), free);
      }
      return;
    case 'sequence':
    case 'not':
    case 'sign':
    case 'and':
    case 'or':
    case 'call':
      for (const part of partsOf(expr)) addFreeNames(part, quantified, free);
  }
}

/** The names that one record of each is bound to for the whole expression, not by a quantifier inside it. */
export function freeNames(expr: Expr): ReadonlySet<string> {
  const free = new Set<string>();
  addFreeNames(expr, nothing, free);
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
