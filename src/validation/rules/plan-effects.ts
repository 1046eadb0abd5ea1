import type {Diagnostic} from '../../base/diagnostic.ts';
import type {TestPlan, Unit} from '../../units/unit.ts';
import {type PlanFamilies, planFamilies} from '../plan-family.ts';
import type {PlanLine} from '../plan-lines.ts';
import type {Rule, Subject} from '../rule.ts';

/** The jobs that need each unit, so that a plan that has them brings it in. */
function dependents({jobs, set}: Subject): ReadonlyMap<Unit, readonly Unit[]> {
  const found = new Map<Unit, Unit[]>();
  for (const {job, unit} of jobs) {
    for (const {id} of [...job.depends, ...job.after]) {
      const needed = set.jobs.get(id);
      if (needed === undefined) continue;
      const known = found.get(needed);
      if (known === undefined) found.set(needed, [unit]);
      else known.push(unit);
    }
  }
  return found;
}

interface Search {
  readonly families: PlanFamilies;
  readonly dependents: ReadonlyMap<Unit, readonly Unit[]>;
}

/** Whether a plan that `plan` may run in has the unit, or something that needs it. */
function isRunWith(plan: TestPlan, unit: Unit, {families, dependents}: Search): boolean {
  const seen = new Set([unit]);
  for (const one of seen) {
    if (families.selectedBy.get(one)?.some((selecting) => families.mayRunTogether(plan, selecting))) return true;
    for (const dependent of dependents.get(one) ?? []) seen.add(dependent);
  }
  return false;
}

function withoutEffect({does, plan, text}: PlanLine): Diagnostic {
  const message =
    does === 'exclude'
      ? `Nothing that ${plan.id} runs is excluded by this line.`
      : `Nothing that ${plan.id} runs is overridden by this line.`;
  return {code: 'plan/no-effect', severity: 'advice', message, span: text.span};
}

/** Overrides and excludes of what exists and is in no plan that they reach. */
export const planEffects: Rule = function* (subject): Iterable<Diagnostic> {
  const search = {families: planFamilies(subject), dependents: dependents(subject)};
  for (const [plan, lines] of subject.lines) {
    for (const line of lines) {
      if (line.does === 'select') continue;
      const {units} = subject.matches(line.pattern);
      // What matches nothing at all is said elsewhere.
      if (units.length > 0 && !units.some((unit) => isRunWith(plan, unit, search))) yield withoutEffect(line);
    }
  }
};
