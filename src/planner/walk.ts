/** A node and the one that led to it; none where a root led there. */
export interface Visited<T> {
  readonly node: T;
  readonly from: T | undefined;
}

interface Visit<T> extends Visited<T> {
  readonly next: readonly T[];
  at: number;
}

/**
 * All nodes that can be reached, each after what it leads to, as near to the order of `roots` as that allows. A step
 * back into a node that is still open is passed over. Does not recurse: a chain may be of any length.
 */
export function visitDependenciesFirst<T>(roots: Iterable<T>, next: (node: T) => readonly T[]): readonly Visited<T>[] {
  const order: Visited<T>[] = [];
  const met = new Set<T>();
  const stack: Visit<T>[] = [];
  const open = (node: T, from: T | undefined): void => {
    if (met.has(node)) return;
    met.add(node);
    stack.push({node, from, next: next(node), at: 0});
  };
  for (const root of roots) {
    open(root, undefined);
    for (let visit = stack.at(-1); visit !== undefined; visit = stack.at(-1)) {
      const step = visit.next[visit.at++];
      if (step !== undefined) open(step, visit.node);
      else {
        order.push({node: visit.node, from: visit.from});
        stack.pop();
      }
    }
  }
  return order;
}

export function dependenciesFirst<T>(roots: Iterable<T>, next: (node: T) => readonly T[]): readonly T[] {
  return visitDependenciesFirst(roots, next).map(({node}) => node);
}
