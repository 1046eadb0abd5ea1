import type {UnitId} from '../../base/ids.ts';
import type {PlannedJob, PlannedTemplate} from '../../planner/plan.ts';
import {explainLine} from '../../planner/reasons.ts';
import type {Gathered} from './gather.ts';

/** A line of the plan as people see it: a job, or a template of which nobody knows yet what it makes. */
export type PlanRow = PlannedJob | PlannedTemplate;

export function isTemplateRow(row: PlanRow): row is PlannedTemplate {
  return 'resource' in row;
}

/** Whether a job stands where the line that selects it puts it. */
export function standsInPlace({inclusion, why}: PlannedJob): boolean {
  return inclusion.type === 'selected' && why === explainLine(inclusion);
}

/** The jobs with the templates that were not expanded where their lines are. */
export function rowsOf(jobs: readonly PlannedJob[], {plan, selection}: Gathered): readonly PlanRow[] {
  const waiting = plan.templates.filter(({tally}) => tally === undefined);
  if (waiting.length === 0) return jobs;
  const lines = new Map<UnitId, number>();
  for (const {template, by} of selection.templates.toReversed()) lines.set(template.id, by.line);
  for (const {id, by} of selection.refused) lines.set(id, by.line);
  for (const {job, by} of selection.jobs) lines.set(job.id, by.line);
  const lineOf = (id: UnitId): number => lines.get(id) ?? Number.POSITIVE_INFINITY;
  const rows: PlanRow[] = [];
  let next = 0;
  const templatesBefore = (line: number): void => {
    for (let template = waiting[next]; template !== undefined && lineOf(template.id) < line; template = waiting[++next])
      rows.push(template);
  };
  for (const job of jobs) {
    if (standsInPlace(job)) templatesBefore(lineOf(job.id));
    rows.push(job);
  }
  return [...rows, ...waiting.slice(next)];
}
