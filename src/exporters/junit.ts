import {XMLBuilder} from 'fast-xml-parser';
import {assess, type CategoryGroup, groupByCategory} from './assess.ts';
import {isoTime} from './formatting.ts';
import {commentsOf, durationOf, lastFinished, outcomeLabels, outcomeOf, reasonOf} from './outcome.ts';
import type {Submission, SubmissionResult} from './submission.ts';
import {decodeClipped, isBinary, singleLine, xmlText} from './text-cleaning.ts';

/** Bytes of each stream that go into the file: the start and, where what went wrong usually stands, the end. */
const logClip = {head: 8 * 1024, tail: 56 * 1024} as const;

type Element = Readonly<Record<string, unknown>>;

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  readonly time: number;
}

type CaseKind = 'passed' | 'failure' | 'error' | 'skipped';

/** JUnit knows four ends. What nobody has decided is not passed, so it is skipped, with that as its reason. */
function kindOf(result: SubmissionResult): CaseKind {
  switch (outcomeOf(result)) {
    case 'pass':
      return 'passed';
    case 'fail':
      return 'failure';
    case 'crash':
      return 'error';
    case 'skip':
    case 'skipped-dependency':
    case 'skipped-resource':
    case 'skipped-manifest':
    case 'undecided':
    case 'not-run':
      return 'skipped';
  }
}

function attribute(text: string): string {
  return xmlText(singleLine(text));
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function logText(bytes: Uint8Array): string {
  if (bytes.length === 0) return '';
  return isBinary(bytes) ? `[${bytes.length} bytes of binary output]` : xmlText(decodeClipped(bytes, logClip));
}

function messageOf(result: SubmissionResult): string {
  return attribute(reasonOf(result) ?? commentsOf(result) ?? outcomeLabels[outcomeOf(result)]);
}

function outcomeElement(result: SubmissionResult): Element {
  const kind = kindOf(result);
  if (kind === 'passed') return {};
  const message = messageOf(result);
  const outcome = outcomeOf(result);
  if (kind === 'skipped') {
    const told = outcome === 'skipped-resource' || outcome === 'not-run' ? message : `${outcome}: ${message}`;
    return {skipped: {'@message': told}};
  }
  const type = lastFinished(result)?.fault ?? outcome;
  const comments = commentsOf(result);
  return {[kind]: {'@message': message, '@type': type, '#text': comments === undefined ? '' : xmlText(comments)}};
}

function testcase(result: SubmissionResult): Element {
  const {job, log} = result;
  const omitted = log.omittedBytes > 0 ? `[${log.omittedBytes} bytes left out]\n` : '';
  const stdout = `${omitted}${logText(log.stdout)}`;
  const stderr = logText(log.stderr);
  return {
    '@classname': attribute(job.category),
    '@name': attribute(job.id),
    '@time': seconds(durationOf(result)),
    ...outcomeElement(result),
    ...(stdout === '' ? {} : {'system-out': stdout}),
    ...(stderr === '' ? {} : {'system-err': stderr}),
  };
}

function count(results: readonly SubmissionResult[]): Counts {
  const of = (kind: CaseKind): number => results.filter((result) => kindOf(result) === kind).length;
  const time = results.reduce((sum, result) => sum + durationOf(result), 0);
  return {tests: results.length, failures: of('failure'), errors: of('error'), skipped: of('skipped'), time};
}

function countAttributes({tests, failures, errors, skipped, time}: Counts): Element {
  return {
    '@tests': String(tests),
    '@failures': String(failures),
    '@errors': String(errors),
    '@skipped': String(skipped),
    '@time': seconds(time),
  };
}

function property(name: string, value: string): Element {
  return {'@name': name, '@value': attribute(value)};
}

function testsuite(group: CategoryGroup, submission: Submission): Element {
  return {
    '@name': attribute(group.name),
    ...countAttributes(count(group.results)),
    '@timestamp': isoTime(submission.startedAt).slice(0, 19),
    testcase: group.results.map(testcase),
  };
}

/** Properties may stand only in a suite: those of the whole session go into the first. */
function testsuites(submission: Submission): Element {
  const {verdict, sentence} = assess(submission);
  const suites = groupByCategory(submission.results).map((group) => testsuite(group, submission));
  const [first, ...others] = suites;
  const properties = {
    property: [
      property('session', submission.sessionId),
      property('plan', submission.plan),
      property('application', `${submission.application.name} ${submission.application.version}`),
      property('verdict', verdict),
      property('summary', sentence),
      property('complete', String(submission.complete)),
    ],
  };
  return {
    '@name': attribute(submission.title),
    ...countAttributes(count(submission.results)),
    ...(first === undefined ? {} : {testsuite: [withProperties(first, properties), ...others]}),
  };
}

/** The schema wants `properties` before the cases. */
function withProperties({testcase: cases, ...suite}: Element, properties: Element): Element {
  return {...suite, properties, testcase: cases};
}

/** JUnit XML: a suite for each category, a case for each job, whether it ran or not. */
export async function* exportJunit(submission: Submission): AsyncGenerator<string> {
  const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    suppressEmptyNode: true,
    suppressBooleanAttributes: false,
    format: true,
  });
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield builder.build({testsuites: testsuites(submission)});
}
