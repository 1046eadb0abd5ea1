import {gradeOf} from './overrides.ts';
import type {PlannedJob} from './plan.ts';
import {explainLine} from './reasons.ts';
import {inclusionOf} from './roots.ts';
import type {RefusedLine, SelectedJob, Selection} from './select.ts';

/** What the lines of the plan select, in their order, before anything is pulled in or moved. */
export function selectedLines({jobs, refused, overrides}: Selection): readonly PlannedJob[] {
  const selected = new Set(jobs.map(({job}) => job.id));
  const lines: readonly (SelectedJob | RefusedLine)[] = [...jobs, ...refused.filter(({id}) => !selected.has(id))];
  return lines
    .toSorted((a, b) => a.by.line - b.by.line)
    .map((line, index): PlannedJob => {
      const inclusion = inclusionOf(line.by);
      const base = {index, inclusion, why: explainLine(inclusion)};
      if ('inhibitor' in line) return {...base, id: line.id, status: 'dropped', inhibitor: line.inhibitor};
      const {job} = line;
      return {
        ...base,
        id: job.id,
        status: 'planned',
        job,
        ...gradeOf(job, overrides),
        ...(job.instance === undefined ? {} : {instance: job.instance}),
        ...(job.estimatedMs === undefined ? {} : {estimatedMs: job.estimatedMs}),
        edges: [],
      };
    });
}
