import {describe, expect, it} from 'vitest';
import {recordEdit} from '../../src/transforms/record-edit.ts';
import {TransformSequence} from '../../src/transforms/sequence.ts';
import {fieldChanges, trace} from '../../src/transforms/trace.ts';
import type {Transform} from '../../src/transforms/transform.ts';
import type {UnitRecord} from '../../src/units/record.ts';
import {config, jobs, records} from './helpers.ts';

function idOf(record: UnitRecord): unknown {
  return recordEdit.read(record)['id'];
}

function run(sequence: TransformSequence, input: Iterable<UnitRecord>) {
  const {records: output, diagnostics} = sequence.run(config, input);
  return {ids: [...output].map(idOf), diagnostics, messages: diagnostics.map(({message}) => message)};
}

const twice: Transform = function* ({edit}, input) {
  for (const record of input) {
    yield record;
    yield edit.set(record, 'id', `${edit.read(record)['id']}-again`);
  }
};

function failingAt(id: string, when: 'before' | 'after'): Transform {
  return function* fail(_config, input) {
    for (const record of input) {
      if (when === 'before' && idOf(record) === id) throw new Error('no good\nstack');
      yield record;
      if (when === 'after' && idOf(record) === id) throw new Error('no good');
    }
  };
}

describe('TransformSequence', () => {
  it('runs its layers in order, each over all the one before made', () => {
    const sequence = new TransformSequence().add('first', twice).add('second', twice);
    expect(run(sequence, jobs('a', 'b')).ids).toEqual([
      'a',
      'a-again',
      'a-again',
      'a-again-again',
      'b',
      'b-again',
      'b-again',
      'b-again-again',
    ]);
  });

  it('reads no more than it is asked for', () => {
    let read = 0;
    function* counted(): Iterable<UnitRecord> {
      for (const record of jobs('a', 'b', 'c')) {
        read++;
        yield record;
      }
    }
    const {records: output} = new TransformSequence().add('first', twice).run(config, counted());
    expect(read).toBe(0);
    output[Symbol.iterator]().next();
    expect(read).toBe(1);
  });

  it('names layer, unit and field, at the field', () => {
    const complain: Transform = function* ({report}, input) {
      for (const record of input) {
        report({code: 'transform/test', message: 'is wrong', record, field: 'id', suggestion: 'b'});
        report({code: 'transform/test', severity: 'advice', message: 'is odd', record});
        yield record;
      }
    };
    const {diagnostics} = run(new TransformSequence().add('checks', complain), jobs('a'));
    expect(diagnostics).toMatchObject([
      {
        severity: 'error',
        message: 'Layer checks, unit a, field id: is wrong.',
        suggestion: 'b',
        span: {start: 14, end: 15},
      },
      {severity: 'advice', message: 'Layer checks, unit a: is odd.', span: {start: 0, end: 15}},
    ]);
  });

  it.each(['before', 'after'] as const)('goes on where a layer throws %s it yielded', (when) => {
    const sequence = new TransformSequence().add('bad', failingAt('b', when)).add('next', twice);
    const {ids, messages} = run(sequence, jobs('a', 'b', 'c'));
    expect(ids).toEqual(['a', 'a-again', 'b', 'b-again', 'c', 'c-again']);
    expect(messages).toEqual(['Layer bad, unit b: the transform failed: no good.']);
  });

  it('lets everything pass a layer that fails at once', () => {
    const broken: Transform = () => {
      throw new Error('not today');
    };
    const {ids, messages} = run(new TransformSequence().add('bad', broken), jobs('a', 'b'));
    expect(ids).toEqual(['a', 'b']);
    expect(messages).toEqual(['Layer bad, unit a: the transform failed: not today.']);
    expect(run(new TransformSequence().add('bad', broken), [])).toMatchObject({ids: [], messages: []});
  });

  it('checks records between two layers', () => {
    const sequence = new TransformSequence().addValidate('shape', {
      fields: new Map([
        ['id', {rule: 'shape', types: ['text'], required: true}],
        ['plugin', {rule: 'one-of', words: ['shell', 'manual']}],
        ['chunks', {rule: 'absent', why: 'must be gone'}],
      ]),
      *check(record) {
        if (record.fields.size > 2) yield {code: 'transform/test', message: 'has too many fields'};
      },
    });
    const input = records('unit: job\n---\nid: [a]\nplugin: shel\n---\nid: b\nchunks: 2\nunit: job\n');
    expect(run(sequence, input)).toMatchObject({
      messages: [
        'Layer shape, unit job without an id, field id: is required here.',
        'Layer shape, unit job without an id, field id: must be text, and is a list.',
        'Layer shape, unit job without an id, field plugin: must be one of shell, manual.',
        'Layer shape, unit b, field chunks: must be gone.',
        'Layer shape, unit b: has too many fields.',
      ],
      diagnostics: [{}, {}, {suggestion: 'shell'}, {}, {}],
    });
  });
});

describe('trace', () => {
  const named: Transform = function* ({edit}, input) {
    for (const record of input) yield edit.remove(edit.set(record, 'summary', 'S'), 'unit');
  };

  it('follows each unit back to its file, through layers that made two of it', () => {
    const sequence = new TransformSequence().add('twice', twice).add('named', named).add('twice', twice);
    const [file] = jobs('a');
    const traced = trace(sequence, config, file === undefined ? [] : [file]);
    const units = [...traced.records].map(traced.unitOf);
    expect(units.map(({record}) => idOf(record))).toEqual(['a', 'a-again', 'a-again', 'a-again-again']);
    const last = units[3];
    expect(last?.source).toBe(file);
    expect(
      last?.steps.map(({layer, record, changes}) => [layer, idOf(record), changes.map(({change}) => change)]),
    ).toEqual([
      ['twice', 'a-again', ['changed']],
      ['named', 'a-again', ['removed', 'added']],
      ['twice', 'a-again-again', ['changed']],
    ]);
  });

  it('finds no change in a record that passed as it was', () => {
    const [record] = jobs('a');
    expect(record && fieldChanges(record, record)).toEqual([]);
  });
});

it('the layers of 5,000 units cost less than reading them', () => {
  const text = Array.from({length: 5_000}, (_, index) => `unit: job\nid: job-${index}\nplugin: shell\ncommand: true\n`);
  const start = performance.now();
  const input = records(text.join('---\n'));
  const reading = performance.now() - start;
  const sequence = new TransformSequence();
  for (let layer = 0; layer < 8; layer++) {
    sequence.add(`layer-${layer}`, function* same(_config, all) {
      for (const record of all) yield record;
    });
  }
  const before = performance.now();
  expect([...sequence.run(config, input).records]).toHaveLength(5_000);
  expect(performance.now() - before).toBeLessThan(reading);
});
