import type {Diagnostic} from '../base/diagnostic.ts';
import type {UnitId} from '../base/ids.ts';
import type {Graph, Missing, PlanNode} from './graph.ts';
import type {Cycle} from './order.ts';
import type {EdgeKind} from './plan.ts';
import type {Selection} from './select.ts';

/** The jobs of a cycle in the order in which each waits for the next; the last waits for the first. */
export function cyclePath({steps}: Cycle): readonly UnitId[] {
  const path: UnitId[] = [];
  for (const {from, wait} of steps) {
    // Inside a group one job leads in and another leads out.
    if (path.at(-1) !== from.id) path.push(from.id);
    path.push(wait.to.id);
  }
  if (path.length > 1 && path.at(-1) === path[0]) path.pop();
  return path;
}

const verbs: Readonly<Record<EdgeKind, string>> = {
  depends: 'depends on',
  after: 'comes after',
  before: 'must come after',
  salvages: 'salvages',
  requires: 'requires the records of',
  template: 'is made of the records of',
  input: 'takes an output of',
  suspend: 'must come after',
  group: 'is in a group with',
};

/** Steps of a cycle that are shown with their places. */
const mostSteps = 100;

function wayRound(path: readonly UnitId[]): string {
  if (path.length <= mostSteps) return [...path, path[0]].join(' → ');
  return `${path.slice(0, mostSteps).join(' → ')} → … ${path.length - mostSteps} more → ${path[0]}`;
}

export function reportCycle(cycle: Cycle): Diagnostic {
  const path = cyclePath(cycle);
  const [first] = cycle.steps;
  if (first === undefined) throw new Error('Internal error: a cycle without steps');
  const others = cycle.members.length - path.length;
  const more = others > 0 ? ` (${others} more jobs are caught in it)` : '';
  const message =
    path.length === 1
      ? `${path[0]} waits for itself, so it cannot run`
      : `these jobs wait for each other, so none of them can run: ${wayRound(path)}${more}`;
  return {
    code: 'plan/cycle',
    severity: 'error',
    message,
    span: first.wait.span,
    related: cycle.steps.slice(0, mostSteps).flatMap(({from, wait}, at) => {
      const step = {message: `${from.id} ${verbs[wait.kind]} ${wait.to.id}`, span: wait.span};
      const next = cycle.steps[(at + 1) % cycle.steps.length]?.from;
      const group = wait.to.job?.group;
      if (next === undefined || next === wait.to || group === undefined) return [step];
      return [
        step,
        {message: `${wait.to.id} and ${next.id} are in the group ${group}`, span: next.job?.span ?? wait.span},
      ];
    }),
  };
}

export interface AbsenceReport {
  readonly barred: ReadonlyMap<UnitId, unknown>;
  readonly isInstance: (id: UnitId) => boolean;
  readonly suggest: (id: UnitId) => UnitId | undefined;
}

/** What jobs need and no unit is. Salvaging what is not there, and what was excluded on purpose, is no mistake. */
export function reportMissing(graph: Graph, absence: AbsenceReport): readonly Diagnostic[] {
  return [...graph.missing].flatMap(([node, missing]) =>
    missing.flatMap((one) =>
      one.kind === 'salvages' || absence.barred.has(one.id) ? [] : [missingReport(node, one, absence)],
    ),
  );
}

function missingReport(node: PlanNode, {id, kind, span}: Missing, {isInstance, suggest}: AbsenceReport): Diagnostic {
  if (isInstance(id)) {
    const message = `${node.id} ${verbs[kind]} ${id}, which no record of this device gives`;
    return {code: 'plan/no-instance', severity: 'advice', message, span};
  }
  const suggestion = suggest(id);
  return {
    code: kind === 'requires' || kind === 'template' ? 'plan/unknown-resource' : 'plan/unknown-dependency',
    severity: 'error',
    message: `${node.id} ${verbs[kind]} ${id}, and no job has that id`,
    span,
    ...(suggestion === undefined ? {} : {suggestion}),
  };
}

/** Excluding keeps a job from being selected; it does not keep others from needing it. */
export function reportExcluded({nodes}: Graph, {excluded}: Selection): readonly Diagnostic[] {
  return nodes.flatMap(({id, inclusion}) => {
    const by = excluded.get(id);
    if (by?.span === undefined || inclusion.type !== 'pulled') return [];
    const message = `${id} is excluded but stays in the plan, because ${inclusion.by} needs it`;
    return [{code: 'plan/excluded-but-needed', severity: 'warning', message, span: by.span} as const];
  });
}

export function reportParted({parted}: Graph): readonly Diagnostic[] {
  return parted.map(({node, suspend}) => ({
    code: 'plan/group-across-suspend',
    severity: 'warning',
    message: `${node.id} runs after ${suspend.id} and others of its group ${node.job?.group} before, so the group is run as two`,
    span: suspend.span,
  }));
}

/** Lines that name an instance which the records of this device do not give. */
export function reportAbsent({templates, jobs, refused}: Selection): readonly Diagnostic[] {
  const there = new Set([...jobs.map(({job}) => job.id), ...refused.map(({id}) => id)]);
  const absent = new Map<UnitId, Diagnostic>();
  for (const {pattern, by, template} of templates) {
    if (pattern?.type !== 'id' || there.has(pattern.id) || absent.has(pattern.id)) continue;
    const message = `no record of ${template.resource.id} gives ${pattern.id}, which ${template.id} could make`;
    absent.set(pattern.id, {code: 'plan/no-instance', severity: 'advice', message, span: by.span});
  }
  return [...absent.values()];
}
