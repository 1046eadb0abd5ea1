import {qualify, type UnitId} from '../../../src/base/ids.ts';
import type {UnitSet} from '../../../src/catalog/unit-set.ts';
import type {Plan} from '../../../src/planner/plan.ts';
import type {Job, Selector, TestPlan} from '../../../src/units/unit.ts';
import {requiredBy} from '../check-plan.ts';

/** The plan and what is nested in it, to any depth. */
function withNested(set: UnitSet, plan: TestPlan, met = new Set<TestPlan>()): ReadonlySet<TestPlan> {
  if (met.has(plan)) return met;
  met.add(plan);
  for (const {id} of plan.nestedParts) {
    const nested = set.testPlans.get(id);
    if (nested !== undefined) withNested(set, nested, met);
  }
  return met;
}

/** A line as the documentation has it: an id, or an expression on whole ids, in the namespace of its plan. */
function matching(set: UnitSet, plan: TestPlan, {pattern}: Selector): readonly UnitId[] {
  const text = pattern.text.trim().replace(/^\^/, '').replace(/\$$/, '');
  const id = qualify(text, plan.record.origin.namespace);
  const jobs = [...set.jobs.values()];
  const literal = [id, ...jobs.filter((job) => job.instance?.template === id).map((job) => job.id)].filter((one) =>
    set.jobs.has(one),
  );
  if (literal.length > 0 || !/[\\*+?|()[\]{}^$.]/.test(text)) return literal;
  const expression = new RegExp(
    text.includes('::') ? `^(?:${text})$` : `^${plan.record.origin.namespace}::(?:${text})$`,
    'u',
  );
  const isSetup = plan.setupInclude.some((line) => line.pattern === pattern);
  return jobs.flatMap((job) => (expression.test(job.id) && (job.kind === 'setup job') === isSetup ? [job.id] : []));
}

/** The jobs that a plan must hold, told from its text alone: what its lines select, then what that needs. */
export function wantedBy(set: UnitSet, plan: TestPlan): ReadonlySet<UnitId> {
  const plans = [...withNested(set, plan)];
  const select = (lines: (owner: TestPlan) => readonly Selector[]): readonly UnitId[] =>
    plans.flatMap((owner) => lines(owner).flatMap((line) => matching(set, owner, line)));
  const excluded = new Set(select(({exclude}) => exclude));
  const wanted = new Set([
    ...select((owner) => [...owner.setupInclude, ...owner.bootstrapInclude, ...owner.mandatoryInclude]),
    ...select(({include}) => include).filter((id) => !excluded.has(id)),
  ]);
  for (const id of wanted) {
    const job = set.jobs.get(id);
    for (const needed of job === undefined ? [] : needs(job)) if (set.jobs.has(needed)) wanted.add(needed);
  }
  return wanted;
}

function needs(job: Job): readonly UnitId[] {
  return [
    ...[...job.depends, ...job.after, ...job.inputs.map((input) => input.job)].map(({id}) => id),
    ...requiredBy(job),
    ...(job.instance === undefined ? [] : [job.instance.resource]),
  ];
}

/** Jobs that nothing wants. Resources are read for every template that could give a job some line selects. */
export function unwanted({jobs}: Plan, wanted: ReadonlySet<UnitId>): readonly string[] {
  return jobs.flatMap(({id, job}) =>
    job === undefined || job.plugin === 'resource' || wanted.has(id) ? [] : [`${id} is not wanted`],
  );
}
