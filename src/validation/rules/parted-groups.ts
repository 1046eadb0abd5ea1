import type {Diagnostic} from '../../base/diagnostic.ts';
import type {Job, Ref} from '../../units/unit.ts';
import type {Rule} from '../rule.ts';
import {suspendJobs} from '../waits.ts';

function suspendBefore({depends, after}: Job): Ref | undefined {
  return [...depends, ...after].find(({id}) => suspendJobs.has(id));
}

/** Groups with jobs on both sides of a suspend, which no plan can keep together. */
export const partedGroups: Rule = function* ({set}): Iterable<Diagnostic> {
  const jobs = [...set.jobs.values()];
  const sleepsAfter = new Map<string, Job>();
  for (const job of jobs) {
    if (job.group === undefined || suspendBefore(job) !== undefined) continue;
    for (const {id} of job.before) {
      const key = `${job.group} ${id}`;
      if (suspendJobs.has(id) && !sleepsAfter.has(key)) sleepsAfter.set(key, job);
    }
  }
  for (const job of sleepsAfter.size === 0 ? [] : jobs) {
    const suspend = suspendBefore(job);
    const other = suspend && sleepsAfter.get(`${job.group} ${suspend.id}`);
    if (suspend === undefined || other === undefined) continue;
    const message = `${job.id} runs after ${suspend.id} and ${other.id} of its group before, so the group is run as two`;
    yield {code: 'plan/group-across-suspend', severity: 'warning', message, span: suspend.span};
  }
};
