import type {UnitId} from '../base/ids.ts';
import type {Outcome} from '../session/events.ts';
import {lastFinished, outcomeOf, outcomes} from './outcome.ts';
import type {Submission, SubmissionResult} from './submission.ts';

export type Verdict = 'passed' | 'failed' | 'incomplete' | 'nothing-ran';

export const verdictLabels: Readonly<Record<Verdict, string>> = {
  passed: 'Passed',
  failed: 'Not passed',
  incomplete: 'Incomplete',
  'nothing-ran': 'Nothing tested',
};

export interface Assessment {
  readonly verdict: Verdict;
  /** What to tell somebody who reads nothing else. */
  readonly sentence: string;
  /** Every outcome, those that nothing has with 0; they add up to `total`. */
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly total: number;
}

export interface CategoryGroup {
  readonly category: UnitId;
  readonly name: string;
  readonly results: readonly SubmissionResult[];
}

/** Categories in the order the plan first comes to them, their results in the plan's order. */
export function groupByCategory(results: readonly SubmissionResult[]): readonly CategoryGroup[] {
  const groups = new Map<UnitId, {category: UnitId; name: string; results: SubmissionResult[]}>();
  for (const result of results) {
    const {category, categoryName} = result.job;
    const group = groups.get(category) ?? {category, name: categoryName, results: []};
    group.results.push(result);
    groups.set(category, group);
  }
  return [...groups.values()];
}

export function countOutcomes(results: readonly SubmissionResult[]): Readonly<Record<Outcome, number>> {
  const counts: Record<Outcome, number> = {
    pass: 0,
    fail: 0,
    crash: 0,
    skip: 0,
    'skipped-dependency': 0,
    'skipped-resource': 0,
    'skipped-manifest': 0,
    undecided: 0,
    'not-run': 0,
  };
  for (const result of results) counts[outcomeOf(result)]++;
  return counts;
}

function isBad(result: SubmissionResult): boolean {
  const outcome = outcomeOf(result);
  return outcome === 'fail' || outcome === 'crash';
}

/** Resource and attachment jobs gather, and what is there only because others need it prepares: neither judges the device. */
function judges({job}: SubmissionResult): boolean {
  return job.plugin !== 'resource' && job.plugin !== 'attachment' && job.pulled !== true;
}

function hasRun(result: SubmissionResult): boolean {
  return ['pass', 'fail', 'crash', 'undecided'].includes(outcomeOf(result));
}

function verdictOf({complete, results}: Submission, counts: Readonly<Record<Outcome, number>>): Verdict {
  if (counts.fail + counts.crash > 0) return 'failed';
  if (!results.some((result) => judges(result) && hasRun(result))) return 'nothing-ran';
  return complete && counts['not-run'] + counts.undecided === 0 ? 'passed' : 'incomplete';
}

function failureClause(submission: Submission, ran: number): string {
  const bad = submission.results.filter(isBad);
  const blockers = bad.filter((result) => result.job.certificationStatus === 'blocker').length;
  const faults = bad.map((result) => lastFinished(result)?.fault ?? 'product');
  const start = ran === 1 ? 'The one job that ran did not pass' : `${bad.length} of ${ran} jobs that ran did not pass`;
  if (!faults.includes('product'))
    return `${start}, ${bad.length === 1 ? 'not' : 'none'} through a fault of the device`;
  if (blockers === 0) return start;
  if (blockers === bad.length)
    return `${start}, ${blockers === 1 ? 'a certification blocker' : 'all certification blockers'}`;
  return `${start}, ${blockers} of them ${blockers === 1 ? 'a certification blocker' : 'certification blockers'}`;
}

function mainClause(submission: Submission, verdict: Verdict): string {
  const ran = submission.results.filter(hasRun).length;
  switch (verdict) {
    case 'failed':
      return failureClause(submission, ran);
    case 'nothing-ran':
      if (submission.results.length > 0) return 'No job that tests the device ran';
      return submission.complete ? 'The plan held no job' : 'The session ended before there was a plan';
    case 'incomplete':
      return `${ran} ${ran === 1 ? 'job' : 'jobs'} ran and none failed, but the picture is not whole`;
    case 'passed':
      return ran === 1 ? 'The one job that ran passed' : `All ${ran} jobs that ran passed`;
  }
}

/** What did not run, in few words, so that a pass is never read as more than it is. */
function restClauses({complete, results}: Submission, counts: Readonly<Record<Outcome, number>>): readonly string[] {
  const inapplicable = counts['skipped-resource'] + counts['skipped-manifest'];
  const clauses: readonly (readonly [number, string])[] = [
    [inapplicable, inapplicable === 1 ? 'does not apply to this machine' : 'do not apply to this machine'],
    [counts['skipped-dependency'], 'waited for a job that did not pass'],
    [counts.skip, counts.skip === 1 ? 'was skipped' : 'were skipped'],
    [counts['not-run'], 'could not be run'],
    [counts.undecided, counts.undecided === 1 ? 'is undecided' : 'are undecided'],
  ];
  const said = clauses.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  return complete || results.length === 0 ? said : [...said, 'the session was interrupted'];
}

export function assess(submission: Submission): Assessment {
  const counts = countOutcomes(submission.results);
  const verdict = verdictOf(submission, counts);
  const rest = restClauses(submission, counts);
  const sentence = [mainClause(submission, verdict), ...(rest.length === 0 ? [] : [rest.join(', ')])].join('; ');
  return {verdict, sentence: `${sentence}.`, counts, total: submission.results.length};
}

/** Outcomes that something has, with their number, in the order of `outcomes`. */
export function presentOutcomes(counts: Readonly<Record<Outcome, number>>): readonly (readonly [Outcome, number])[] {
  return outcomes.filter((outcome) => counts[outcome] > 0).map((outcome) => [outcome, counts[outcome]] as const);
}
