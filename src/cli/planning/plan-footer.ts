import {counted} from '../../base/counted.ts';
import {duration} from '../../base/duration.ts';
import {benchMoves, moveMs} from '../../planner/bench-moves.ts';
import {estimate} from '../../planner/estimate.ts';
import {manifestNeeds} from '../../planner/manifest-needs.ts';
import type {PlannedJob} from '../../planner/plan.ts';
import {about} from '../../runners/headless/words.ts';
import {describeNothing} from '../../session/describe.ts';
import type {CliContext} from '../context.ts';
import {machineAnswers} from '../running/machine-answers.ts';
import type {Gathered, Hardware} from './gather.ts';
import {assumedMs, laneTimes} from './lane-times.ts';
import {flow, type Page} from './page.ts';
import type {Phase} from './phase.ts';
import {isForPerson, type NameOf, plainText} from './words.ts';

const sources: Readonly<Record<Hardware, string>> = {
  live: 'as this machine is now',
  recording: 'as the recording says',
  none: 'without looking at hardware: templates are not expanded, requirements not judged',
};

interface FooterOptions {
  readonly phase: Phase;
  readonly forBench: boolean;
  readonly names: NameOf;
  readonly page: Page;
}

/** What the plan comes to, in a few sentences. */
export function footerOf(
  context: CliContext,
  gathered: Gathered,
  {phase, forBench, names, page}: FooterOptions,
): readonly string[] {
  const {plan, hardware} = gathered;
  const sentences = (all: readonly string[]): readonly string[] =>
    all.filter((text) => text !== '').flatMap((text) => flow(text, page));
  return [
    ...sentences([
      `${plainText(plan.title)}, ${sources[hardware]}.`,
      ...(phase === 'ordered' ? [countsOf(plan.jobs), timesOf(gathered)] : []),
      ...(forBench ? [movesOf(plan.jobs, names)] : []),
    ]),
    ...nothingHere(gathered, names, page),
    ...sentences([unexpanded(gathered), hardware === 'live' ? toAnswer(context, gathered, names) : '']),
  ];
}

function countsOf(jobs: readonly PlannedJob[]): string {
  const count = (status: PlannedJob['status']): number => jobs.filter((line) => line.status === status).length;
  const persons = jobs.filter((line) => line.status === 'planned' && isForPerson(line)).length;
  const parts = [
    `${counted(count('planned'), 'job')} to run`,
    count('inhibited') === 0 ? '' : `${count('inhibited')} inhibited`,
    count('dropped') === 0 ? '' : `${count('dropped')} dropped`,
    persons === 0 ? '' : `${persons} (P) need a person`,
  ];
  return `${parts.filter((part) => part !== '').join(', ')}.`;
}

/** A lane that saves less than a tenth is not worth a word. */
const worthIt = 0.9;

function timesOf({plan}: Gathered): string {
  const {totalMs, lowMs, highMs, measuredCount, unknownCount} = estimate(plan);
  if (totalMs === 0)
    return unknownCount === 0 ? '' : `Takes an unknown time: ${counted(unknownCount, 'job')} of unknown duration.`;
  const measured =
    measuredCount === 0
      ? ''
      : `, ${duration(lowMs)} to ${duration(highMs)} going by ${counted(measuredCount, 'job')} that ran here before`;
  const unknown = `${measured}${unknownCount === 0 ? '' : `, and ${counted(unknownCount, 'job')} of unknown duration`}`;
  const {lanes, criticalPath} = laneTimes(plan);
  const side = lanes.flatMap(({lanes: count, totalMs: ms}, at) => {
    const before = lanes[at - 1];
    return before !== undefined && ms < worthIt * before.totalMs ? [`${about(ms)} with ${count} lanes`] : [];
  });
  if (side.length === 0) return `Takes ${about(totalMs)}${unknown}.`;
  const counts = unknownCount === 0 ? '' : ` (unknown ones counted as ${assumedMs / 1000} s)`;
  const path = `the critical path is ${counted(criticalPath.ids.length, 'job')}, ${about(criticalPath.totalMs)}`;
  return `Takes ${about(totalMs)}${unknown}; ${side.join(', ')}${counts}; ${path}.`;
}

function movesOf(jobs: readonly PlannedJob[], names: NameOf): string {
  const moves = benchMoves(jobs);
  if (moves.length === 0) return 'Nothing has to be plugged or set.';
  const list = moves.map(({before, key, to}) => `${plainText(`${key}: ${to}`)} before ${names(before)}`);
  return `${counted(moves.length, 'cable move')}, ${about(moves.length * moveMs)}: ${list.join('; ')}.`;
}

interface Nothing {
  readonly id: string;
  readonly why: string;
  readonly resource: string;
}

/** More than so many do not make a sentence. */
const mostInSentence = 5;

/** Templates that made no job, those that have the same reason together. */
function nothingHere({plan}: Gathered, names: NameOf, page: Page): readonly string[] {
  const empty = plan.templates.flatMap(({id, resource, tally}): readonly Nothing[] => {
    const why = tally === undefined ? undefined : describeNothing(tally);
    return why === undefined ? [] : [{id: names(id), why, resource: names(resource)}];
  });
  if (empty.length === 0) return [];
  if (empty.length <= mostInSentence) {
    return flow(`Nothing here for: ${empty.map(({id, why}) => `${id} (${why})`).join(', ')}.`, page);
  }
  const groups = Map.groupBy(empty, ({resource, why}) => `${resource}, ${why}`);
  const lines = [...groups].flatMap(([reason, all]) =>
    flow(`${reason}: ${all.map(({id}) => id).join(', ')}`, page, {lead: '  ', hang: 4}),
  );
  return [`Nothing here for ${empty.length} templates:`, ...lines];
}

function unexpanded({plan}: Gathered): string {
  const count = plan.templates.filter(({tally}) => tally === undefined).length;
  if (count === 0) return '';
  return count === 1
    ? '1 template (T) makes jobs of what a machine has.'
    : `${count} templates (T) make jobs of what a machine has.`;
}

function toAnswer(context: CliContext, {set, selection}: Gathered, names: NameOf): string {
  const needs = manifestNeeds(set, selection).map(({entry}) => entry);
  const answers = machineAnswers(context);
  const open = needs.filter(({id}) => !answers.has(id)).map(({id}) => id);
  return open.length === 0 ? '' : `Not answered in the manifest: ${open.map(names).join(', ')}.`;
}
