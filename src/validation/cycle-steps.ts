import type {Diagnostic, Severity} from '../base/diagnostic.ts';
import type {UnitId} from '../base/ids.ts';
import type {Span} from '../base/source.ts';
import {findKnots, shortestCycle} from '../planner/cycles.ts';

/** That one thing waits for another, or holds it, and where that is written. */
export interface Edge<T> {
  readonly from: T;
  readonly to: T;
  readonly says: string;
  readonly span: Span;
  /** It is written in what is waited for. */
  readonly turned?: true;
}

type Edges<T, E> = ReadonlyMap<T, readonly E[]>;

export function gather<T, E extends Edge<T>>(edges: Iterable<E>): Edges<E['from'], E> {
  const found = new Map<E['from'], E[]>();
  for (const edge of edges) {
    const known = found.get(edge.from);
    if (known === undefined) found.set(edge.from, [edge]);
    else known.push(edge);
  }
  return found;
}

const none: readonly never[] = [];

/** A shortest cycle through the first member of every knot. */
export function* cyclesIn<T, E extends Edge<T>>(nodes: Iterable<T>, edges: Edges<T, E>): Iterable<readonly E[]> {
  const next = (node: T): readonly T[] => edges.get(node)?.map(({to}) => to) ?? none;
  for (const knot of findKnots(nodes, next)) {
    const [start] = knot;
    if (start === undefined) continue;
    const path = shortestCycle(start, new Set(knot), next);
    const steps = path.flatMap((node, at) => {
      const to = path[at + 1] ?? start;
      return edges.get(node)?.find((edge) => edge.to === to) ?? [];
    });
    if (steps.length > 0) yield steps;
  }
}

interface Told {
  readonly code: 'plan/cycle' | 'plan/nested-cycle';
  readonly severity?: Severity;
  readonly alone: string;
  readonly together: string;
}

/** One finding at the first step, with every step beside it. */
export function tellCycle<T extends {readonly id: UnitId}>(steps: readonly Edge<T>[], told: Told): Diagnostic[] {
  const [first] = steps;
  if (first === undefined) return [];
  const {code, severity = 'error', alone, together} = told;
  const path = [...steps.map(({from}) => from.id), first.from.id].join(' → ');
  const message = steps.length === 1 ? alone : `${together}: ${path}`;
  const related = steps.map(({from, to, says, span, turned}) => {
    const [subject, object] = turned === true ? [to, from] : [from, to];
    return {message: `${subject.id} ${says} ${object.id}`, span};
  });
  return [{code, severity, message, span: first.span, related}];
}
