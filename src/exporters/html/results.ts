import {counted} from '../../base/counted.ts';
import {duration} from '../../base/duration.ts';
import {partialId} from '../../base/ids.ts';
import {describeEnd} from '../../session/describe.ts';
import type {Outcome} from '../../session/events.ts';
import type {Attempt} from '../../session/state.ts';
import {type CategoryGroup, groupByCategory} from '../assess.ts';
import {readableTime} from '../formatting.ts';
import {
  commentsOf,
  durationOf,
  explanationOf,
  faultLabels,
  isTest,
  labelOf,
  lastFinished,
  outcomeLabels,
  outcomeOf,
} from '../outcome.ts';
import type {Submission, SubmissionResult} from '../submission.ts';
import {decodeClipped, isBinary} from '../text-cleaning.ts';
import {type Content, type Markup, markup, ours} from './markup.ts';

/** Bytes of each stream of a job that the report shows. */
const logClip = {head: 32 * 1024, tail: 96 * 1024} as const;

export function needsAttention(outcome: Outcome): boolean {
  return outcome === 'fail' || outcome === 'crash' || outcome === 'not-run' || outcome === 'undecided';
}

function stream(name: string, bytes: Uint8Array): Content {
  if (bytes.length === 0) return undefined;
  if (isBinary(bytes)) return markup`<p class="log">${name}: ${bytes.length} bytes, not text</p>`;
  const text = decodeClipped(bytes, logClip).trimEnd();
  return markup`<p class="log">${name}</p><pre tabindex="0">${text}</pre>`;
}

function attemptRow(attempt: Attempt): Markup {
  const at = readableTime(attempt.startedAt);
  if (attempt.state === 'running') {
    return markup`<tr><td>${attempt.number}<td>${at}<td>interrupted<td><td></tr>`;
  }
  const why = attempt.reason ?? (attempt.end === undefined ? '' : describeEnd(attempt.end));
  return markup`<tr><td>${attempt.number}<td>${at}<td>${outcomeLabels[attempt.outcome]}<td>${duration(attempt.durationMs)}<td>${why}</tr>`;
}

function attemptsTable(attempts: readonly Attempt[]): Content {
  if (attempts.length < 2) return undefined;
  return markup`<div class="scroll" role="region" aria-label="Attempts" tabindex="0"><table class="records"><thead><tr><th scope="col">Attempt<th scope="col">Started<th scope="col">Result<th scope="col">Time<th scope="col">Reason</tr></thead><tbody>${attempts.map(attemptRow)}</tbody></table></div>`;
}

/** Where the job comes from and how it ended, in one line. */
function provenance({job}: SubmissionResult, attempt: ReturnType<typeof lastFinished>): string {
  return [
    ...(attempt?.end === undefined ? [] : [describeEnd(attempt.end)]),
    ...(attempt === undefined ? [] : [`started ${readableTime(attempt.startedAt)}`]),
    ...(job.template === undefined ? [] : [`from template ${partialId(job.template)}`]),
    ...(job.provider === '' ? [] : [`provider ${job.provider}`]),
  ].join(' · ');
}

/** What the job is for and what the person was told to do. */
function instructions({job}: SubmissionResult): Content {
  const parts: readonly (readonly [string, string | undefined])[] = [
    ['Description', job.description],
    ['Purpose', job.purpose],
    ['Steps', job.steps],
    ['Verification', job.verification],
  ];
  return parts.map(([label, text]) =>
    text === undefined || text.trim() === ''
      ? undefined
      : markup`<p class="log">${label}</p><blockquote>${text.trim()}</blockquote>`,
  );
}

/** Passed shell jobs keep to their log: what a job is for matters where it did not pass or a person was asked. */
function details(result: SubmissionResult, outcome: Outcome): Content {
  const {job, log, attempts} = result;
  const hasLog = log.stdout.length + log.stderr.length + log.omittedBytes > 0;
  const tellsMore =
    needsAttention(outcome) || attempts.length > 1 || job.plugin.startsWith('user-') || job.plugin === 'manual';
  if (!(hasLog || tellsMore)) return undefined;
  const omitted =
    log.omittedBytes > 0 ? markup`<p class="note">${log.omittedBytes} bytes of output were not kept.</p>` : undefined;
  return markup`<details><summary>${hasLog ? 'Output' : 'Details'}</summary>${tellsMore ? instructions(result) : undefined}<p class="log">${provenance(result, lastFinished(result))}</p>${attemptsTable(attempts)}${stream('Standard output', log.stdout)}${stream('Standard error', log.stderr)}${omitted}</details>`;
}

function tags({job, attempts}: SubmissionResult): Content {
  const texts = [
    ...(job.certificationStatus === 'blocker' ? ['blocker'] : []),
    ...(job.certificationStatus === 'not-part-of-certification' ? ['not part of certification'] : []),
    ...(attempts.length > 1 ? [counted(attempts.length, 'attempt')] : []),
  ];
  return texts.map((text) => markup` <span class="tag">${text}</span>`);
}

function why(result: SubmissionResult, outcome: Outcome): Content {
  const explanation = explanationOf(result);
  const fault = lastFinished(result)?.fault;
  const blame = (outcome === 'fail' || outcome === 'crash') && fault !== undefined;
  if (explanation === undefined && !blame) return undefined;
  const faultText = blame ? markup` <span class="tag">fault: ${faultLabels[fault]}</span>` : undefined;
  const requirement = explanation?.requirement;
  const code = requirement === undefined ? undefined : markup`<code>needs ${requirement}</code>`;
  return markup`<p class="why">${explanation?.words}${faultText}${code}</p>`;
}

function row(result: SubmissionResult, anchor: string): Markup {
  const outcome = outcomeOf(result);
  const ms = durationOf(result);
  const comments = commentsOf(result);
  const said = comments === undefined ? undefined : markup`<blockquote>${comments.trim()}</blockquote>`;
  return markup`<tr class="job ${outcome}" id="${anchor}"><td><span class="badge">${labelOf(result)}</span><th scope="row">${result.job.summary}${tags(result)}<code>${partialId(result.job.id)}</code>${why(result, outcome)}${said}${details(result, outcome)}<td>${ms > 0 ? duration(ms) : ''}</tr>\n`;
}

/** Anchors by place in the plan; ids may hold anything. */
export function anchors(submission: Submission): ReadonlyMap<SubmissionResult, string> {
  return new Map(submission.results.map((result, index) => [result, `job-${index + 1}`]));
}

function table(rows: readonly SubmissionResult[], anchorOf: ReadonlyMap<SubmissionResult, string>): Markup {
  return markup`<table class="results"><thead><tr><th scope="col">Result<th scope="col">Job<th scope="col">Time</tr></thead><tbody>
${rows.map((result) => row(result, anchorOf.get(result) ?? ''))}</tbody></table>`;
}

function category(group: CategoryGroup, anchorOf: ReadonlyMap<SubmissionResult, string>): Markup {
  return markup`<section class="category"><h3>${group.name} <small>${counted(group.results.length, 'test')}</small></h3>
${table(group.results, anchorOf)}</section>
`;
}

/** The tests, a section for each category. */
export function testSections(submission: Submission): readonly Markup[] {
  const anchorOf = anchors(submission);
  return groupByCategory(submission.results.filter(isTest)).map((group) => category(group, anchorOf));
}

/** The jobs that only keep records, closed unless somebody has to look at one of them. */
export function recordJobs(submission: Submission): Content {
  const jobs = submission.results.filter((result) => !isTest(result));
  if (jobs.length === 0) return undefined;
  const open = jobs.some((result) => needsAttention(outcomeOf(result))) ? ours(' open') : undefined;
  return markup`<details class="gathering"${open}><summary>Records and attachments, job by job <small>${counted(jobs.length, 'job')}</small></summary>
${table(jobs, anchors(submission))}</details>
`;
}
