import {lookup} from '../catalog/lookup.ts';
import {adHocPlan} from '../planner/ad-hoc-plan.ts';
import type {TestPlan} from '../units/unit.ts';
import type {CliContext} from './context.ts';
import {type Loaded, unitNamed} from './load.ts';
import {readPatterns} from './read-patterns.ts';
import {usageError} from './usage-error.ts';

interface PlanWanted {
  readonly word: string | undefined;
  readonly jobs: readonly string[];
  /** What the word may be, where that is more than a test plan. */
  readonly noun?: string;
}

/** The plan that is named, or the one that `--jobs` makes. */
export function testPlanOf(context: CliContext, loaded: Loaded, {word, jobs, noun}: PlanWanted): TestPlan {
  if (word !== undefined && jobs.length === 0) {
    const isJob =
      lookup(loaded.set, 'test plan', word).type === 'unknown' && lookup(loaded.set, 'job', word).type === 'found';
    if (!isJob) return unitNamed(context, loaded, {kind: 'test plan', word, ...(noun === undefined ? {} : {noun})});
    const message = `${word} is a job, no test plan; --jobs ${word} makes a plan of it`;
    throw usageError(context.words, {code: 'usage/which-plan', message, word});
  }
  if (word === undefined && jobs.length > 0) {
    readPatterns(context, jobs);
    return adHocPlan(jobs);
  }
  const message = word === undefined ? 'give the id of a test plan, or --jobs' : 'give either a test plan or --jobs';
  throw usageError(context.words, {code: 'usage/which-plan', message, word: word ?? 'plan'});
}
