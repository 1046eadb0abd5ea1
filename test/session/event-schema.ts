import {z} from 'zod';
import type {Schema} from '../../src/catalog/schema/value-schema.ts';
import type {RecordValue} from '../../src/expressions/environment.ts';

const id = z.string();
/** Milliseconds since the epoch. */
const at = z.number();
const ms = z.number();
const flag = z.literal(true);
const count = z.int().nonnegative();
const texts = z.array(z.string()).readonly();
const stream = z.enum(['stdout', 'stderr']);
const verdict = z.enum(['pass', 'fail', 'skip']);
const value: z.ZodType<RecordValue> = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.lazy(() => z.array(value).readonly()),
]);
const values = z.record(z.string(), value).readonly();

const outcome = z.enum([
  'pass',
  'fail',
  'crash',
  'skip',
  'skipped-dependency',
  'skipped-resource',
  'skipped-manifest',
  'undecided',
  'not-run',
]);

const resourceState = z.discriminatedUnion('state', [
  z.object({state: z.literal('known'), records: z.array(values).readonly(), partial: z.string().exactOptional()}),
  z.object({state: z.literal('unknown'), reason: z.string()}),
]);

const inhibitor = z.discriminatedUnion('type', [
  z.object({type: z.literal('dependency-failed'), job: id, outcome: z.string()}),
  z.object({type: z.literal('dependency-missing'), id: z.string(), nearest: z.string().exactOptional()}),
  z.object({type: z.literal('requirement-unmet'), expression: z.string(), reason: z.string().exactOptional()}),
  z.object({type: z.literal('requirement-unknown'), expression: z.string(), reason: z.string()}),
  z.object({type: z.literal('manifest-unmet'), expression: z.string()}),
  z.object({type: z.literal('nothing-to-salvage'), jobs: z.array(id).readonly()}),
  z.object({type: z.literal('cycle'), path: z.array(id).readonly(), jobCount: count.exactOptional()}),
  z.object({type: z.literal('unknown-id'), id: z.string(), nearest: z.string().exactOptional()}),
  z.object({type: z.literal('instance-failed'), template: id, record: count, message: z.string()}),
  z.object({type: z.literal('not-runnable'), message: z.string()}),
  z.object({type: z.literal('needs-person')}),
  z.object({type: z.literal('input-missing'), job: id, output: z.string()}),
]);

const processEnd = z.discriminatedUnion('type', [
  z.object({type: z.literal('exited'), code: z.int()}),
  z.object({type: z.literal('signalled'), signal: z.string(), core: z.boolean(), oom: flag.exactOptional()}),
  z.object({type: z.literal('timed-out'), limit: z.enum(['timeout', 'silence-timeout']), afterMs: ms}),
  z.object({type: z.literal('not-started'), reason: z.string()}),
  z.object({type: z.literal('interrupted'), rebooted: flag.exactOptional(), lost: flag.exactOptional()}),
  z.object({type: z.literal('rebooted')}),
]);

const journalJob = z.object({
  id,
  summary: z.string(),
  description: z.string().exactOptional(),
  purpose: z.string().exactOptional(),
  steps: z.string().exactOptional(),
  verification: z.string().exactOptional(),
  plugin: z.string(),
  flags: texts.exactOptional(),
  category: id,
  categoryName: z.string(),
  certificationStatus: z.enum(['blocker', 'non-blocker', 'not-part-of-certification']),
  provider: z.string(),
  template: id.exactOptional(),
  estimatedMs: ms.exactOptional(),
  contentHash: z.string(),
  pulled: z.boolean().exactOptional(),
  inhibitor: inhibitor.exactOptional(),
});

const templateTally = z.object({
  id,
  unknown: z.string().exactOptional(),
  recordCount: count,
  made: count,
  filtered: count,
  undecided: count,
  failed: count,
});

const settings = z.object({
  interactive: flag.exactOptional(),
  launcher: z.string().exactOptional(),
  providers: texts.exactOptional(),
  environment: z.record(z.string(), z.string()).readonly().exactOptional(),
  secrets: texts.exactOptional(),
  jobs: texts.exactOptional(),
  exclude: texts.exactOptional(),
  match: texts.exactOptional(),
  retry: z.object({maxAttempts: count, delayMs: ms}).exactOptional(),
  timeoutMs: ms.exactOptional(),
  silenceTimeoutMs: ms.exactOptional(),
  timeoutFactor: z.number().exactOptional(),
  graceMs: ms.exactOptional(),
  lanes: count.exactOptional(),
  normalUser: z.string().exactOptional(),
  stockReports: z.boolean().exactOptional(),
  reports: z
    .array(
      z.object({
        exporter: z.string(),
        to: z.discriminatedUnion('type', [
          z.object({type: z.literal('file'), path: z.string()}),
          z.object({type: z.literal('stream'), stream}),
        ]),
      }),
    )
    .readonly()
    .exactOptional(),
});

const question = z.discriminatedUnion('type', [
  z.object({type: z.literal('ready'), hasCommand: z.boolean()}),
  z.object({
    type: z.literal('verdict'),
    hasCommand: z.boolean(),
    suggested: z.enum(['pass', 'fail']).exactOptional(),
    commentFor: z.array(z.enum(['fail', 'skip'])).readonly(),
  }),
]);

const result = {
  at,
  jobId: id,
  attempt: count,
  outcome,
  fault: z.enum(['product', 'test', 'bench', 'operator', 'harness']).exactOptional(),
  durationMs: ms,
  end: processEnd.exactOptional(),
  inhibitor: inhibitor.exactOptional(),
  reason: z.string().exactOptional(),
  comments: z.string().exactOptional(),
  leftovers: texts.exactOptional(),
  usage: z
    .object({
      maxRssBytes: z.number(),
      userMs: ms,
      systemMs: ms,
      peakBytes: z.number().exactOptional(),
      peakProcesses: count.exactOptional(),
    })
    .exactOptional(),
  outputs: values.exactOptional(),
};

/** One event of a session as `run --events ndjson` prints it and a controller is sent it. */
export const eventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('session-started'),
    at,
    sessionId: z.string(),
    plan: id,
    title: z.string(),
    bootId: z.string(),
    version: z.string(),
    providerDirectories: texts,
    description: z.string().exactOptional(),
    settings: settings.exactOptional(),
  }),
  z.object({type: z.literal('resource-recorded'), at, resource: id, state: resourceState}),
  z.object({
    type: z.literal('plan-made'),
    at,
    jobs: z.array(journalJob).readonly(),
    templates: z.array(templateTally).readonly().exactOptional(),
    changes: z
      .array(z.object({type: z.enum(['changed', 'added', 'removed']), jobId: id}))
      .readonly()
      .exactOptional(),
  }),
  z.object({type: z.literal('job-started'), at, jobId: id, attempt: count}),
  z.object({type: z.literal('process-started'), at, jobId: id, pid: z.int()}),
  z.object({type: z.literal('operator-asked'), at, jobId: id, question, problem: z.string().exactOptional()}),
  z.object({
    type: z.literal('job-output'),
    at,
    jobId: id,
    attempt: count,
    stream,
    /** Bytes, base64. */
    data: z.string(),
  }),
  z.object({type: z.literal('process-ended'), at, jobId: id, end: processEnd}),
  z.object({
    type: z.literal('verdict-given'),
    at,
    jobId: id,
    outcome: verdict,
    comments: z.string().exactOptional(),
  }),
  z.object({type: z.literal('job-finished'), ...result}),
  z.object({type: z.literal('jobs-requeued'), at, jobIds: z.array(id).readonly(), reason: z.string()}),
  z.object({type: z.literal('session-interrupted'), at, reason: z.string()}),
  z.object({type: z.literal('session-resumed'), at, bootId: z.string()}),
  z.object({type: z.literal('session-finished'), at}),
]);

const shared = z.registry<{id: string}>();
shared.add(value, {id: 'value'});
shared.add(outcome, {id: 'outcome'});
shared.add(resourceState, {id: 'resourceState'});
shared.add(inhibitor, {id: 'inhibitor'});
shared.add(processEnd, {id: 'processEnd'});
shared.add(journalJob, {id: 'job'});

/** For those who read events; keys may be added to one, so that none is forbidden. */
export function eventJsonSchema(): Schema {
  const schema = z.toJSONSchema(eventSchema, {io: 'input', target: 'draft-7', metadata: shared});
  const plain: Schema = JSON.parse(
    JSON.stringify(schema, (key, part: unknown) => (key === 'readOnly' ? undefined : part)),
  );
  return {title: 'An event of an Assay session: one line of JSON each', ...plain};
}
