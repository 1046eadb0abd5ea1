import type {UnitId} from '../base/ids.ts';
import type {Span} from '../base/source.ts';
import {suspendFlags} from '../transforms/suspend.ts';
import type {Job} from '../units/unit.ts';
import type {Edge} from './cycle-steps.ts';
import {resourcesNamed} from './reach.ts';
import type {JobView, Subject} from './rule.ts';

export const suspendJobs: ReadonlySet<string> = new Set(suspendFlags.map(({job}) => job));

/** A twin that runs after suspend has its original's place before suspend copied; that is no contradiction. */
function isCopied({depends, after}: Job, id: UnitId): boolean {
  return suspendJobs.has(id) && [...depends, ...after].some((other) => other.id === id);
}

function* waitsOf(view: JobView): Iterable<{readonly id: UnitId; readonly span: Span; readonly says: string}> {
  const {job} = view;
  for (const {id, span} of job.depends) yield {id, span, says: 'depends on'};
  for (const {id, span} of job.after) yield {id, span, says: 'comes after'};
  for (const {id, span} of job.salvages) yield {id, span, says: 'salvages'};
  for (const {job: other} of job.inputs) yield {id: other.id, span: other.span, says: 'takes an output of'};
  const {requires} = job;
  if (requires === undefined) return;
  for (const id of resourcesNamed(view)) yield {id, span: requires.span, says: 'requires the records of'};
}

/** What makes one job of the set wait for another, wherever both are in a plan. */
export function* waits({set, jobs}: Subject): Iterable<Edge<Job>> {
  for (const view of jobs) {
    const {job, unit} = view;
    if (unit.kind === 'template') continue;
    for (const {id, span, says} of waitsOf(view)) {
      const to = set.jobs.get(id);
      if (to !== undefined) yield {from: unit, to, says, span};
    }
    for (const {id, span} of job.before) {
      const from = set.jobs.get(id);
      if (from !== undefined && !isCopied(job, id)) yield {from, to: unit, says: 'comes before', span, turned: true};
    }
  }
}
