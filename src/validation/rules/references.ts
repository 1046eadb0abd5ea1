import type {Diagnostic} from '../../base/diagnostic.ts';
import type {UnitId} from '../../base/ids.ts';
import {nearestIds} from '../../catalog/lookup.ts';
import {type Reference, referencesOf} from '../../catalog/references.ts';
import {readPattern} from '../../planner/pattern.ts';
import {couldMake, shapeOf} from '../../planner/template-shape.ts';
import type {Rule, Subject} from '../rule.ts';

/** Fields whose lines may be patterns; what matches nothing there is for the planner to say. */
const patternFields: ReadonlySet<string> = new Set([
  'include',
  'mandatory_include',
  'bootstrap_include',
  'setup_include',
  'exclude',
  'category-overrides',
  'certification-status-overrides',
]);

function exists({set}: Subject, {id, field}: Reference): boolean {
  if (field === 'category_id' || field === 'category-overrides') return set.categories.has(id);
  if (field === 'nested_part') return set.testPlans.has(id);
  if (field === 'requires-manifest') return set.manifestEntries.has(id);
  return (
    set.jobs.has(id) || set.templates.has(id) || [...set.templates.values()].some((one) => couldMake(shapeOf(one), id))
  );
}

function isPlainId(id: UnitId): boolean {
  return readPattern(id, '').type === 'id';
}

/** References that name nothing, neither a unit nor anything a template could make. */
export const references: Rule = function* (subject): Iterable<Diagnostic> {
  const known = new Map<string, boolean>();
  for (const unit of subject.set.units) {
    for (const reference of referencesOf(unit)) {
      const {id, field, span} = reference;
      if (patternFields.has(field) && !isPlainId(id)) continue;
      const key = `${field} ${id}`;
      const found = known.get(key) ?? exists(subject, reference);
      known.set(key, found);
      if (found) continue;
      const [suggestion] = nearestIds(subject.set, id);
      yield {
        code: 'catalog/unknown-reference',
        severity: 'error',
        message: `The field "${field}" names ${id}, and there is no such unit.`,
        span,
        ...(suggestion === undefined ? {} : {suggestion}),
      };
    }
  }
};
