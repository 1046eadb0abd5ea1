import {namespaceOf, qualify, type UnitId} from '../../base/ids.ts';
import {lookup} from '../../catalog/lookup.ts';
import {isAdHoc} from '../../planner/ad-hoc-plan.ts';
import {explainAbsence} from '../../planner/explain-absence.ts';
import {explainJob} from '../../planner/explain-job.ts';
import type {PlannedJob} from '../../planner/plan.ts';
import {indexOf, templatesMaking} from '../../planner/unit-index.ts';
import type {SessionState} from '../../session/state.ts';
import {isJob} from '../../units/unit.ts';
import type {CliContext} from '../context.ts';
import {fillTexts} from '../fill-texts.ts';
import {type Loaded, loadCatalog, unitNamed} from '../load.ts';
import type {ExitCode, ExplainOptions} from '../options.ts';
import {writeErrors, writeJson, writeLines} from '../output.ts';
import {draw, type Twig} from '../planning/draw-tree.ts';
import {absenceToJson, explanationToJson} from '../planning/explain-json.ts';
import {templateToJson, templateTwig} from '../planning/explain-template.ts';
import {absenceTwig, explanationTwig} from '../planning/explain-text.ts';
import {type Gathered, gatherPlan, selectOptions} from '../planning/gather.ts';
import {jobHistory, pastSession} from '../planning/job-history.ts';
import {type Page, pageOf} from '../planning/page.ts';
import {type NameOf, namesIn} from '../planning/words.ts';
import {testPlanOf} from '../test-plan-of.ts';
import {usageError} from '../usage-error.ts';

/** Everything that decides on a job of a plan, or why it is not in it. */
export async function explain(context: CliContext, job: string, options: ExplainOptions): Promise<ExitCode> {
  const past = options.session === undefined ? undefined : await pastSession(context, options.session);
  const provider = options.provider.length === 0 && past !== undefined ? past.providerDirectories : options.provider;
  const loaded = fillTexts(context, await loadCatalog(context, {...options, provider}));
  const word = options.plan ?? (options.jobs.length === 0 ? planOf(context, past) : undefined);
  const testPlan = testPlanOf(context, loaded, {word, jobs: options.jobs});
  writeErrors(context, loaded.diagnostics);
  // What was decided then was decided on what the machine had then.
  const isThen = past !== undefined && options.hardware && options.recording === undefined;
  const known = isThen ? {known: past.resources} : {};
  const gathered = await gatherPlan(context, loaded, {testPlan, options, ...known});
  const subject = subjectOf(context, {...loaded, set: gathered.set}, {gathered, word: job});
  const names = namesIn(gathered.plan.id);
  const page = pageOf(context);
  const answer = answerTo(context, subject, {gathered, names, page, options, past});
  if (options.json) writeJson(context, answer.json());
  else writeLines(context, draw(answer.twig(), page));
  return 0;
}

/** The plan that a session ran; undefined where there is no session. */
function planOf({words}: CliContext, past: SessionState | undefined): string | undefined {
  if (past === undefined || !isAdHoc({id: past.plan})) return past?.plan;
  const message = `${past.sessionId} ran jobs without a test plan: give them with --jobs`;
  throw usageError(words, {code: 'usage/which-plan', message, word: ''});
}

/** What the word means: a line of the plan, a template, or a job that is not in the plan. */
type Subject =
  | {readonly type: 'line'; readonly line: PlannedJob}
  | {readonly type: 'template' | 'absent'; readonly id: UnitId};

function subjectOf(
  context: CliContext,
  loaded: Loaded,
  {gathered, word}: {readonly gathered: Gathered; readonly word: string},
): Subject {
  const {plan, set} = gathered;
  const lines = plan.jobs.filter(({id}) => id === word || id.endsWith(`::${word}`));
  const [line, ...others] = lines;
  if (line !== undefined && others.length > 0) {
    const ids = lines.map(({id}) => id).join(', ');
    const message = `more than one job of the plan is called ${word}: ${ids}`;
    throw usageError(context.words, {code: 'usage/ambiguous-id', message, word});
  }
  if (line !== undefined) return {type: 'line', line};
  const template = lookup(set, 'template', word);
  if (template.type === 'found') return {type: 'template', id: template.unit.id};
  const id = qualify(word, namespaceOf(plan.id));
  const planned = new Set(plan.templates.map((other) => other.id));
  if (templatesMaking(indexOf(set), id).some((other) => planned.has(other.id)) && !set.jobs.has(id)) {
    return {type: 'absent', id};
  }
  const unit = unitNamed(context, loaded, {kind: 'unit', word});
  if (isJob(unit)) return {type: 'absent', id: unit.id};
  throw usageError(context.words, {code: 'usage/no-job', message: `${unit.id} is a ${unit.kind}, no job`, word});
}

interface AnswerContext {
  readonly gathered: Gathered;
  readonly names: NameOf;
  readonly page: Page;
  readonly options: ExplainOptions;
  readonly past: SessionState | undefined;
}

interface Answer {
  readonly json: () => unknown;
  readonly twig: () => Twig;
}

function answerTo(
  context: CliContext,
  subject: Subject,
  {gathered, names, page, options, past}: AnswerContext,
): Answer {
  const {plan} = gathered;
  if (subject.type === 'line') {
    const explanation = explainJob(subject.line, gathered);
    const history = past && jobHistory(past, subject.line.id);
    return {
      json: () => explanationToJson(plan, explanation, history),
      twig: () => explanationTwig(plan, explanation, {names, page, history}),
    };
  }
  const {id} = subject;
  if (subject.type === 'template') {
    return {json: () => templateToJson(id, gathered), twig: () => templateTwig(id, gathered, names)};
  }
  const absence = explainAbsence(id, {...gathered, select: selectOptions(context, options)});
  return {
    json: () => absenceToJson(plan, id, absence),
    twig: () => absenceTwig(plan.id, id, absence, {names, page, hardware: gathered.hardware}),
  };
}
