import type {UnitId} from '../../base/ids.ts';
import type {UnitSet} from '../../catalog/unit-set.ts';
import type {ResourceState} from '../../expressions/environment.ts';
import type {History} from '../../planner/estimate.ts';
import type {Plan} from '../../planner/plan.ts';
import type {Selection, SelectOptions} from '../../planner/select.ts';
import {planRounds} from '../../runners/bootstrap.ts';
import {planningSteps, type TestPlanSteps} from '../../runners/planning.ts';
import type {ReadResources} from '../../runners/survey.ts';
import type {Outcome} from '../../session/events.ts';
import type {Expansion} from '../../templates/expansion.ts';
import type {TestPlan} from '../../units/unit.ts';
import type {CliContext} from '../context.ts';
import {expandContext} from '../expand-context.ts';
import type {Loaded} from '../load.ts';
import type {PlanOptions} from '../options.ts';
import {readPatterns} from '../read-patterns.ts';
import {readResources} from '../running/read-resources.ts';
import {usageError} from '../usage-error.ts';
import {readHistory} from './history.ts';

/** Where what is said of the machine comes from. */
export type Hardware = 'live' | 'recording' | 'none';

/** A plan with all that it was made from. */
export interface Gathered {
  readonly hardware: Hardware;
  readonly testPlan: TestPlan;
  /** With the instances of the templates in it. */
  readonly set: UnitSet;
  readonly resources: ReadResources;
  readonly selection: Selection;
  readonly expansions: readonly Expansion[];
  readonly plan: Plan;
}

/** Setup jobs change the machine; a look at the plan must not. */
const noOutcomes: ReadonlyMap<UnitId, Outcome> = new Map();

export function selectOptions(
  context: CliContext,
  {match, exclude}: Pick<PlanOptions, 'match' | 'exclude'>,
): SelectOptions {
  readPatterns(context, [...match, ...exclude]);
  return {...(match.length === 0 ? {} : {match}), exclude};
}

interface GatherOptions {
  readonly testPlan: TestPlan;
  readonly options: PlanOptions;
  /** What is known, whatever the options say; empty for the units alone. */
  readonly known?: ReadResources;
}

/** Makes the plan from what the machine or a recording says, or from the units alone; runs nothing that is no resource. */
export async function gatherPlan(
  context: CliContext,
  loaded: Loaded,
  {testPlan, options, known}: GatherOptions,
): Promise<Gathered> {
  const {set} = loaded;
  const {recording} = options;
  if (!options.hardware && recording !== undefined) {
    const message = 'with --no-hardware there is nothing to take from a recording';
    throw usageError(context.words, {code: 'usage/which-hardware', message, word: recording});
  }
  const expanding = expandContext(context, set);
  const steps = (history?: History): TestPlanSteps =>
    planningSteps(testPlan, {
      context: expanding,
      select: selectOptions(context, options),
      ...(history === undefined ? {} : {history}),
      forBench: options.for === 'bench',
    });
  const hardware = known === undefined ? hardwareOf(options) : known.size === 0 ? 'none' : 'recording';
  const looks = hardware !== 'none';
  const resources =
    known ?? (looks ? await resourcesFor(context, set, {steps: steps(), recording}) : new Map<UnitId, ResourceState>());
  const planning = steps(looks ? await readHistory(context, resources) : undefined);
  const expanded = looks ? planning.expand(set, resources) : set;
  return {
    hardware,
    testPlan,
    set: expanded,
    resources,
    selection: planning.selectionOf(expanded),
    expansions: planning.expansionsOf(expanded),
    plan: planning.order(expanded, resources),
  };
}

function hardwareOf({hardware, recording}: PlanOptions): Hardware {
  if (!hardware) return 'none';
  return recording === undefined ? 'live' : 'recording';
}

function resourcesFor(
  context: CliContext,
  set: UnitSet,
  {steps, recording}: {readonly steps: TestPlanSteps; readonly recording: string | undefined},
): Promise<ReadResources> {
  const {neededResources, expand, order} = steps;
  const round = planRounds(set, {neededResources, expand, order});
  return readResources(context, set, {
    recording,
    wanted(resources) {
      const next = round({resources, outcomes: noOutcomes});
      return next.state === 'jobs-wanted' ? next.jobs : [];
    },
  });
}
