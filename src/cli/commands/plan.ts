import {hasErrors} from '../../base/diagnostic.ts';
import {renderDiagnostic} from '../../base/render-diagnostic.ts';
import {isPreparation, type PlannedJob} from '../../planner/plan.ts';
import type {CliContext} from '../context.ts';
import {fillTexts} from '../fill-texts.ts';
import {loadCatalog} from '../load.ts';
import type {ExitCode, ShowPlanOptions} from '../options.ts';
import {writeErrors, writeJson, writeLines} from '../output.ts';
import {type Gathered, gatherPlan} from '../planning/gather.ts';
import {pageOf} from '../planning/page.ts';
import {linesOfPhase} from '../planning/phase.ts';
import {footerOf} from '../planning/plan-footer.ts';
import {dotOf, edgesOf, mermaidOf, mostMermaidEdges} from '../planning/plan-graph.ts';
import {planToJson} from '../planning/plan-json.ts';
import {rowsOf} from '../planning/plan-rows.ts';
import {tableOf} from '../planning/plan-table.ts';
import {treeOf} from '../planning/plan-tree.ts';
import {briefIn, namesIn} from '../planning/words.ts';
import {testPlanOf} from '../test-plan-of.ts';

/** What a run would do, without running a job that is no resource. */
export async function showPlan(
  context: CliContext,
  word: string | undefined,
  options: ShowPlanOptions,
): Promise<ExitCode> {
  const loaded = fillTexts(context, await loadCatalog(context, options));
  const testPlan = testPlanOf(context, loaded, {word, jobs: options.jobs});
  writeErrors(context, loaded.diagnostics);
  const {phase} = options;
  // What the lines name is the same on every machine.
  const known = phase === 'selected' ? {known: new Map()} : {};
  const gathered = await gatherPlan(context, loaded, {testPlan, options, ...known});
  if (options.diff.length > 0) {
    const {comparePlans} = await import('../planning/compare.ts');
    await comparePlans(context, {gathered, loaded, word, options});
    return 0;
  }
  if (options.json) writeJson(context, planToJson(gathered, {phase, forBench: options.for === 'bench'}));
  else writeText(context, gathered, options);
  return exitCodeOf(linesOfPhase(gathered, phase), gathered);
}

function writeText(context: CliContext, gathered: Gathered, options: ShowPlanOptions): void {
  const {plan} = gathered;
  const {phase, graph, tree} = options;
  const jobs = linesOfPhase(gathered, phase);
  const names = namesIn(plan.id);
  const {colour} = context;
  for (const diagnostic of plan.diagnostics) context.err.write(`${renderDiagnostic(diagnostic, {colour})}\n`);
  if (graph !== undefined) {
    if (graph === 'mermaid' && edgesOf(jobs).length > mostMermaidEdges) {
      context.err.write(
        `Mermaid draws no more than ${mostMermaidEdges} edges unless its maxEdges is raised; dot draws all\n`,
      );
    }
    writeLines(context, graph === 'dot' ? dotOf(plan.id, jobs, names) : mermaidOf(jobs, names));
    return;
  }
  const page = pageOf(context);
  const {templates} = plan;
  const lines =
    tree === true
      ? treeOf({jobs, templates}, names, page)
      : tableOf(rowsOf(jobs, gathered), {names, brief: briefIn(plan.id), page});
  const footer = footerOf(context, gathered, {phase, forBench: options.for === 'bench', names, page});
  writeLines(context, [...lines, ...(lines.length === 0 ? [] : ['']), ...footer]);
}

/** 3: nothing of what the plan wants would run; 4: something cannot run for a reason that is not the hardware's. */
function exitCodeOf(jobs: readonly PlannedJob[], {plan}: Gathered): ExitCode {
  const wanted = jobs.filter(({inclusion}) => !isPreparation(inclusion));
  // A template that is not expanded may yet give jobs.
  const open = plan.templates.some(({tally}) => tally === undefined);
  if (!open && !wanted.some(({status}) => status === 'planned')) return 3;
  return hasErrors(plan.diagnostics) || jobs.some(isIncomplete) ? 4 : 0;
}

function isIncomplete(line: PlannedJob): boolean {
  return line.status === 'dropped' || (line.status === 'inhibited' && line.inhibitor.type === 'requirement-unknown');
}
