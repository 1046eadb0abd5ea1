import {describe, expect, it} from 'vitest';
import {spanWithin} from '../../src/base/source.ts';
import {fieldText} from '../../src/units/record-access.ts';
import {codes, jsonOf, only, pxu, spanText, written} from './helpers.ts';

describe('parsePxu', () => {
  it('separates records by empty lines and keeps the order of fields', () => {
    const parsed = pxu('id: a\nplugin: shell\n\n\n \t\nid: b\n');
    expect(jsonOf(parsed)).toEqual([{id: 'a', plugin: 'shell'}, {id: 'b'}]);
    expect([...(parsed.value[0]?.fields.keys() ?? [])]).toEqual(['id', 'plugin']);
    expect(parsed.diagnostics).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['a byte order mark', '\ufeff'],
    ['comments and empty lines', '# a\n\n#b\n'],
  ])('reads %s as no records', (_name, text) => {
    expect(pxu(text)).toEqual({value: [], diagnostics: []});
  });

  it('skips a byte order mark and takes CRLF as a line end', () => {
    const parsed = pxu('\ufeffid: a\r\ncommand:\r\n one\r\n two\r\n\r\nid: b\r\n');
    expect(jsonOf(parsed)).toEqual([{id: 'a', command: 'one\ntwo'}, {id: 'b'}]);
    expect(spanText(parsed.value[0]?.fields.get('id')?.value.span)).toBe('a');
  });

  it('marks fields with a leading underscore translatable', () => {
    const {fields} = only(pxu('_summary: a\nsummary2: b\n_: c\n'));
    expect([...fields.values()].map(({name, translatable}) => [name, translatable])).toEqual([
      ['summary', true],
      ['summary2', false],
      ['_', false],
    ]);
    expect(spanText(fields.get('summary')?.nameSpan)).toBe('_summary');
  });

  it('drops comments anywhere, also in the middle of a value', () => {
    expect(jsonOf(pxu('# top\nid: a\n# x\ncommand:\n one\n#two\n three\n'))).toEqual([
      {id: 'a', command: 'one\nthree'},
    ]);
  });

  it('keeps indented comments, which are text', () => {
    expect(jsonOf(pxu('include:\n a\n # b\n'))).toEqual([{include: 'a\n# b'}]);
  });

  it.each([
    ['beside the name', 'key:  text  \n', 'text'],
    ['beside the name without a space', 'key:text\n', 'text'],
    ['with a colon in it', 'key: a: b::c\n', 'a: b::c'],
    ['below the name', 'key:\n    text  \n', 'text'],
    ['beside and below', 'key: one\n   two\n  three\n', 'one\n  two\n three'],
    ['indented by a tab', 'key:\n\tone\n\ttwo\n', 'one\ntwo'],
    ['of unequal depth', 'key:\n   one\n     two\n   three\n', 'one\n  two\nthree'],
    ['of tabs and spaces mixed', 'key:\n \tone\n \t two\n', 'one\n two'],
    ['with an empty line', 'key:\n  one\n  .\n two\n', 'one\n\ntwo'],
    ['that begins with an empty line, as documented', 'key:\n .\n more value\n', '\nmore value'],
    ['that ends with one', 'key:\n one\n .\n', 'one\n'],
    ['of a dot beside the name', 'key: .\n', '.'],
    ['with a longer line of dots', 'key:\n a\n ..\n', 'a\n..'],
    ['that is empty', 'key:\n', ''],
  ])('reads a value %s', (_name, text, value) => {
    const parsed = pxu(text);
    expect([jsonOf(parsed), parsed.diagnostics]).toEqual([[{key: value}], []]);
  });

  it('knows where every line of a value stands', () => {
    const text = fieldText(only(pxu('id: a\ncommand:\n    one\n    .\n      two\n# no\n    three\n')), 'command');
    expect(text?.text).toBe('one\n\n  two\nthree');
    expect(text && written(text)).toEqual(['one', '', '  two', 'three']);
    expect(text && spanText(spanWithin(text, 7, 10))).toBe('two');
  });

  it('spans a record from its first name to its last value', () => {
    expect(spanText(only(pxu('# c\nid: a\ncommand: true  \n# d\n')).span)).toBe('id: a\ncommand: true');
  });
});

describe('mistakes in .pxu', () => {
  it('reports a name given twice, keeps the first and mistrusts the record', () => {
    const parsed = pxu('id: a\nid: b\n');
    expect(codes(parsed)).toEqual(['error syntax/duplicate-field']);
    expect(spanText(parsed.diagnostics[0]?.related?.[0]?.span)).toBe('id');
    expect([jsonOf(parsed), only(parsed).damaged]).toEqual([[{id: 'a'}], true]);
  });

  it.each(['summary: plain\n_summary: marked\n', '_summary: marked\nsummary: plain\n'])(
    'takes the marked one of a name and its marked twin',
    (text) => {
      const parsed = pxu(text);
      expect(codes(parsed)).toEqual(['warning syntax/shadowed-field']);
      expect([jsonOf(parsed), only(parsed).damaged]).toEqual([[{summary: 'marked'}], undefined]);
    },
  );

  it('mistrusts the record that a stray continuation was torn from, and says it once', () => {
    const parsed = pxu('id: a\ncommand:\n one\n\n two\n three\n\nid: b\n');
    expect(codes(parsed)).toEqual(['error syntax/stray-continuation']);
    expect(spanText(parsed.diagnostics[0]?.span)).toBe('two');
    expect(parsed.value.map(({damaged}) => damaged)).toEqual([true, undefined]);
  });

  it('reports a line that is no field and goes on behind it', () => {
    const parsed = pxu('id: a\ncommand: x\necho done\n\nid: b\n');
    expect(codes(parsed)).toEqual(['error syntax/missing-colon']);
    expect(parsed.diagnostics[0]?.message).toContain('"command"');
    expect(jsonOf(parsed)).toEqual([{id: 'a', command: 'x'}, {id: 'b'}]);
  });

  it.each([
    [': x\n', ':'],
    ['echo a: b\n', 'echo a'],
  ])('reports %j as no field name', (text, place) => {
    const parsed = pxu(`id: a\n${text}`);
    expect(codes(parsed)).toEqual(['error syntax/bad-field-name']);
    expect(spanText(parsed.diagnostics[0]?.span)).toBe(place);
  });

  it('reports NUL bytes once and mistrusts the records that hold one', () => {
    const parsed = pxu('id: a\ncommand: x\0y\0\n\nid: b\n');
    expect(codes(parsed)).toEqual(['error syntax/nul-byte']);
    expect(parsed.value.map(({damaged}) => damaged)).toEqual([true, undefined]);
  });

  it('warns of bytes that were not UTF-8 once', () => {
    expect(codes(pxu('id: \ufffd\ufffd\n\nid: b\ufffd\n'))).toEqual(['warning syntax/invalid-utf8']);
  });

  it('reports the character that stands for placeholders elsewhere', () => {
    const parsed = pxu('id: \ufdd0\n\nid: b\ufdd0\n');
    expect(codes(parsed)).toEqual(['error syntax/noncharacter']);
    expect(parsed.diagnostics[0]?.message).toContain('U+FDD0 2 times');
  });

  it('stops at too many mistakes', () => {
    const parsed = pxu('junk\n'.repeat(100_000));
    expect(parsed.diagnostics).toHaveLength(101);
    expect(parsed.diagnostics.at(-1)?.code).toBe('syntax/too-many-errors');
  });
});

describe('huge .pxu', () => {
  it('reads 1,000 fields of a record and reports the rest once', () => {
    const text = Array.from({length: 10_000}, (_, index) => `field${index}: x\n`).join('');
    const parsed = pxu(text);
    expect(only(parsed).fields.size).toBe(1000);
    expect(codes(parsed)).toEqual(['error syntax/too-many-fields']);
  });

  it.each([
    ['beside its name', `command: ${'x'.repeat(5_000_000)}\n`],
    ['below its name', `command:\n ${'x'.repeat(5_000_000)}\n`],
    ['of many lines', `command:\n${' xxxxxxx\n'.repeat(500_000)}`],
  ])('refuses a value too long %s', (_name, text) => {
    const parsed = pxu(`id: a\n${text}\nid: b\n`);
    expect(codes(parsed)).toEqual(['error syntax/value-too-long']);
    expect(parsed.value.map(({damaged}) => damaged)).toEqual([true, undefined]);
    expect(fieldText(parsed.value[0] ?? only(parsed), 'command')?.text.length ?? 0).toBeLessThan(1_100_000);
  });

  it.each([
    ['a long line of spaces', ' '.repeat(5_000_000), []],
    ['a long line without a colon', 'x'.repeat(5_000_000), ['error syntax/missing-colon']],
    ['a long name', `${'x'.repeat(5_000_000)}: y`, ['error syntax/bad-field-name']],
  ])('bounds %s', (_name, text, expected) => {
    const parsed = pxu(text);
    expect(codes(parsed)).toEqual(expected);
    expect(parsed.diagnostics.every(({message}) => message.length < 300)).toBe(true);
  });

  it('is linear', () => {
    const unit = 'id: some/job\nplugin: shell\ncommand:\n  one\n  two\n  .\n  three\n_summary: A job\n\n';
    const time = (count: number): number => {
      const text = unit.repeat(count);
      const started = performance.now();
      expect(pxu(text).value).toHaveLength(count);
      return performance.now() - started;
    };
    time(5000);
    expect(time(50_000)).toBeLessThan(40 * time(5000) + 200);
  });
});

describe('allowances', () => {
  it('belong to the record they are in or right above', () => {
    const parsed = pxu(
      '# assay: allow unit/no-command on purpose\nid: a\n#assay: allow unit/bad-id old name\nplugin: shell\n\nid: b\n',
    );
    expect(parsed.value.map(({allowed}) => allowed.map(({code, reason}) => [code, reason]))).toEqual([
      [
        ['unit/no-command', 'on purpose'],
        ['unit/bad-id', 'old name'],
      ],
      [],
    ]);
    expect(parsed.diagnostics).toEqual([]);
  });

  it('without a reason, or above nothing, are reported', () => {
    expect(codes(pxu('# assay: allow unit/bad-id\nid: a\n'))).toEqual(['warning syntax/bad-allow']);
    expect(codes(pxu('# assay: allow unit/bad-id why\n\nid: a\n'))).toEqual(['warning syntax/unattached-allow']);
  });
});
