import type {UnitId} from '../base/ids.ts';
import type {Span} from '../base/source.ts';
import {suspendFlags} from '../transforms/suspend.ts';
import type {Job} from '../units/unit.ts';
import type {Edge} from './cycle-steps.ts';
import type {JobView} from './job-view.ts';
import type {Subject} from './rule.ts';

export const suspendJobs: ReadonlySet<string> = new Set(suspendFlags.map(({job}) => job));

/** A twin that runs after suspend has its original's place before suspend copied; that is no contradiction. */
function isCopied({depends, after}: Job, id: UnitId): boolean {
  return suspendJobs.has(id) && [...depends, ...after].some((other) => other.id === id);
}

/** The waits that stand in a job itself, or in what makes it. */
function addWaits(view: JobView, add: (id: UnitId, says: string, span: Span) => void, named: readonly UnitId[]): void {
  const {job} = view;
  for (const {id, span} of job.depends) add(id, 'depends on', span);
  for (const {id, span} of job.after) add(id, 'comes after', span);
  for (const {id, span} of job.salvages) add(id, 'salvages', span);
  for (const {job: other} of job.inputs) add(other.id, 'takes an output of', other.span);
  if (job.requires === undefined) return;
  for (const id of named) add(id, 'requires the records of', job.requires.span);
}

/** What makes one job of the set wait for another, wherever both are in a plan. */
export function waitsAmong({set, jobs, resourcesNamed}: Pick<Subject, 'set' | 'jobs' | 'resourcesNamed'>) {
  const found: Edge<Job>[] = [];
  for (const view of jobs) {
    const {job, unit} = view;
    if (unit.kind === 'template') continue;
    addWaits(
      view,
      (id, says, span) => {
        const to = set.jobs.get(id);
        if (to !== undefined) found.push({from: unit, to, says, span});
      },
      resourcesNamed(view),
    );
    for (const {id, span} of job.before) {
      const from = set.jobs.get(id);
      if (from !== undefined && !isCopied(job, id)) {
        found.push({from, to: unit, says: 'comes before', span, turned: true});
      }
    }
  }
  return found;
}
