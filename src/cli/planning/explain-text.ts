import {counted} from '../../base/counted.ts';
import {duration} from '../../base/duration.ts';
import type {UnitId} from '../../base/ids.ts';
import {positionAt, type Span} from '../../base/source.ts';
import type {RecordValue} from '../../expressions/environment.ts';
import type {ExplainNode} from '../../expressions/explain.ts';
import type {Absence} from '../../planner/explain-absence.ts';
import type {ExplainedResource, JobExplanation, Neighbour} from '../../planner/explain-job.ts';
import type {OverrideStep} from '../../planner/overrides.ts';
import type {EdgeKind, Plan, PlannedJob} from '../../planner/plan.ts';
import {describeInhibitor} from '../../session/describe.ts';
import type {Attempt} from '../../session/state.ts';
import {recordNumbers} from '../../templates/explain-expansion.ts';
import type {Twig} from './draw-tree.ts';
import type {Hardware} from './gather.ts';
import type {JobHistory} from './job-history.ts';
import {nearby, type Page} from './page.ts';
import {briefIn, isForPerson, type NameOf, plainText} from './words.ts';

interface TextContext {
  readonly names: NameOf;
  readonly page: Page;
}

/** From the plan's line to the verdict. */
export function explanationTwig(
  plan: Plan,
  explanation: JobExplanation,
  {names, page, history}: TextContext & {readonly history: JobHistory | undefined},
): Twig {
  const {line} = explanation;
  const context = {names, page};
  const summary = line.job?.summary ?? '';
  return {
    head: `${names(line.id)}${summary === '' ? '' : `: ${plainText(summary)}`}`,
    twigs: () => [
      ...selectionTwigs(explanation, context),
      ...recordTwigs(explanation, context),
      ...overrideTwigs(explanation.overrides, context),
      ...requirementTwigs(explanation),
      ...neighbourTwigs('waits for', explanation.waits, context),
      ...neighbourTwigs('is waited for by', explanation.waitedForBy, context),
      placeTwig(plan, explanation, context),
      durationTwig(line),
      verdictTwig(line),
      ...(history === undefined ? [] : [historyTwig(history)]),
    ],
  };
}

function at({file, start}: Span, {page}: TextContext): string {
  return nearby(`${file.path}:${positionAt(file, start).line}`, page);
}

function selectionTwigs({line, pulledBy}: JobExplanation, context: TextContext): readonly Twig[] {
  const {names} = context;
  const [root] = pulledBy;
  const {inclusion} = root?.line ?? line;
  if (inclusion.type === 'pulled') {
    return [{head: `in the plan because ${names(inclusion.by)} ${needs[inclusion.edge]} it`}];
  }
  const {file, start, end} = inclusion.span;
  const written = plainText(file.text.slice(start, end));
  const selected = root === undefined ? '' : `${names(root.line.id)} is `;
  const steps = pulledBy.map(({line: {id, index}, edge, span}, step): Twig => {
    const next = pulledBy[step + 1]?.line ?? line;
    const where = span === undefined ? '' : `, ${at(span, context)}`;
    return {head: `#${index + 1} ${names(id)} ${needs[edge]} ${names(next.id)}${where}`};
  });
  const head = `${selected}selected by ${inclusion.section} of ${inclusion.plan}, ${at(inclusion.span, context)}: ${written}`;
  return [{head, twigs: () => steps}];
}

const needs: Readonly<Record<EdgeKind, string>> = {
  depends: 'depends on',
  after: 'comes after',
  before: 'comes after',
  salvages: 'salvages',
  requires: 'requires the records of',
  template: 'is made of the records of',
  input: 'takes an output of',
  suspend: 'comes after',
  group: 'comes after',
};

function recordTwigs({line, record}: JobExplanation, {names}: TextContext): readonly Twig[] {
  if (line.status === 'dropped' || line.instance === undefined) return [];
  const {template, resource, record: number} = line.instance;
  const values = Object.entries(record ?? {}).map(([key, value]) => ({head: `${plainText(key)}: ${valueText(value)}`}));
  return [{head: `made by ${names(template)} of record ${number} of ${names(resource)}`, twigs: () => values}];
}

function valueText(value: RecordValue): string {
  return plainText(typeof value === 'object' ? value.map(valueText).join(', ') : String(value));
}

const layerNames = {line: 'a line of', list: 'the overrides of'} as const;

function overrideTwigs(steps: readonly OverrideStep[], context: TextContext): readonly Twig[] {
  return (['category', 'certification-status'] as const).flatMap((field) => {
    const said = steps.filter((step) => step.field === field);
    const winner = said.find(({counts}) => counts);
    if (winner === undefined) return [];
    const twigs = said.length === 1 ? [] : said.map((step) => overrideTwig(step, context));
    return [{head: `${field}: ${winner.value}`, twigs: () => twigs}];
  });
}

function overrideTwig(
  {value, layer, plan, span, pattern, named, counts, overruled}: OverrideStep,
  context: TextContext,
): Twig {
  const where = layer === 'job' ? 'the job itself' : `${layerNames[layer]} ${plan}`;
  const how = pattern === undefined ? '' : ` for ${plainText(pattern)}${named ? '' : ', an expression'}`;
  const said = counts ? ' — this counts' : overruled === true ? ' — the list says something else below' : '';
  return {head: `${value}: ${where}, ${at(span, context)}${how}${said}`};
}

const marks = {true: 'holds', false: 'does not hold', unknown: 'unknown'} as const;

function requirementTwigs({requirements}: JobExplanation): readonly Twig[] {
  if (requirements === undefined) return [];
  const {tree, resources} = requirements;
  return [
    {
      head: `requires: ${marks[`${tree.value}`]}`,
      twigs: () => [...tree.parts.map(nodeTwig), ...resources.map(resourceTwig)],
    },
  ];
}

function nodeTwig({text, value, reason, records, failed, together, parts}: ExplainNode): Twig {
  const facts = [
    records === undefined ? '' : recordsText(records),
    together === undefined
      ? ''
      : `together: ${Object.entries(together)
          .map(([name, record]) => `record ${record} of ${name}`)
          .join(', ')}`,
    value === true || reason === undefined ? '' : plainText(reason),
    value === true || failed === undefined || failed.reason === reason
      ? ''
      : `record ${failed.record}: ${plainText(failed.reason)}`,
  ].filter((fact) => fact !== '');
  const why = facts.length === 0 ? '' : ` (${facts.join('; ')})`;
  return {head: `${plainText(text)}: ${marks[`${value}`]}${why}`, twigs: () => parts.map(nodeTwig)};
}

function recordsText({resource, numbers, count, total}: NonNullable<ExplainNode['records']>): string {
  if (total === 0) return `${resource} has no records`;
  if (count === 0) return `none of ${counted(total, 'record')} of ${resource}`;
  const more = count > numbers.length ? ' and more' : '';
  return `record ${recordNumbers(numbers)}${more} of ${total} of ${resource}`;
}

function resourceTwig({name, id, state}: ExplainedResource): Twig {
  const said =
    state === undefined
      ? 'not run yet'
      : state.state === 'unknown'
        ? `unknown: ${plainText(state.reason)}`
        : counted(state.records.length, 'record');
  return {head: `${name} is ${id}: ${said}`};
}

function neighbourTwigs(title: string, neighbours: readonly Neighbour[], {names}: TextContext): readonly Twig[] {
  if (neighbours.length === 0) return [];
  const twigs = neighbours.map(({id, kind, line}): Twig => {
    if (line === undefined) return {head: `${names(id)}, by ${kind}, which is not in the plan`};
    const fate = line.status === 'planned' ? '' : `, ${line.status}`;
    return {head: `#${line.index + 1} ${names(id)}, by ${kind}${fate}`};
  });
  return [{head: title, twigs: () => twigs}];
}

function placeTwig({id, jobs}: Plan, {line, before, after}: JobExplanation, context: TextContext): Twig {
  const {names, page} = context;
  const beside = [
    before === undefined ? '' : `right after ${names(before.id)}`,
    after === undefined ? '' : `before ${names(after.id)}`,
  ].filter((text) => text !== '');
  const where = beside.length === 0 ? '' : `, ${beside.join(' and ')}`;
  const twigs = [{head: nearby(briefIn(id)(line.why), page)}];
  return {head: `stands at ${line.index + 1} of ${jobs.length}${where}`, twigs: () => twigs};
}

function durationTwig(line: PlannedJob): Twig {
  const person = isForPerson(line) ? ', and needs a person' : '';
  if (line.status === 'dropped' || line.estimatedMs === undefined) {
    return {head: `takes an unknown time: its author declares none, and no session here has run it${person}`};
  }
  const {estimatedMs, measured} = line;
  const how =
    measured === undefined
      ? 'as its author declares'
      : `median of ${counted(measured.runs, 'run')} here, ${duration(measured.lowMs)} to ${duration(measured.highMs)}`;
  return {head: `takes ${duration(estimatedMs)}, ${how}${person}`};
}

function verdictTwig(line: PlannedJob): Twig {
  if (line.status === 'planned') return {head: 'verdict: it will be run'};
  const reason = plainText(describeInhibitor(line.inhibitor));
  return {
    head: `verdict: ${line.status === 'dropped' ? 'it can never run' : 'it will not run as things stand'}: ${reason}`,
  };
}

function historyTwig({id, plan, job, outcome, attempts}: JobHistory): Twig {
  const head = `in session ${id}: `;
  if (job === undefined && attempts.length === 0) return {head: `${head}it was not in the plan ${plan}`};
  return {head: `${head}${outcome ?? 'it has no result'}`, twigs: () => attempts.map(attemptTwig)};
}

function attemptTwig(attempt: Attempt): Twig {
  const started = new Date(attempt.startedAt).toISOString().slice(0, 19).replace('T', ' ');
  const head = `attempt ${attempt.number}, ${started}: `;
  if (attempt.state === 'running') return {head: `${head}still running, or interrupted without a word`};
  const {outcome, durationMs, reason, comments} = attempt;
  const said = comments === undefined ? '' : ` ("${plainText(comments)}")`;
  return {
    head: `${head}${outcome} after ${duration(durationMs)}${reason === undefined ? '' : `: ${plainText(reason)}`}${said}`,
  };
}

/** Why something is not in the plan. */
export function absenceTwig(
  plan: UnitId,
  id: UnitId,
  absence: Absence,
  context: TextContext & {readonly hardware: Hardware},
): Twig {
  const {names, hardware} = context;
  const unexpanded = hardware === 'none' ? ', and no hardware was looked at' : ', and the plan does not expand that';
  const head = `${names(id)} is not in ${plan}`;
  switch (absence.type) {
    case 'excluded': {
      const {plan: owner, span, pattern} = absence.by;
      const by = owner === undefined || span === undefined ? '--exclude' : `exclude of ${owner}, ${at(span, context)}`;
      return {head, twigs: () => [{head: `left out by ${by}: ${plainText(pattern)}`}]};
    }
    case 'not-matched':
      return {head, twigs: () => [{head: `the plan has it, and --match leaves it out: ${absence.patterns.join(' ')}`}]};
    case 'not-wanted':
      return {head, twigs: () => [{head: 'no line of the plan selects it, and no job of the plan needs it'}]};
    case 'not-made':
      return {
        head,
        twigs: () =>
          absence.templates.map(({id: template, reasons}) => ({
            head: `${names(template)} could make it${reasons.length === 0 ? unexpanded : ''}`,
            twigs: () => reasons.map((reason) => ({head: plainText(reason)})),
          })),
      };
  }
}
