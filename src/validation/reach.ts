import {namespaceOf, qualify, type UnitId} from '../base/ids.ts';
import type {Unit} from '../units/unit.ts';
import {hasGap} from './gaps.ts';
import {makersFor, unitsNamed} from './resolve.ts';
import type {JobView, Subject} from './rule.ts';

/** Names before a dot in a resource program: more than are resources, never fewer. */
export function namesIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/[A-Za-z_]\w*(?=\s*[.[])/g)].map(([name]) => name));
}

function programsOf({job, unit}: JobView): string {
  const filter = unit.kind === 'template' ? (unit.filter?.text ?? '') : '';
  return `${job.requires?.text ?? ''}\n${filter}`;
}

const namedBy = new WeakMap<JobView, readonly UnitId[]>();

/** Ids that the expressions of a job or template may name: more than there are resources, never fewer. */
export function resourcesNamed(view: JobView): readonly UnitId[] {
  const known = namedBy.get(view) ?? readNames(view);
  namedBy.set(view, known);
  return known;
}

function readNames(view: JobView): readonly UnitId[] {
  const {job, unit} = view;
  const imports = unit.kind === 'template' ? [...job.imports, ...unit.imports] : job.imports;
  return [...namesIn(programsOf(view))].map((name) => {
    const imported = imports.find((one) => one.name === name);
    return imported?.resource.id ?? qualify(name, namespaceOf(job.id));
  });
}

function neededBy(view: JobView): readonly UnitId[] {
  const {job, unit} = view;
  const imports = unit.kind === 'template' ? [...job.imports, ...unit.imports] : job.imports;
  return [
    ...[...job.depends, ...job.after, ...job.salvages, ...imports.map(({resource}) => resource)].map(({id}) => id),
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
    for (const id of view === undefined ? [] : neededBy(view)) {
      if (known.has(id)) continue;
      known.add(id);
      const named = unitsNamed(subject, id, 'job');
      for (const other of named) reached.add(other);
      if (named.length === 0 || hasGap(id)) for (const maker of makersFor(subject, id, 'job')) reached.add(maker);
    }
  }
  return reached;
}
