import type {UnitId} from '../base/ids.ts';
import type {Expansion} from '../templates/expansion.ts';
import type {PlannedTemplate, TemplateTally} from './plan.ts';
import {inclusionOf} from './roots.ts';
import {isMeant, type Selection} from './select.ts';

/** The templates the plan's lines mean, with what became of them: a template that gave nothing must not look like none. */
export function plannedTemplates(selection: Selection, expansions: readonly Expansion[]): readonly PlannedTemplate[] {
  const tallies = new Map(expansions.map((expansion) => [expansion.template, tallyOf(expansion)]));
  const used = new Set(selection.jobs.flatMap(({job}) => job.instance?.template ?? []));
  const planned = new Map<UnitId, PlannedTemplate>();
  for (const selected of selection.templates) {
    const {template, by, pattern} = selected;
    const {id, resource} = template;
    // A line that names one instance is about the template that made it; that none did is said of the line.
    const isWanted = pattern?.type === 'id' ? used.has(id) : used.has(id) || isMeant(selected);
    if (!isWanted || planned.has(id)) continue;
    const tally = tallies.get(id);
    const inclusion = inclusionOf(by);
    planned.set(id, {id, resource: resource.id, inclusion, ...(tally === undefined ? {} : {tally})});
  }
  return [...planned.values()];
}

function tallyOf({template, state, reason, recordCount, instances, filtered, failed}: Expansion): TemplateTally {
  return {
    id: template,
    ...(state === 'unknown' ? {unknown: reason ?? 'its resource is unknown'} : {}),
    recordCount,
    made: instances.length,
    filtered: filtered.length,
    undecided: filtered.filter(({unknown}) => unknown).length,
    failed: failed.length,
  };
}
