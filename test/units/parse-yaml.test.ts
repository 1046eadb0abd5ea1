import {describe, expect, it} from 'vitest';
import {spanWithin} from '../../src/base/source.ts';
import {fieldText} from '../../src/units/record-access.ts';
import {codes, jsonOf, only, spanText, written, yaml} from './helpers.ts';

describe('parseYaml', () => {
  it('reads each document as a record', () => {
    const parsed = yaml(
      'id: a\nflags: [simple, noreturn]\n---\n# nothing\n---\n_summary: b\ntimeout: 1.50\nbench:\n  usb-a: stick\n',
    );
    expect(jsonOf(parsed)).toEqual([
      {id: 'a', flags: ['simple', 'noreturn']},
      {summary: 'b', timeout: 1.5, bench: {'usb-a': 'stick'}},
    ]);
    expect(parsed.value[1]?.fields.get('summary')?.translatable).toBe(true);
    expect(parsed.value[1]?.fields.get('timeout')?.value).toMatchObject({type: 'scalar', raw: '1.50'});
    expect(parsed.diagnostics).toEqual([]);
  });

  it.each(['', '\ufeff', '# only a comment\n', '---\n---\n', 'null\n'])('reads %j as no records', (text) => {
    expect(yaml(text)).toEqual({value: [], diagnostics: []});
  });

  it('keeps a document of defaults as a record of one field', () => {
    expect(jsonOf(yaml('defaults:\n  user: root\n  flags: [simple]\n'))).toEqual([
      {defaults: {user: 'root', flags: ['simple']}},
    ]);
  });

  it('has null, numbers and booleans with how they were written', () => {
    const {fields} = only(yaml('a:\nb: 0x10\nc: true\nd: 007\ne: yes\n'));
    expect(
      [...fields.values()].map(({value}) => (value.type === 'scalar' ? [value.value, value.raw] : value.type)),
    ).toEqual([[null, ''], [16, '0x10'], [true, 'true'], [7, '007'], 'text']);
  });

  it('resolves aliases and merge keys, what is written out first', () => {
    expect(jsonOf(yaml('a: &x {k: 1, m: 2}\nb: *x\nc:\n  <<: *x\n  m: 3\n'))).toEqual([
      {a: {k: 1, m: 2}, b: {k: 1, m: 2}, c: {m: 3, k: 1}},
    ]);
  });

  it('has keys that objects inherit like any other', () => {
    const [json] = jsonOf(yaml('__proto__: a\nbench: {__proto__: b}\n'));
    expect(JSON.stringify(json)).toBe('{"_proto__":"a","bench":{"__proto__":"b"}}');
  });

  it.each([
    ['plain', 'requires: a.b == "c" and d.e', 'd.e', 'd.e'],
    ['literal', 'requires: |\n  a.b\n\n    c.d\n  e.f\n', 'e.f', 'e.f'],
    ['literal with an indentation given', 'requires: |2-\n   a\n  e.f\n', 'e.f', 'e.f'],
    ['literal with CRLF', 'requires: |\r\n  a.b\r\n  e.f\r\n', 'e.f', 'e.f'],
    ['folded', 'requires: >-\n  a.b\n  and c.d\n  or e.f\n', 'c.d or', 'c.d\n  or'],
    ['over several lines', 'requires: a.b\n  and e.f\n', 'and e.f', 'and e.f'],
    ['in single quotes', "requires: 'a.b and e.f'", 'e.f', 'e.f'],
    ['in double quotes', 'requires: "a.b and e.f"', 'e.f', 'e.f'],
  ])('knows the places in a %s scalar', (_name, source, part, place) => {
    const text = fieldText(only(yaml(source)), 'requires');
    const at = text?.text.indexOf(part) ?? -1;
    expect(at).toBeGreaterThan(-1);
    expect(text && spanText(spanWithin(text, at, at + part.length))).toBe(place);
  });

  it('ends the places where an escape makes them unsure', () => {
    const text = fieldText(only(yaml('command: "one t\\x77o three"')), 'command');
    expect(text?.text).toBe('one two three');
    expect(text && written(text)).toEqual(['one']);
  });

  it('gives a block scalar the text that .pxu would give it', () => {
    expect(jsonOf(yaml('command: |\n  one\n  two\n'))).toEqual([{command: 'one\ntwo'}]);
  });
});

describe('mistakes in YAML', () => {
  it('reports what is no YAML and mistrusts only that document', () => {
    const parsed = yaml('id: a\n---\nid: "b\ncommand: [x\n---\nid: c\n');
    expect(parsed.diagnostics.every(({code}) => code === 'syntax/yaml')).toBe(true);
    expect(parsed.diagnostics.length).toBeGreaterThan(0);
    expect(parsed.value[0]?.damaged).toBeUndefined();
    expect(parsed.value.slice(1).some(({damaged}) => damaged === true)).toBe(true);
  });

  it.each([
    ['- id: a\n', 'error syntax/not-a-unit'],
    ['just text\n', 'error syntax/not-a-unit'],
    ['id: a\nid: b\n', 'error syntax/duplicate-field'],
    ['bench: {a: b, a: c}\n', 'error syntax/duplicate-field'],
    ['? [a]\n: b\n', 'error syntax/bad-field-name'],
    ['a: *nowhere\n', 'error syntax/unknown-anchor'],
    ['summary: a\n_summary: b\n', 'warning syntax/shadowed-field'],
    ['id: "a\\0b"\ncommand: x\0y\n', 'error syntax/nul-byte'],
  ])('reports %j', (text, code) => {
    expect(codes(yaml(text))).toContain(code);
  });

  it.each([
    [
      'an alias bomb',
      `a: &a [x]\n${Array.from({length: 20}, (_, i) => `b${i}: &b${i} [${`*${i === 0 ? 'a' : `b${i - 1}`}, `.repeat(10)}]\n`).join('')}`,
    ],
    ['an alias within itself', 'a: &a [*a, *a, *a]\n'],
    ['deep flow lists', `a: ${'['.repeat(20_000)}`],
    ['deep block lists', `a:\n ${'- '.repeat(20_000)}x\n`],
    ['nested maps', Array.from({length: 200}, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')],
    ['ten thousand fields', Array.from({length: 10_000}, (_, index) => `f${index}: x\n`).join('')],
    ['a value of megabytes', `a: ${'x'.repeat(3_000_000)}\n`],
    ['quotes without end', '"\n'.repeat(100_000)],
    ['mistakes without end', 'a: [\n'.repeat(500_000)],
    ['a document of megabytes', 'a: b\n'.repeat(500_000)],
  ])('bounds %s', (_name, text) => {
    const parsed = yaml(text);
    expect(parsed.diagnostics.length).toBeGreaterThan(0);
    expect(parsed.diagnostics.length).toBeLessThan(1002);
    expect(parsed.value.every(({damaged}) => damaged === true)).toBe(true);
  });
});

it.each([
  ['syntax/too-deep', `a: ${'['.repeat(20_000)}\n`],
  ['syntax/document-too-long', 'a: b\n'.repeat(500_000)],
])('stops reading at %s, once, and keeps what stands before', (code, text) => {
  const parsed = yaml(`id: a\n---\n${text}---\nid: b\n`);
  expect(codes(parsed)).toEqual([`error ${code}`]);
  expect(parsed.value.map(({fields}) => [...fields.keys()])).toEqual([['id']]);
});

describe('allowances in YAML', () => {
  it('belong to the document they are in', () => {
    const parsed = yaml(
      '# assay: allow unit/bad-id old\nid: a\n---\nid: b\n# assay: allow unit/no-command later\nplugin: shell\n',
    );
    expect(parsed.value.map(({allowed}) => allowed.map(({code}) => code))).toEqual([
      ['unit/bad-id'],
      ['unit/no-command'],
    ]);
    expect(parsed.diagnostics).toEqual([]);
  });

  it('are no allowances inside a text', () => {
    const parsed = yaml('id: a\ncommand: |\n  true\n  # assay: allow unit/bad-id said by a script\n');
    expect([parsed.value[0]?.allowed, parsed.diagnostics]).toEqual([[], []]);
  });

  it('are reported where they silence nothing', () => {
    expect(codes(yaml('# assay: allow unit/bad-id why\n---\n# assay: allow nonsense\n'))).toEqual([
      'warning syntax/bad-allow',
      'warning syntax/unattached-allow',
    ]);
  });
});
