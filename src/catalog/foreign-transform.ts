import {counted} from '../base/counted.ts';
import type {SourceText} from '../base/source.ts';
import type {Transform} from '../transforms/transform.ts';
import {PxuFields} from '../units/pxu-fields.ts';
import type {Field, UnitRecord} from '../units/record.ts';
import type {Progress} from './in-time.ts';

/** Units that somebody else's code may make of each, on average: it may read all before it yields. */
const mostOfOne = 10_000;

const valueTypes: readonly unknown[] = ['text', 'scalar', 'list', 'map'];

function isField(value: unknown, name: unknown): value is Field {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('value' in value)) return false;
  const inner = value.value;
  const hasValue = typeof inner === 'object' && inner !== null && 'type' in inner && valueTypes.includes(inner.type);
  return value.name === name && hasValue;
}

function isRecord(value: unknown): value is UnitRecord {
  if (typeof value !== 'object' || value === null) return false;
  if (
    !(
      'fields' in value &&
      (value.fields instanceof Map || value.fields instanceof PxuFields) &&
      'span' in value &&
      'origin' in value
    )
  )
    return false;
  return [...value.fields].every(([name, field]) => isField(field, name));
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function recordsOf(output: unknown): Iterable<unknown> {
  if (isIterable(output)) return output;
  const isAsync = typeof output === 'object' && output !== null && Symbol.asyncIterator in output;
  throw new Error(
    isAsync ? 'it is asynchronous: leave out async' : 'it gives nothing to go through: write it as function*',
  );
}

/** What somebody else's code yields is looked at before any layer of ours sees it, and counted. */
export function checked(transform: Transform, module: SourceText, progress: Progress): Transform {
  return function* check(config, records) {
    const count = {read: 0, made: 0};
    function* read(): Iterable<UnitRecord> {
      for (const record of records) {
        count.read++;
        progress.module = module;
        progress.record = record;
        yield record;
      }
      progress.module = module;
    }
    progress.module = module;
    for (const record of recordsOf(transform(config, read()))) {
      if (!isRecord(record)) throw new Error('it yielded something that is no unit record');
      if (++count.made > mostOfOne * Math.max(count.read, 1)) {
        throw new Error(`it makes more than ${mostOfOne} units of each`);
      }
      yield record;
      progress.module = module;
    }
    if (count.made > 0 || progress.record === undefined || count.read === 0) return;
    const message = `the transform leaves nothing of ${counted(count.read, 'unit')}, of which this is the last`;
    config.report({code: 'transform/nothing-left', severity: 'warning', message, record: progress.record});
  };
}
