/** Numbers of which the smallest comes first: a binary heap. */
export interface Queue {
  add(value: number): void;
  take(): number | undefined;
  first(): number | undefined;
}

export function createQueue(start: readonly number[] = []): Queue {
  const heap = [...start].sort((a, b) => a - b);
  const at = (index: number): number => heap[index] ?? Number.POSITIVE_INFINITY;
  const swap = (a: number, b: number): void => {
    [heap[a], heap[b]] = [at(b), at(a)];
  };
  return {
    first: () => heap[0],
    add(value: number): void {
      heap.push(value);
      for (let child = heap.length - 1; child > 0; ) {
        const parent = (child - 1) >> 1;
        if (at(parent) <= at(child)) return;
        swap(parent, child);
        child = parent;
      }
    },
    take(): number | undefined {
      const first = heap[0];
      const end = heap.pop();
      if (first === undefined || end === undefined || heap.length === 0) return first;
      heap[0] = end;
      for (let parent = 0; ; ) {
        const child = at(2 * parent + 1) <= at(2 * parent + 2) ? 2 * parent + 1 : 2 * parent + 2;
        if (at(parent) <= at(child)) return first;
        swap(parent, child);
        parent = child;
      }
    },
  };
}
