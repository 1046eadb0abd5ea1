import {
  type RecordValue,
  type ResourceRecord,
  type ResourceState,
  resourceRecord,
} from '../../expressions/environment.ts';
import {applyKeys, describeProblem} from '../../resources/apply-keys.ts';
import {probes} from '../../resources/probes/index.ts';
import {readRecording} from '../../resources/recording.ts';
import type {Job} from '../../units/unit.ts';
import type {CliContext} from '../context.ts';
import {usageError} from '../usage-error.ts';

/** A comma separates pairs where a key follows it, so that a value may hold commas. */
const betweenPairs = /,(?=[^,=\s]+=)/;

/**
 * Records typed on the command line: `KEY=VALUE,KEY=VALUE`, or a JSON object. What is typed as text gets the types that the
 * resource's job declares.
 */
export function givenRecords(context: CliContext, texts: readonly string[], job: Job | undefined): ResourceState {
  const records = texts.map((text) =>
    text.trimStart().startsWith('{') ? fromJson(context, text) : fromPairs(context, text),
  );
  if (job?.plugin !== 'resource') return {state: 'known', records};
  const probe = job.source.type === 'probe' ? probes.get(job.source.probe.text.trim()) : undefined;
  const {records: typed, problems} = applyKeys(records, job.keys ?? probe?.keys ?? new Map());
  const [problem] = problems;
  if (problem !== undefined) throw wrong(context, describeProblem(problem), texts[problem.record] ?? '');
  return {state: 'known', records: typed};
}

function wrong({words}: CliContext, message: string, word: string) {
  return usageError(words, {code: 'usage/no-record', message, word});
}

function fromPairs(context: CliContext, text: string): ResourceRecord {
  const pairs = text.split(betweenPairs).map((pair): [string, RecordValue] => {
    const equals = pair.indexOf('=');
    if (equals < 1)
      throw wrong(context, `${pair === '' ? 'this' : pair} is no KEY=VALUE[,KEY=VALUE…] and no JSON object`, text);
    return [pair.slice(0, equals).trim(), pair.slice(equals + 1)];
  });
  return resourceRecord(pairs);
}

/** Read as a recording of one record, so that the same values are possible. */
function fromJson(context: CliContext, text: string): ResourceRecord {
  const read = readRecording(`{"resources":{"given":{"state":"known","records":[${text}]}}}`);
  const records = read.ok ? (read.value.resources['given']?.records ?? []) : [];
  const [record, ...others] = records;
  if (record !== undefined && others.length === 0) return record;
  const reason = read.ok
    ? 'one object is one record'
    : read.problems.join('; ').replaceAll('resources.given.records[0].', '');
  throw wrong(context, `this is no record: ${reason}`, text);
}
