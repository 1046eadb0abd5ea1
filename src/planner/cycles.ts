interface Visit<T> {
  readonly node: T;
  readonly next: readonly T[];
  readonly index: number;
  low: number;
  at: number;
}

/**
 * The sets of nodes that lead back to themselves: strongly connected components (Tarjan 1972) of more than one node, and
 * nodes that lead to themselves. Linear and without recursion; in the order in which they are met.
 */
export function findKnots<T>(nodes: Iterable<T>, next: (node: T) => readonly T[]): readonly (readonly T[])[] {
  const knots: T[][] = [];
  const indexes = new Map<T, number>();
  const onStack = new Set<T>();
  const component: T[] = [];
  const visits: Visit<T>[] = [];
  const open = (node: T): void => {
    const index = indexes.size;
    indexes.set(node, index);
    const steps = next(node);
    // Nothing leads back to where nothing goes on.
    if (steps.length === 0) return;
    onStack.add(node);
    component.push(node);
    visits.push({node, next: steps, index, low: index, at: 0});
  };
  const close = (visit: Visit<T>): void => {
    const parent = visits.at(-1);
    if (parent !== undefined) parent.low = Math.min(parent.low, visit.low);
    if (visit.low !== visit.index) return;
    const members = component.splice(component.lastIndexOf(visit.node));
    for (const member of members) onStack.delete(member);
    if (members.length > 1 || visit.next.includes(visit.node)) knots.push(members);
  };
  for (const root of nodes) {
    if (!indexes.has(root)) open(root);
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const step = visit.next[visit.at++];
      if (step === undefined) {
        visits.pop();
        close(visit);
      } else if (!indexes.has(step)) open(step);
      else if (onStack.has(step)) visit.low = Math.min(visit.low, indexes.get(step) ?? visit.low);
    }
  }
  return knots;
}

/** A shortest way from `start` back to itself inside a knot; `start` stands once, at the beginning. */
export function shortestCycle<T>(start: T, knot: ReadonlySet<T>, next: (node: T) => readonly T[]): readonly T[] {
  const cameFrom = new Map<T, T>();
  const queue = [start];
  for (const node of queue) {
    for (const step of next(node)) {
      if (step === start) return pathTo(node, start, cameFrom);
      if (!knot.has(step) || cameFrom.has(step)) continue;
      cameFrom.set(step, node);
      queue.push(step);
    }
  }
  return [start];
}

function pathTo<T>(end: T, start: T, cameFrom: ReadonlyMap<T, T>): readonly T[] {
  const path = [end];
  for (let node = end; node !== start; ) {
    const before = cameFrom.get(node);
    if (before === undefined) break;
    path.push(before);
    node = before;
  }
  return path.reverse();
}
