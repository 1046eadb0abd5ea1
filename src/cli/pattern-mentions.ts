import {partialId} from '../base/ids.ts';
import type {Reference} from '../catalog/references.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import {type ExpressionPattern, patternOf} from '../planner/pattern.ts';
import {sampleId, shapeOf} from '../planner/template-shape.ts';
import {planPatterns} from '../units/plan-patterns.ts';
import {isJob, type Unit} from '../units/unit.ts';

/** A reference by id, or by an expression that the id fits. */
export interface Mention extends Reference {
  readonly pattern?: string;
}

/** The plans whose expressions reach a job, a template by its own id, or an id as a template may make it. */
export function patternMentions(set: UnitSet, unit: Unit): readonly Mention[] {
  if (!isJob(unit) && unit.kind !== 'template') return [];
  return [...set.testPlans.values()].flatMap((plan) =>
    planPatterns(plan).flatMap(([field, text]): readonly Mention[] => {
      if (!mayReach(text.text, unit)) return [];
      const pattern = patternOf(plan, text);
      if (pattern.type !== 'expression' || !reaches(set, pattern, unit)) return [];
      return [{from: plan, field, id: unit.id, span: text.span, pattern: text.text}];
    }),
  );
}

/** Most lines are ids, or begin with something else: those need no reading. */
function mayReach(text: string, unit: Unit): boolean {
  const special = text.search(/[\\.*+?|(){}[\]^$]/);
  if (special === -1) return false;
  if (text.includes('|') || text.startsWith('^') || /[*?{]/.test(text.charAt(special))) return true;
  const literal = text.slice(0, special);
  const id = literal.includes('::') ? unit.id : partialId(unit.id);
  return unit.kind === 'template' || id.startsWith(literal);
}

function reaches({jobs, templates}: UnitSet, pattern: ExpressionPattern, unit: Unit): boolean {
  const {literal} = pattern;
  // Dots alone make no expression of what is the id of a unit.
  if (literal !== undefined && (jobs.has(literal) || templates.has(literal))) return false;
  return pattern.matches(unit.id) || (unit.kind === 'template' && pattern.matches(sampleId(shapeOf(unit))));
}
