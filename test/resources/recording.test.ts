import {describe, expect, it} from 'vitest';
import {type ResourceState, type ResourceTable, resourceRecord} from '../../src/expressions/environment.ts';
import {formatRecording, readRecording, recordingFromTable, tableFromRecording} from '../../src/resources/recording.ts';
import {fc} from '../helpers/property.ts';

const table: ResourceTable = new Map<string, ResourceState>([
  [
    'x::disk',
    {
      state: 'known',
      records: [
        resourceRecord([
          ['name', 'sda'],
          ['size', 5],
          ['tags', ['a', true]],
        ]),
      ],
    },
  ],
  ['x::none', {state: 'known', records: []}],
  ['x::half', {state: 'known', records: [resourceRecord([['name', 'a']])], partial: 'line 3: bad'}],
  ['x::gone', {state: 'unknown', reason: 'exit 3'}],
]);

function problemsOf(value: unknown): readonly string[] {
  const read = readRecording(typeof value === 'string' ? value : JSON.stringify(value));
  return read.ok ? [] : read.problems;
}

describe('a recording', () => {
  it('has the shape of probe --json', () => {
    expect(JSON.parse(JSON.stringify(recordingFromTable(table)))).toEqual({
      resources: {
        'x::disk': {state: 'known', records: [{name: 'sda', size: 5, tags: ['a', true]}]},
        'x::none': {state: 'known', records: []},
        'x::half': {state: 'known', reason: 'line 3: bad', records: [{name: 'a'}]},
        'x::gone': {state: 'unknown', reason: 'exit 3', records: []},
      },
    });
  });

  it('is written and read back the same', () => {
    const read = readRecording(formatRecording(recordingFromTable(table)));
    expect(read.ok && tableFromRecording(read.value)).toEqual(table);
  });

  it('keeps any value and any key', () => {
    const value = fc.oneof(fc.string(), fc.boolean(), fc.integer(), fc.array(fc.string()));
    const record = fc.dictionary(fc.string(), value).map((entries) => resourceRecord(Object.entries(entries)));
    const any = fc.dictionary(fc.stringMatching(/^[a-z]+::[a-z]+$/), fc.array(record));
    fc.assert(
      fc.property(any, (resources) => {
        const wanted: ResourceTable = new Map(
          Object.entries(resources).map(([id, records]) => [id, {state: 'known', records}]),
        );
        const read = readRecording(formatRecording(recordingFromTable(wanted)));
        expect(read.ok && tableFromRecording(read.value)).toEqual(wanted);
      }),
    );
  });
});

describe('readRecording', () => {
  it('names every wrong place', () => {
    const wrong = {
      resources: {
        a: {state: 'knwon'},
        b: {state: 'known', records: {}},
        c: {state: 'known', records: [{ok: 1}, {bad: null, deep: ['x', {}]}, 'text']},
        d: {state: 'unknown', reason: 5},
        e: null,
      },
    };
    const value = 'must be text, a number, true, false or a list of these';
    expect(problemsOf(wrong)).toEqual([
      'resources.a.state: must be "known" or "unknown", not "knwon"',
      'resources.b.records: must be a list, not {}',
      `resources.c.records[1].bad: ${value}, not null`,
      `resources.c.records[1].deep[1]: ${value}, not {}`,
      'resources.c.records[2]: a record must be an object, not "text"',
      'resources.d.reason: must be text, not 5',
      'resources.e: must be an object, not null',
    ]);
  });

  it('refuses lists without end', () => {
    const list = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    expect(problemsOf(`{"resources": {"a": {"state": "known", "records": [{"x": ["y", ${list}]}]}}}`)).toEqual([
      `resources.a.records[0].x[1]${'[0]'.repeat(99)}: must be text, a number, true, false or a list of these, not a list within 100 others`,
    ]);
  });

  it('gives records without a prototype', () => {
    const text = '{"resources": {"a": {"state": "known", "records": [{"__proto__": "x", "constructor": "y"}]}}}';
    const read = readRecording(text);
    const [record] = (read.ok ? read.value.resources['a']?.records : undefined) ?? [];
    expect(record === undefined ? record : Object.getPrototypeOf(record)).toBe(null);
    expect(Object.entries(record ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });

  it('refuses what is no recording at all', () => {
    expect(problemsOf('{"resources": ')).toEqual([expect.stringMatching(/^not JSON: /)]);
    for (const value of [[], null, 3, {}, {resources: []}]) {
      expect(problemsOf(value)).toEqual(['resources: must be an object of resources by their ids']);
    }
  });

  it('passes over keys of a later version', () => {
    const read = readRecording('{"made": 1, "resources": {"a": {"state": "known", "evidence": [], "records": []}}}');
    expect(read).toEqual({ok: true, value: {resources: {a: {state: 'known', records: []}}}});
  });
});
