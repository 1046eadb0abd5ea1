import type {UnitId} from '../base/ids.ts';
import type {Unit} from '../units/unit.ts';
import {hasGap} from './gaps.ts';
import {importsOf, type JobView} from './job-view.ts';
import {makersFor, unitsNamed} from './resolve.ts';
import type {Subject} from './rule.ts';

function neededBy(view: JobView, {resourcesNamed}: Subject): readonly UnitId[] {
  const {job, unit} = view;
  return [
    ...[...job.depends, ...job.after, ...job.salvages].map(({id}) => id),
    ...importsOf(view).map(({resource}) => resource.id),
    ...job.inputs.map((input) => input.job.id),
    ...(unit.kind === 'template' ? [unit.resource.id] : []),
    ...resourcesNamed(view),
  ];
}

function selectedUnits({lines, matches}: Subject): ReadonlySet<Unit> {
  const selected = new Set<Unit>();
  for (const {pattern, does} of [...lines.values()].flat()) {
    if (does !== 'select') continue;
    for (const unit of matches(pattern).units) selected.add(unit);
  }
  return selected;
}

/** The jobs and templates that some test plan selects, and all that these need. */
export function reachedUnits(subject: Subject): ReadonlySet<Unit> {
  const views = new Map<Unit, JobView>(subject.jobs.map((view) => [view.unit, view]));
  const reached = new Set(selectedUnits(subject));
  const known = new Set<UnitId>();
  // A set hands out what is added to it while it is gone through.
  for (const unit of reached) {
    const view = views.get(unit);
    for (const id of view === undefined ? [] : neededBy(view, subject)) {
      if (known.has(id)) continue;
      known.add(id);
      const named = unitsNamed(subject, id, 'job');
      for (const other of named) reached.add(other);
      if (named.length === 0 || hasGap(id)) for (const maker of makersFor(subject, id, 'job')) reached.add(maker);
    }
  }
  return reached;
}
