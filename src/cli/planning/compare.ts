import {diffPlans} from '../../planner/diff.ts';
import type {CliContext} from '../context.ts';
import {fillTexts} from '../fill-texts.ts';
import {type Loaded, loadCatalog} from '../load.ts';
import type {PlanOptions} from '../options.ts';
import {writeErrors, writeJson, writeLines} from '../output.ts';
import {testPlanOf} from '../test-plan-of.ts';
import {usageError} from '../usage-error.ts';
import {diffToJson} from './diff-json.ts';
import {diffLines} from './diff-text.ts';
import {type Gathered, gatherPlan} from './gather.ts';
import {flow, pageOf} from './page.ts';
import {namesIn} from './words.ts';

/** The other side, as `--diff` gives it. */
interface Other {
  readonly recording?: string;
  readonly plan?: string;
  readonly provider: readonly string[];
}

interface CompareOptions {
  readonly gathered: Gathered;
  readonly loaded: Loaded;
  readonly word: string | undefined;
  readonly options: PlanOptions & {readonly diff: readonly string[]};
}

/** Shows what becomes of the plan with another recording, with other providers, or in another plan. */
export async function comparePlans(context: CliContext, compare: CompareOptions): Promise<void> {
  const {gathered, options} = compare;
  const other = readOther(context, options.diff);
  const after = await gatherOther(context, compare, other);
  const diff = diffPlans(gathered.plan, after.plan);
  const page = pageOf(context);
  const names = namesIn(gathered.plan.id);
  // Which units they are is said where that is what differs.
  const isRevision = other.provider.length > 0;
  const sides = {
    before: sideName(gathered, options.recording, isRevision ? options.provider : []),
    after: sideName(after, other.recording ?? options.recording, other.provider),
    plans: [gathered.plan.id, after.plan.id] as const,
  };
  if (options.json) writeJson(context, diffToJson(diff, sides));
  else {
    const title = `${sides.before} → ${sides.after}`;
    writeLines(context, [...flow(title, page), '', ...diffLines(diff, {names, page})]);
  }
}

async function gatherOther(
  context: CliContext,
  {loaded, word, options}: CompareOptions,
  {recording, plan, provider}: Other,
): Promise<Gathered> {
  const others =
    provider.length === 0 ? loaded : fillTexts(context, await loadCatalog(context, {...options, provider}));
  if (others !== loaded) writeErrors(context, others.diagnostics);
  const testPlan = testPlanOf(context, others, {word: plan ?? word, jobs: plan === undefined ? options.jobs : []});
  const otherOptions = recording === undefined ? options : {...options, recording, hardware: true};
  return gatherPlan(context, others, {testPlan, options: otherOptions});
}

const kinds = ['recording', 'provider', 'plan'] as const;

function readOther({words}: CliContext, diff: readonly string[]): Other {
  const given = new Map<string, string[]>(kinds.map((kind) => [kind, []]));
  for (const word of diff) {
    const at = word.indexOf('=');
    const list = at === -1 ? undefined : given.get(word.slice(0, at));
    const value = word.slice(at + 1);
    if (list === undefined || value === '') {
      const message = '--diff is written recording=FILE, provider=DIR or plan=PLAN';
      throw usageError(words, {code: 'usage/bad-diff', message, word});
    }
    if (list.length > 0 && !word.startsWith('provider=')) {
      throw usageError(words, {code: 'usage/bad-diff', message: 'the other side has been given already', word});
    }
    list.push(value);
  }
  const [recording] = given.get('recording') ?? [];
  const [plan] = given.get('plan') ?? [];
  const provider = given.get('provider') ?? [];
  return {...(recording === undefined ? {} : {recording}), ...(plan === undefined ? {} : {plan}), provider};
}

function sideName({plan, hardware}: Gathered, recording: string | undefined, provider: readonly string[]): string {
  const machine = {live: 'this machine', none: 'no hardware', recording: recording ?? 'a recording'}[hardware];
  return `${plan.id} (${[machine, ...provider].join(', ')})`;
}
