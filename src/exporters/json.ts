import {partialId} from '../base/ids.ts';
import type {Outcome} from '../session/events.ts';
import {isoTime} from './formatting.ts';
import {collected, hardwareSections, systemInformation} from './json-system.ts';
import {commentsOf, durationOf, lastFinished, outcomeOf, reasonOf} from './outcome.ts';
import type {LogText, Submission, SubmissionResult} from './submission.ts';
import {decode, stripTerminalSequences} from './text-cleaning.ts';

/** The schema's words. A job that could not start is `not-supported`; which of our outcomes it had is in our own part. */
const schemaOutcomes: Readonly<Record<Outcome, string>> = {
  pass: 'pass',
  fail: 'fail',
  crash: 'crash',
  skip: 'skip',
  undecided: 'undecided',
  'skipped-dependency': 'not-supported',
  'skipped-resource': 'not-supported',
  'skipped-manifest': 'not-supported',
  'not-run': 'not-supported',
};

/** `status` is coarser than `outcome`: pass, fail or skip. */
function schemaStatus(outcome: Outcome): string {
  if (outcome === 'pass') return 'pass';
  return outcome === 'fail' || outcome === 'crash' ? 'fail' : 'skip';
}

const schemaPlugins = new Map([
  ['user-verify', 'user-interact-verify'],
  ['local', 'resource'],
  ['qml', 'manual'],
]);
const knownPlugins = ['shell', 'user-interact-verify', 'user-interact', 'manual', 'attachment', 'resource'];

function schemaPlugin(plugin: string): string {
  return knownPlugins.includes(plugin) ? plugin : (schemaPlugins.get(plugin) ?? 'shell');
}

function text(bytes: Uint8Array): string {
  return stripTerminalSequences(decode(bytes)).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '');
}

/** Both streams as they came, or one after the other where nobody knows. */
function inOrder({stdout, stderr, pieces}: LogText): Uint8Array {
  if (pieces === undefined) return Buffer.concat([stdout, stderr]);
  const at = {stdout: 0, stderr: 0};
  const parts = pieces.map(({stream, bytes}) => {
    const from = at[stream];
    at[stream] = from + bytes;
    return (stream === 'stdout' ? stdout : stderr).subarray(from, from + bytes);
  });
  return Buffer.concat(parts);
}

/** An attachment is what it printed to stdout, nothing else: it is often data for a program. */
function ioLog({job, log}: SubmissionResult): string {
  if (job.plugin === 'attachment') return text(log.stdout);
  const omitted = log.omittedBytes > 0 ? `[${log.omittedBytes} bytes left out]\n` : '';
  return `${omitted}${text(inOrder(log))}`;
}

/** The operator's words and, where the job did not simply pass, why. */
function commentsText(result: SubmissionResult): string | null {
  const lines = [commentsOf(result), reasonOf(result)].filter((line) => line !== undefined);
  return lines.length === 0 ? null : lines.join('\n');
}

function schemaResult(result: SubmissionResult): Readonly<Record<string, unknown>> {
  const {job} = result;
  const outcome = outcomeOf(result);
  return {
    id: partialId(job.id),
    full_id: job.id,
    name: job.summary,
    certification_status: job.certificationStatus === 'blocker' ? 'blocker' : 'non-blocker',
    category: job.categoryName,
    category_id: job.category,
    status: schemaStatus(outcome),
    outcome: schemaOutcomes[outcome],
    comments: commentsText(result),
    io_log: ioLog(result),
    type: 'test',
    project: 'certification',
    duration: durationOf(result) / 1000,
    plugin: schemaPlugin(job.plugin),
    template_id: job.template ?? null,
  };
}

/** What the schema has no place for, exactly as the session has it. */
function ownResult(result: SubmissionResult): Readonly<Record<string, unknown>> {
  const {job, attempts, log} = result;
  const last = lastFinished(result);
  return {
    id: job.id,
    outcome: outcomeOf(result),
    reason: reasonOf(result),
    inhibitor: last?.inhibitor ?? job.inhibitor,
    fault: last?.fault,
    end: last?.end,
    plugin: job.plugin,
    certificationStatus: job.certificationStatus,
    provider: job.provider,
    omittedBytes: log.omittedBytes > 0 ? log.omittedBytes : undefined,
    attempts,
  };
}

function ownPart(submission: Submission): Readonly<Record<string, unknown>> {
  return {
    session: {
      id: submission.sessionId,
      plan: submission.plan,
      startedAt: isoTime(submission.startedAt),
      finishedAt: isoTime(submission.finishedAt),
      complete: submission.complete,
      reboots: submission.reboots,
    },
    results: submission.results.map(ownResult),
    resources: Object.fromEntries(submission.resources),
  };
}

function submissionDocument(submission: Submission): Readonly<Record<string, unknown>> {
  const {title, application, results, resources, plan} = submission;
  const isAttachment = (result: SubmissionResult): boolean => result.job.plugin === 'attachment';
  return {
    title,
    origin: {...application, packaging: {type: 'source', name: application.name, version: application.version}},
    testplan_id: plan,
    custom_joblist: false,
    results: results.filter((result) => !isAttachment(result)).map(schemaResult),
    // The schema requires it; resource jobs have moved to `results`, and who reads both would count them twice.
    'resource-results': [],
    'attachment-results': results.filter(isAttachment).map(schemaResult),
    'rejected-jobs': [],
    category_map: Object.fromEntries(results.map(({job}) => [job.category, job.categoryName])),
    ...hardwareSections(resources),
    system_information: {
      ...systemInformation(resources, application.version),
      assay: collected(application.version, ownPart(submission)),
    },
  };
}

/** `submission.json` as its published schema describes it, with our own part at `system_information.assay`. */
export async function* exportJson(submission: Submission): AsyncGenerator<string> {
  yield `${JSON.stringify(submissionDocument(submission), null, 2)}\n`;
}
