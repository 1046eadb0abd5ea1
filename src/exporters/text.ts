import {duration} from '../base/duration.ts';
import {partialId} from '../base/ids.ts';
import {assess, groupByCategory, presentOutcomes, type Tally, verdictLabels} from './assess.ts';
import {factsOf} from './facts.ts';
import {
  commentsOf,
  durationOf,
  explanationOf,
  faultLabels,
  isTest,
  keptLabel,
  labelOf,
  lastFinished,
  outcomeLabels,
  outcomeOf,
} from './outcome.ts';
import type {Submission, SubmissionResult} from './submission.ts';
import {decodeClipped, isBinary, singleLine, visibleText} from './text-cleaning.ts';

/** What a text report shows of a log: the start is seldom what one wants to know. */
const logClip = {head: 1024, tail: 7 * 1024} as const;

const labelWidth = 20;

function indented(text: string, by: string): readonly string[] {
  return text.split('\n').map((line) => `${by}${line}`.trimEnd());
}

function logLines(stream: string, bytes: Uint8Array): readonly string[] {
  if (bytes.length === 0) return [];
  if (isBinary(bytes)) return [`      ${stream}: ${bytes.length} bytes of binary output`];
  const text = visibleText(decodeClipped(bytes, logClip)).trimEnd();
  return text === '' ? [] : [`      ${stream}:`, ...indented(text, '      | ')];
}

function resultLines(result: SubmissionResult): readonly string[] {
  const outcome = outcomeOf(result);
  const {job, log, attempts} = result;
  const ms = durationOf(result);
  const fault = lastFinished(result)?.fault;
  const explanation = explanationOf(result);
  const comments = commentsOf(result);
  const bad = outcome === 'fail' || outcome === 'crash' || outcome === 'undecided';
  return [
    `  ${`[${labelOf(result)}]`.padEnd(labelWidth + 2)} ${singleLine(job.summary)}${ms > 0 ? ` (${duration(ms)})` : ''}`,
    `      ${partialId(job.id)}${job.certificationStatus === 'blocker' ? ', certification blocker' : ''}`,
    ...(explanation === undefined ? [] : [`      ${singleLine(explanation.words)}`]),
    ...(explanation?.requirement === undefined ? [] : [`      needs ${singleLine(explanation.requirement)}`]),
    ...(bad && fault !== undefined && fault !== 'product' ? [`      fault of ${faultLabels[fault]}`] : []),
    ...(attempts.length > 1 ? [`      ${attempts.length} attempts`] : []),
    ...(comments === undefined ? [] : indented(`comment: ${visibleText(comments).trimEnd()}`, '      ')),
    ...(bad ? [...logLines('stdout', log.stdout), ...logLines('stderr', log.stderr)] : []),
  ];
}

function tallyLines(title: string, {counts, total}: Tally, passLabel: string): readonly string[] {
  if (total === 0) return [];
  const lines = presentOutcomes(counts).map(
    ([outcome, count]) => `${String(count).padStart(6)}  ${outcome === 'pass' ? passLabel : outcomeLabels[outcome]}`,
  );
  return [`${title}: ${total}`, ...lines];
}

function headLines(submission: Submission): readonly string[] {
  const {verdict, sentence, tests, records} = assess(submission);
  const facts = factsOf(submission);
  const width = Math.max(14, ...facts.map(([label]) => label.length));
  const title = singleLine(submission.title);
  return [
    title,
    '='.repeat(Math.min(title.length, 72)),
    '',
    `${verdictLabels[verdict]}: ${sentence}`,
    '',
    ...facts.map(([label, value]) => `${label.padEnd(width)} ${singleLine(value)}`.trimEnd()),
    '',
    ...tallyLines('Tests', tests, outcomeLabels.pass),
    ...tallyLines('Records of the machine', records, keptLabel),
  ];
}

/** Plain UTF-8 text for a terminal, a mail or a log. */
export async function* exportText(submission: Submission): AsyncGenerator<string> {
  yield `${headLines(submission).join('\n')}\n`;
  const groups = [
    ...groupByCategory(submission.results.filter(isTest)),
    {name: 'Records of the machine', results: submission.results.filter((result) => !isTest(result))},
  ];
  for (const {name, results} of groups) {
    if (results.length > 0) yield `\n${singleLine(name)}\n${results.flatMap(resultLines).join('\n')}\n`;
  }
}
