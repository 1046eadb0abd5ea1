import type {UnitId} from '../../base/ids.ts';
import type {PlannedJob} from '../../planner/plan.ts';
import {explainExpansion, recordNumbers} from '../../templates/explain-expansion.ts';
import type {Twig} from './draw-tree.ts';
import type {Gathered} from './gather.ts';
import {jobToJson} from './plan-json.ts';
import {type NameOf, plainText} from './words.ts';

function madeLines(id: UnitId, {plan}: Gathered): readonly PlannedJob[] {
  return plan.jobs.filter((line) => {
    if (line.status !== 'dropped') return line.instance?.template === id;
    return line.inhibitor.type === 'instance-failed' && line.inhibitor.template === id;
  });
}

/** What a template gives this plan. */
export function templateToJson(id: UnitId, gathered: Gathered): Readonly<Record<string, unknown>> {
  const expansion = gathered.expansions.find(({template}) => template === id);
  const report = expansion && explainExpansion(expansion);
  return {
    plan: gathered.plan.id,
    template: id,
    expanded: expansion !== undefined,
    ...(report === undefined ? {} : {summary: report.summary, causes: report.causes}),
    jobs: madeLines(id, gathered).map(jobToJson),
  };
}

export function templateTwig(id: UnitId, gathered: Gathered, names: NameOf): Twig {
  const expansion = gathered.expansions.find(({template}) => template === id);
  const lines = madeLines(id, gathered).map(
    (line): Twig => ({head: `#${line.index + 1} ${names(line.id)}`, summary: plainText(line.job?.summary ?? '')}),
  );
  if (expansion === undefined) {
    const why =
      gathered.hardware === 'none' ? 'no hardware was looked at' : 'no line of the plan and no job of it wants it';
    return {head: `the template ${names(id)} is not expanded`, twigs: () => [{head: why}]};
  }
  const {summary, causes} = explainExpansion(expansion);
  const reasons = causes.map(({message, records}) => ({
    head: plainText(records.length === 0 ? message : `record ${recordNumbers(records)}: ${message}`),
  }));
  return {head: plainText(summary), twigs: () => [...lines, ...reasons]};
}
