import type {Diagnostic} from '../base/diagnostic.ts';
import {namespaceOf, partialId, qualify, type UnitId, unitId} from '../base/ids.ts';
import type {Span} from '../base/source.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import type {Job, Selector, Template, TestPlan} from '../units/unit.ts';
import {
  type ExcludedBy,
  type ExcludeLine,
  type Exclusions,
  excludeLinesOf,
  instanceExclusion,
  readExclusions,
  templateExclusion,
} from './exclude.ts';
import {type MatchFilter, matchesId, matchesJob, matchesTemplate, readMatch, unmetPatterns} from './match.ts';
import {flattenNested} from './nested-plans.ts';
import {type Overrides, readOverrides} from './overrides.ts';
import {type Pattern, patternOf, readPattern} from './pattern.ts';
import type {Inhibitor, PlanSection} from './plan.ts';
import {
  brokenPattern,
  idSuggester,
  matchesNothing,
  matchMeetsNothing,
  shorten,
  unknownId,
  wrongSection,
} from './selection-report.ts';
import {sampleId, shapeOf} from './template-shape.ts';
import {
  costOf,
  indexOf,
  jobsMatching,
  templatesMaking,
  templatesMeeting,
  templatesNamed,
  type UnitIndex,
} from './unit-index.ts';

/** The line that selected something. `line` counts the lines of the plan and all that is nested in it, in order. */
export interface SelectedBy {
  readonly section: PlanSection;
  readonly plan: UnitId;
  readonly span: Span;
  readonly line: number;
}

export interface SelectedJob {
  readonly job: Job;
  readonly by: SelectedBy;
}

/** A template that may give selected jobs. `pattern` is undefined where all its instances are selected. */
export interface SelectedTemplate {
  readonly template: Template;
  readonly by: SelectedBy;
  readonly pattern?: Pattern;
}

/** A line that names something that cannot run. */
export interface RefusedLine {
  readonly id: UnitId;
  readonly by: SelectedBy;
  readonly inhibitor: Inhibitor;
}

export interface Selection {
  readonly plan: TestPlan;
  /** In the order of sections, lines, files and records; each job once. */
  readonly jobs: readonly SelectedJob[];
  readonly templates: readonly SelectedTemplate[];
  readonly refused: readonly RefusedLine[];
  /** What `exclude` lines left out of the plan, by job. */
  readonly excluded: ReadonlyMap<UnitId, ExcludedBy>;
  /** Jobs and templates that were excluded for the whole session: they do not run for anybody. */
  readonly barred: ReadonlyMap<UnitId, ExcludedBy>;
  readonly exclusions: Exclusions;
  readonly overrides: Overrides;
  readonly diagnostics: readonly Diagnostic[];
}

export interface SelectOptions {
  /** Of what the plan includes, only jobs whose id or template's id matches one of these; mandatory jobs stay. */
  readonly match?: readonly string[];
  /** Patterns of jobs that must not run in any part of the session. */
  readonly exclude?: readonly string[];
}

/** Everything the lines of a plan need while they are read. */
interface Reading {
  readonly index: UnitIndex;
  readonly exclusions: Exclusions;
  readonly barred: Exclusions;
  readonly match: MatchFilter | undefined;
  readonly suggest: (id: UnitId) => UnitId | undefined;
  readonly jobs: Map<UnitId, SelectedJob>;
  readonly templates: SelectedTemplate[];
  readonly refused: Map<UnitId, RefusedLine>;
  readonly excluded: Map<UnitId, ExcludedBy>;
  readonly diagnostics: Diagnostic[];
  /** How many more ids may be held against expressions. */
  triesLeft: number;
}

/** More than any plan that people write; beyond it lines are refused, so that time is bounded. */
const mostTries = 10_000_000;

const sections: readonly PlanSection[] = ['setup', 'bootstrap', 'mandatory', 'include'];

/** The jobs a test plan wants of the units in `set`, with the templates that may still yield some. */
export function selectPlan(set: UnitSet, plan: TestPlan, options: SelectOptions = {}): Selection {
  const index = indexOf(set);
  const tree = flattenNested(set, plan);
  const excludeLines = tree.plans.flatMap(excludeLinesOf);
  const reading: Reading = {
    index,
    exclusions: readExclusions(index, excludeLines),
    barred: readExclusions(index, (options.exclude ?? []).map(sessionExclude)),
    match: options.match === undefined ? undefined : readMatch(options.match),
    suggest: idSuggester(index),
    jobs: new Map(),
    templates: [],
    refused: new Map(),
    excluded: new Map(),
    diagnostics: [...tree.diagnostics],
    triesLeft: mostTries,
  };
  let line = 0;
  for (const section of sections) {
    for (const owner of tree.plans) {
      for (const selector of selectorsIn(owner, section)) {
        const by = {section, plan: owner.id, span: selector.pattern.span, line: line++};
        selectLine(reading, patternOf(owner, selector.pattern), {text: selector.pattern.text, by});
      }
    }
  }
  for (const {pattern, by} of excludeLines) {
    const {plan: owner = plan.id, span, pattern: text} = by;
    if (pattern.type !== 'broken' || span === undefined) continue;
    refuseBroken(reading, pattern.message, {text, by: {section: 'include', plan: owner, span, line: line++}});
  }
  for (const {plan: owner, ref, nearest} of tree.unknown) {
    const message = `there is no test plan ${ref.id}${nearest === undefined ? '' : ` (did you mean ${nearest}?)`}`;
    const by = {section: 'include', plan: owner.id, span: ref.span, line: line++} as const;
    refuse(reading, {id: ref.id, by, inhibitor: {type: 'not-runnable', message}});
  }
  reportUnmet(reading, options.match ?? []);
  const {jobs, templates, refused, excluded, exclusions, diagnostics} = reading;
  return {
    plan,
    jobs: [...jobs.values()],
    templates,
    refused: [...refused.values()],
    excluded,
    barred: new Map([...reading.barred.jobs, ...reading.barred.templates]),
    exclusions,
    overrides: readOverrides(index, tree.layers),
    diagnostics,
  };
}

/** A choice of jobs with a slip in it would otherwise look like a plan that has none. */
function reportUnmet({match, jobs, templates, suggest, diagnostics}: Reading, patterns: readonly string[]): void {
  if (match === undefined) return;
  const unmet = unmetPatterns(match, {
    jobs: [...jobs.values()].flatMap(({job, by}) => (by.section === 'include' ? job : [])),
    templates: templates.flatMap(({template, by}) => (by.section === 'include' ? template : [])),
  });
  for (const at of unmet) {
    const text = patterns[at] ?? '';
    const isExpression = match.patterns[at]?.type === 'expression';
    const near = isExpression ? undefined : suggest(qualify(text, ''));
    const meant = text.includes('::') ? near : near && partialId(near);
    diagnostics.push(matchMeetsNothing(text, meant === text ? undefined : meant));
  }
}

/** Whether the line is about this template, rather than about ids that the template could give as well as any other. */
export function isMeant({template, pattern}: SelectedTemplate): boolean {
  return pattern?.type !== 'expression' || pattern.matches(sampleId(shapeOf(template)));
}

/** The first of a template's lines that would select an instance, had it been made; its id is not always known. */
export function lineOfInstance(
  {exclusions, barred}: Selection,
  lines: readonly SelectedTemplate[],
  id: UnitId | undefined,
): SelectedBy | undefined {
  return lines.find(({template, by, pattern}) => {
    if (barred.has(template.id)) return false;
    if (by.section === 'include' && instanceExclusion(exclusions, template.id, id) !== undefined) return false;
    if (pattern === undefined) return true;
    if (id !== undefined) return matchesId(pattern, id);
    // Of an id that no record gave, all that can be said is what it would have looked like.
    return pattern.type === 'expression' && pattern.matches(sampleId(shapeOf(template)));
  })?.by;
}

interface Line {
  readonly text: string;
  readonly by: SelectedBy;
}

function selectLine(reading: Reading, pattern: Pattern, line: Line): void {
  const {index, diagnostics} = reading;
  if (pattern.type === 'broken') {
    refuseBroken(reading, pattern.message, line);
    return;
  }
  if (pattern.type === 'expression' && reading.triesLeft < 0) {
    refuseBroken(reading, 'expressions before it match too much too slowly: give them more literal text', line);
    return;
  }
  const found = jobsMatching(index, pattern).filter((job) => fits(job, pattern, line.by.section));
  reading.triesLeft -= costOf(index, pattern);
  for (const job of found) selectJob(reading, job, line.by);
  const named = templatesNamed(index, pattern);
  for (const template of named) selectTemplate(reading, {template, by: line.by});
  const whole = named.length > 0 || (found.length > 0 && pattern.type !== 'expression');
  const possible = whole ? [] : possibleTemplates(index, pattern);
  for (const template of possible) selectTemplate(reading, {template, by: line.by, pattern});
  if (found.length + named.length + possible.length > 0) return;
  if (pattern.type === 'expression') diagnostics.push(matchesNothing(line.text, line.by.span));
  else refuseUnknown(reading, pattern, line.by);
}

/** Setup jobs are for the setup section and nothing else is; an expression passes over what does not fit. */
function fits(job: Job, pattern: Pattern, section: PlanSection): boolean {
  return pattern.type !== 'expression' || (job.kind === 'setup job') === (section === 'setup');
}

function selectJob(reading: Reading, job: Job, by: SelectedBy): void {
  if (reading.jobs.has(job.id) || reading.barred.jobs.has(job.id)) return;
  if (job.instance !== undefined && reading.barred.templates.has(job.instance.template)) return;
  if (by.section === 'include') {
    const excluded = reading.exclusions.jobs.get(job.id);
    if (excluded !== undefined) {
      reading.excluded.set(job.id, excluded);
      return;
    }
    if (reading.match !== undefined && !matchesJob(reading.match, job)) return;
  }
  if (by.section === 'setup' && job.kind !== 'setup job') refuseSetup(reading, job, by);
  else {
    reading.jobs.set(job.id, {job, by});
    if (by.section === 'setup' || job.kind !== 'setup job') return;
    const message = `${job.id} is a setup job: in setup_include it would run before everything else`;
    reading.diagnostics.push(wrongSection(message, by.span, 'warning'));
  }
}

/** A job that may come at any time cannot be told to abort the run when it fails. */
function refuseSetup(reading: Reading, job: Job, by: SelectedBy): void {
  const message = `${job.id} is no setup job, so it cannot be in setup_include`;
  reading.diagnostics.push(wrongSection(message, by.span, 'error'));
  refuse(reading, {id: job.id, by, inhibitor: {type: 'not-runnable', message}});
}

function selectTemplate(reading: Reading, selected: SelectedTemplate): void {
  const {template, by} = selected;
  if (templateExclusion(reading.barred, template) !== undefined) return;
  if (by.section === 'include') {
    if (templateExclusion(reading.exclusions, template) !== undefined) return;
    if (reading.match !== undefined && !matchesTemplate(reading.match, template)) return;
  }
  reading.templates.push(selected);
}

function possibleTemplates(index: UnitIndex, pattern: Pattern): readonly Template[] {
  if (pattern.type === 'id') return templatesMaking(index, pattern.id).filter(makesJobs);
  if (pattern.type === 'partial') return makersAnywhere(index, pattern.partial).filter(makesJobs);
  if (pattern.type !== 'expression') return [];
  return templatesMeeting(index, pattern).filter(makesJobs);
}

function makersAnywhere(index: UnitIndex, partial: string): readonly Template[] {
  const namespaces = new Set(index.shapes.map(({template}) => namespaceOf(template.id)));
  return [...namespaces].flatMap((namespace) => templatesMaking(index, unitId(namespace, partial)));
}

/** Templates of templates make jobs in the end. */
function makesJobs({instanceKind}: Template): boolean {
  return instanceKind === 'job' || instanceKind === 'setup job' || instanceKind === 'template';
}

function refuse({refused}: Reading, line: RefusedLine): void {
  if (!refused.has(line.id)) refused.set(line.id, line);
}

/** Nobody knows which jobs it would have meant, so the line itself stays in the plan. */
function refuseBroken(reading: Reading, problem: string, {text, by}: Line): void {
  const diagnostic = brokenPattern(text, by.span, problem);
  reading.diagnostics.push(diagnostic);
  const id = qualify(shorten(text), namespaceOf(by.plan));
  refuse(reading, {id, by, inhibitor: {type: 'not-runnable', message: diagnostic.message}});
}

function refuseUnknown(reading: Reading, pattern: Pattern, by: SelectedBy): void {
  if (pattern.type !== 'id' && pattern.type !== 'partial') return;
  const id = pattern.type === 'id' ? pattern.id : unitId('', pattern.partial);
  const nearest = reading.suggest(id);
  reading.diagnostics.push(unknownId(id, by.span, nearest));
  refuse(reading, {id, by, inhibitor: {type: 'unknown-id', id, ...(nearest === undefined ? {} : {nearest})}});
}

function selectorsIn(plan: TestPlan, section: PlanSection): readonly Selector[] {
  switch (section) {
    case 'setup':
      return plan.setupInclude;
    case 'bootstrap':
      return plan.bootstrapInclude;
    case 'mandatory':
      return plan.mandatoryInclude;
    case 'include':
      return plan.include;
  }
}

function sessionExclude(pattern: string): ExcludeLine {
  return {pattern: readPattern(pattern, ''), by: {pattern}};
}
