import {counted} from '../base/counted.ts';
import type {UnitId} from '../base/ids.ts';
import type {Outcome} from '../session/events.ts';
import {isTest, lastFinished, outcomeOf, outcomes} from './outcome.ts';
import type {Submission, SubmissionResult} from './submission.ts';

export type Verdict = 'passed' | 'failed' | 'incomplete' | 'nothing-ran';

export const verdictLabels: Readonly<Record<Verdict, string>> = {
  passed: 'Passed',
  failed: 'Not passed',
  incomplete: 'Incomplete',
  'nothing-ran': 'Nothing tested',
};

export interface Tally {
  /** Every outcome, those that nothing has with 0; they add up to `total`. */
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly total: number;
}

export interface Assessment {
  readonly verdict: Verdict;
  /** What to tell somebody who reads nothing else. */
  readonly sentence: string;
  readonly tests: Tally;
  /** Jobs that only keep what the machine says of itself. */
  readonly records: Tally;
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

/** What is there only because others need it prepares; it does not judge the device. */
function judges(result: SubmissionResult): boolean {
  return isTest(result) && result.job.pulled !== true;
}

function isBad(result: SubmissionResult): boolean {
  const outcome = outcomeOf(result);
  return outcome === 'fail' || outcome === 'crash';
}

function hasRun(result: SubmissionResult): boolean {
  return ['pass', 'fail', 'crash', 'undecided'].includes(outcomeOf(result));
}

function verdictOf({complete, results}: Submission): Verdict {
  if (results.some(isBad)) return 'failed';
  if (!results.some((result) => judges(result) && hasRun(result))) return 'nothing-ran';
  const {'not-run': notRun, undecided} = countOutcomes(results);
  return complete && notRun + undecided === 0 ? 'passed' : 'incomplete';
}

function inapplicable(counts: Readonly<Record<Outcome, number>>): number {
  return counts['skipped-resource'] + counts['skipped-manifest'];
}

/** Records that the plan wanted, that the machine could give, and that are not there. */
export function missingRecords({counts, total}: Tally): number {
  return total - counts.pass - inapplicable(counts);
}

function failureClause(tests: readonly SubmissionResult[]): string {
  const ran = tests.filter(hasRun).length;
  const bad = tests.filter(isBad);
  const blockers = bad.filter((result) => result.job.certificationStatus === 'blocker').length;
  const faults = bad.map((result) => lastFinished(result)?.fault ?? 'product');
  const start =
    ran === 1 ? 'The one test that ran did not pass' : `${bad.length} of ${ran} tests that ran did not pass`;
  if (!faults.includes('product'))
    return `${start}, ${bad.length === 1 ? 'not' : 'none'} through a fault of the device`;
  if (blockers === 0) return start;
  if (blockers === bad.length)
    return `${start}, ${blockers === 1 ? 'a certification blocker' : 'all certification blockers'}`;
  return `${start}, ${blockers} of them ${blockers === 1 ? 'a certification blocker' : 'certification blockers'}`;
}

/** No test failed. Those that do not apply to the machine are no exception to `all`; any other that did not run is. */
function goodClause(tests: readonly SubmissionResult[], verdict: Verdict): string {
  const counts = countOutcomes(tests);
  const ran = tests.filter(hasRun).length;
  if (ran === 0) return 'No test ran';
  if (verdict === 'incomplete' || counts.undecided > 0)
    return `${counted(ran, 'test')} ran and none failed, but the picture is not whole`;
  const which = ran + inapplicable(counts) === tests.length ? '' : ' that ran';
  return ran === 1 ? `The one test${which} passed` : `All ${ran} tests${which} passed`;
}

function uncapitalised(clause: string): string {
  return clause.charAt(0).toLowerCase() + clause.slice(1);
}

function mainClause(submission: Submission, verdict: Verdict): string {
  const tests = submission.results.filter(isTest);
  switch (verdict) {
    case 'failed':
      if (tests.some(isBad)) return failureClause(tests);
      return `Not every record of the machine could be taken, while ${uncapitalised(goodClause(tests, verdict))}`;
    case 'nothing-ran':
      if (submission.complete && tests.length === 0) return 'The plan held no job that tests the device';
      return submission.results.length > 0
        ? 'No job that tests the device ran'
        : 'The session ended before there was a plan';
    case 'incomplete':
    case 'passed':
      return goodClause(tests, verdict);
  }
}

/** What did not run, in few words, so that a pass is never read as more than it is. */
function restClause({complete, results}: Submission, {counts}: Tally): string {
  const unsuited = inapplicable(counts);
  const clauses: readonly (readonly [number, string])[] = [
    [unsuited, unsuited === 1 ? 'does not apply to this machine' : 'do not apply to this machine'],
    [counts['skipped-dependency'], 'waited for a job that did not pass'],
    [counts.skip, counts.skip === 1 ? 'was skipped' : 'were skipped'],
    [counts['not-run'], 'could not be run'],
    [counts.undecided, counts.undecided === 1 ? 'is undecided' : 'are undecided'],
  ];
  const said = clauses.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  return (complete || results.length === 0 ? said : [...said, 'the session was interrupted']).join(', ');
}

function recordsClause(records: Tally): string {
  const kept = records.counts.pass;
  const missing = missingRecords(records);
  const subject = (count: number): string => `${counted(count, 'record')} of the machine`;
  const absent = missing === 1 ? 'is missing' : 'are missing';
  if (kept === 0) return missing === 0 ? '' : `${subject(missing)} ${absent}`;
  const start = `${subject(kept)} ${kept === 1 ? 'was' : 'were'} kept`;
  return missing === 0 ? start : `${start}, ${missing} ${absent}`;
}

function tallyOf(results: readonly SubmissionResult[]): Tally {
  return {counts: countOutcomes(results), total: results.length};
}

export function assess(submission: Submission): Assessment {
  const tests = tallyOf(submission.results.filter(isTest));
  const records = tallyOf(submission.results.filter((result) => !isTest(result)));
  const verdict = verdictOf(submission);
  const clauses = [mainClause(submission, verdict), restClause(submission, tests), recordsClause(records)];
  return {verdict, sentence: `${clauses.filter((clause) => clause !== '').join('; ')}.`, tests, records};
}

/** Outcomes that something has, with their number, in the order of `outcomes`. */
export function presentOutcomes(counts: Readonly<Record<Outcome, number>>): readonly (readonly [Outcome, number])[] {
  return outcomes.filter((outcome) => counts[outcome] > 0).map((outcome) => [outcome, counts[outcome]] as const);
}
