import type {Graph, PlanNode} from './graph.ts';
import type {Placed} from './order.ts';
import type {EdgeKind} from './plan.ts';

interface GroupEdge {
  readonly to: PlanNode;
  readonly kind: EdgeKind;
}

interface Ends {
  readonly first: PlanNode;
  last: PlanNode;
}

/**
 * Edges as groups lift them: the first job of a group waits for everything outside that any of its jobs waits for, and
 * who waits for one job of a group waits for the last. Linear, because only the ends of a group get edges.
 */
export function groupEdges(
  {waits, groups}: Graph,
  order: readonly Placed[],
): ReadonlyMap<PlanNode, readonly GroupEdge[]> {
  const ends = endsOfGroups(groups, order);
  const endsOf = (node: PlanNode): Ends | undefined => ends.get(groups.get(node) ?? '');
  const lifted = new Map<PlanNode, Map<PlanNode, GroupEdge>>();
  for (const {node} of ends.size === 0 ? [] : order) {
    const group = endsOf(node);
    for (const {to} of waits.get(node) ?? []) {
      const other = endsOf(to);
      const from = group?.first ?? node;
      const end = other?.last ?? to;
      if ((group !== undefined && group === other) || (from === node && end === to)) continue;
      const edges = lifted.get(from) ?? new Map<PlanNode, GroupEdge>();
      lifted.set(from, edges.set(end, {to: end, kind: 'group'}));
    }
  }
  return new Map([...lifted].map(([node, edges]) => [node, [...edges.values()]]));
}

function endsOfGroups(groups: Graph['groups'], order: readonly Placed[]): ReadonlyMap<string, Ends> {
  const ends = new Map<string, Ends>();
  for (const {node} of order) {
    const group = groups.get(node);
    if (group === undefined) continue;
    const known = ends.get(group);
    if (known === undefined) ends.set(group, {first: node, last: node});
    else known.last = node;
  }
  return ends;
}
