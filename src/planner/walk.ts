interface Visit<T> {
  readonly node: T;
  readonly next: readonly T[];
  at: number;
}

/**
 * All nodes that can be reached, each after what it leads to, as near to the order of `roots` as that allows. A step
 * back into a node that is still open is passed over. Does not recurse: a chain may be of any length.
 */
export function dependenciesFirst<T>(roots: Iterable<T>, next: (node: T) => readonly T[]): readonly T[] {
  const order: T[] = [];
  const met = new Set<T>();
  const stack: Visit<T>[] = [];
  const open = (node: T): void => {
    if (met.has(node)) return;
    met.add(node);
    stack.push({node, next: next(node), at: 0});
  };
  for (const root of roots) {
    open(root);
    for (let visit = stack.at(-1); visit !== undefined; visit = stack.at(-1)) {
      const step = visit.next[visit.at++];
      if (step !== undefined) open(step);
      else {
        order.push(visit.node);
        stack.pop();
      }
    }
  }
  return order;
}
