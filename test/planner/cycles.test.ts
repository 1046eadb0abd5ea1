import {describe, expect, it} from 'vitest';
import {findKnots, shortestCycle} from '../../src/planner/cycles.ts';
import {dependenciesFirst} from '../../src/planner/walk.ts';
import {fc} from '../helpers/property.ts';

type Edges = readonly (readonly number[])[];
const edges = fc
  .integer({min: 1, max: 8})
  .chain((count) =>
    fc.array(fc.uniqueArray(fc.nat({max: count - 1}), {maxLength: 3}), {minLength: count, maxLength: count}),
  );
const next =
  (graph: Edges) =>
  (node: number): readonly number[] =>
    graph[node] ?? [];

function reaches(graph: Edges, from: number, to: number): boolean {
  const met = new Set<number>();
  const queue = [...next(graph)(from)];
  for (const node of queue) {
    if (met.has(node)) continue;
    met.add(node);
    queue.push(...next(graph)(node));
  }
  return met.has(to);
}

describe('findKnots', () => {
  it('finds exactly what leads back to itself, together with what it leads to and back', () => {
    fc.assert(
      fc.property(edges, (graph) => {
        const knots = findKnots(graph.keys(), next(graph));
        const inKnots = knots.flat();
        expect(new Set(inKnots).size).toBe(inKnots.length);
        for (const node of graph.keys()) expect(inKnots.includes(node)).toBe(reaches(graph, node, node));
        for (const knot of knots) {
          for (const a of knot) for (const b of knot) expect(reaches(graph, a, b)).toBe(true);
        }
      }),
    );
  });

  it('has a cycle for every member', () => {
    fc.assert(
      fc.property(edges, (graph) => {
        for (const knot of findKnots(graph.keys(), next(graph))) {
          for (const start of knot) {
            const path = shortestCycle(start, new Set(knot), next(graph));
            expect(path[0]).toBe(start);
            for (const [at, node] of path.entries()) expect(next(graph)(node)).toContain(path[at + 1] ?? start);
          }
        }
      }),
    );
  });

  it('does not overflow', () => {
    const length = 200_000;
    const ring = Array.from({length}, (_, at) => [(at + 1) % length]);
    expect(findKnots(ring.keys(), next(ring))[0]).toHaveLength(length);
    expect(shortestCycle(0, new Set(ring.keys()), next(ring))).toHaveLength(length);
  });
});

describe('dependenciesFirst', () => {
  it('has every node once, after what it leads to unless that leads back', () => {
    fc.assert(
      fc.property(edges, (graph) => {
        const order = dependenciesFirst(graph.keys(), next(graph));
        expect(order.toSorted((a, b) => a - b)).toEqual([...graph.keys()]);
        for (const [from, targets] of graph.entries()) {
          for (const to of targets) {
            if (reaches(graph, to, from)) continue;
            expect(order.indexOf(to)).toBeLessThan(order.indexOf(from));
          }
        }
      }),
    );
  });
});
