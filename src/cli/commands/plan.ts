import {counted} from '../../base/counted.ts';
import {partialId, type UnitId} from '../../base/ids.ts';
import {diagnosticToJson, renderDiagnostic} from '../../base/render-diagnostic.ts';
import {estimate} from '../../planner/estimate.ts';
import type {Plan, PlannedJob} from '../../planner/plan.ts';
import {planRounds} from '../../runners/bootstrap.ts';
import type {PlanningRound} from '../../runners/driver.ts';
import {planningSteps} from '../../runners/planning.ts';
import {describeInhibitor} from '../../session/describe.ts';
import type {Outcome} from '../../session/events.ts';
import type {Job} from '../../units/unit.ts';
import type {CliContext} from '../context.ts';
import {expandContext} from '../expand-context.ts';
import {loadCatalog, unitNamed} from '../load.ts';
import type {ExitCode, RecordingOptions} from '../options.ts';
import {table, writeErrors, writeJson, writeLines} from '../output.ts';
import {readResources} from '../read-resources.ts';

/** What a run would do, without running a job that is no resource. A dropped job is exit code 4. */
export async function showPlan(context: CliContext, word: string, options: RecordingOptions): Promise<ExitCode> {
  const loaded = await loadCatalog(context, options);
  const {set} = loaded;
  const testPlan = unitNamed(context, loaded, {kind: 'test plan', word});
  writeErrors(context, loaded.diagnostics);
  const steps = planningSteps(testPlan, expandContext(context, set));
  const round = planRounds(set, {neededResources: steps.neededResources, expand: steps.expand, order: steps.order});
  const resources = await readResources(context, set, {
    recording: options.recording,
    wanted: (known) => jobsOf(round({resources: known, outcomes: noOutcomes})),
  });
  const plan = steps.order(steps.expand(set, resources), resources);
  if (options.json) writeJson(context, toJson(plan));
  else {
    const {colour} = context;
    for (const diagnostic of plan.diagnostics) context.err.write(`${renderDiagnostic(diagnostic, {colour})}\n`);
    writeLines(context, describe(plan));
  }
  return plan.jobs.some(({status}) => status === 'dropped') ? 4 : 0;
}

/** Setup jobs change the machine; a look at the plan must not. */
const noOutcomes: ReadonlyMap<UnitId, Outcome> = new Map();

function jobsOf(round: PlanningRound): readonly Job[] {
  return round.state === 'jobs-wanted' ? round.jobs : [];
}

function toJson(plan: Plan): Readonly<Record<string, unknown>> {
  return {plan: plan.id, jobs: plan.jobs.map(jobToJson), diagnostics: plan.diagnostics.map(diagnosticToJson)};
}

function jobToJson(line: PlannedJob): Readonly<Record<string, unknown>> {
  const {id, index, status, why, inclusion} = line;
  return {
    id,
    index,
    status,
    ...(line.status === 'planned' ? {} : {reason: describeInhibitor(line.inhibitor), inhibitor: line.inhibitor}),
    why,
    ...(inclusion.type === 'pulled' ? {pulledBy: inclusion.by, edge: inclusion.edge} : {}),
    ...(line.status === 'dropped' ? {} : resolvedJson(line)),
  };
}

function resolvedJson(line: Exclude<PlannedJob, {status: 'dropped'}>): Readonly<Record<string, unknown>> {
  const {instance, estimatedMs, category, certificationStatus} = line;
  return {
    ...(instance === undefined ? {} : {template: instance.template, record: instance.record}),
    ...(estimatedMs === undefined ? {} : {estimatedMs}),
    category,
    certificationStatus,
  };
}

function describe(plan: Plan): readonly string[] {
  const rows = plan.jobs.map((line) => {
    const note = line.status === 'planned' ? line.why : describeInhibitor(line.inhibitor);
    return [String(line.index + 1).padStart(4), line.status, partialId(line.id), note];
  });
  const {totalMs, unknownCount} = estimate(plan);
  const unknown = unknownCount === 0 ? '' : `, and ${counted(unknownCount, 'job')} of unknown duration`;
  return [
    ...table(rows),
    '',
    `${plan.title}: ${counted(plan.jobs.length, 'job')}, about ${Math.ceil(totalMs / 1000)} s${unknown}`,
  ];
}
