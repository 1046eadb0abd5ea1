import {describe, expect, it} from 'vitest';
import {verbatim} from '../../src/base/source.ts';
import {type RecordValue, resourceRecord} from '../../src/expressions/environment.ts';
import {parseFormat, renderFormat} from '../../src/templates/format.ts';
import {formatValue} from '../../src/templates/format-spec.ts';
import {mark} from '../../src/templates/shell/place.ts';
import {fc} from '../helpers/property.ts';

function read(text: string): ReturnType<typeof parseFormat> {
  const file = {path: 'x.pxu', text};
  return parseFormat(verbatim({file, start: 0, end: text.length}));
}

function render(text: string, record: Readonly<Record<string, RecordValue>>, index = 1): string {
  const result = renderFormat(read(text).value, resourceRecord(Object.entries(record)), index);
  if (!result.ok) return `${result.problem.code}: ${result.problem.message}`;
  let hole = 0;
  return result.rendered.skeleton.replaceAll(mark, () => result.rendered.holes[hole++]?.text ?? '');
}

describe('placeholders', () => {
  it.each([
    ['a {x} b', 'a 1 b'],
    ['{{x}} {x} {{{x}}}', '{x} 1 {1}'],
    ['${{HOME}} $({x})', '${HOME} $(1)'],
    ['{x}{x}', '11'],
    ['{__index__}', '7'],
    ['{__index__:03d}', '007'],
    ['{x!s}', '1'],
    ['no braces', 'no braces'],
    ['', ''],
  ])('%s', (text, expected) => {
    expect(render(text, {x: '1'}, 7)).toBe(expected);
    expect(read(text).diagnostics).toEqual([]);
  });

  it('T8: any key can be a placeholder', () => {
    const keys = [
      'bluez-test',
      'a.b',
      'a b',
      'é',
      '0',
      'x[0]',
      'a:b',
      'a!b',
      '__proto__',
      'constructor',
      'toString',
      '-',
    ];
    for (const key of keys) expect(render(`<{${key}}>`, {[key]: 'v'})).toBe('<v>');
  });

  it('takes no key from a prototype', () => {
    for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect(render(`{${key}}`, {})).toBe(`template/missing-key: the record has no key "${key}"`);
    }
  });

  it('says how to write a variable of the shell', () => {
    expect(render('echo ${HOME}', {})).toContain('write ${{HOME}}');
  });

  it.each([
    ['{x!r}', 'the conversion !r is not supported: a value is put in as it is', '{x!r}'],
    ['a } b', 'a single } stands here; write }} for a brace', '}'],
    ['{x', 'this { is not closed; write {{ for a brace', '{'],
    ['{ }', 'a placeholder needs a key; write {{}} for braces', '{ }'],
    ['{\n}', 'no placeholder holds a brace or a line end; write {{ and }} for braces', '{\n}'],
    ['{x!a}', 'the conversion !a is not supported: a value is put in as it is', '{x!a}'],
  ])('refuses %j', (text, message, marked) => {
    const [diagnostic] = read(text).diagnostics;
    expect(diagnostic).toMatchObject({code: 'template/bad-placeholder', message});
    expect(text.slice(diagnostic?.span.start, diagnostic?.span.end)).toBe(marked);
  });

  it('names what is neither a key nor a format specification', () => {
    expect(render('{x:q}', {x: '1'})).toBe(
      'template/missing-key: the record has no key "x:q", and "q" is no format specification that is known here',
    );
  });

  it('gives back every text whose braces are doubled', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), (text) => {
        fc.pre(!text.includes(mark));
        const doubled = text.replace(/[{}]/g, '$&$&');
        expect(render(doubled, {})).toBe(text);
      }),
    );
  });

  it('puts in whatever a value holds', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), (value) => {
        fc.pre(!value.includes(mark));
        expect(render('<{x}{x}>', {x: value})).toBe(`<${value}${value}>`);
      }),
    );
  });
});

describe('format specifications, as Python has them', () => {
  it.each<[RecordValue, string, string]>([
    [7, '02d', '07'],
    ['7', '02d', '07'],
    [-7, '04d', '-007'],
    [7, '+d', '+7'],
    [7, ' d', ' 7'],
    [255, 'x', 'ff'],
    [255, '#06x', '0x00ff'],
    [255, 'X', 'FF'],
    [8, 'o', '10'],
    [5, 'b', '101'],
    [1234567, ',', '1,234,567'],
    [1234567, '_', '1_234_567'],
    [2.71, '.1f', '2.7'],
    ['2.71', '.1f', '2.7'],
    [0.25, '.0%', '25%'],
    [12345.678, '.2e', '1.23e+04'],
    [7, '5', '    7'],
    ['ab', '5', 'ab   '],
    ['ab', '>5', '   ab'],
    ['ab', '*^6', '**ab**'],
    ['abcdef', '.3', 'abc'],
    ['ab', 's', 'ab'],
    [true, 'd', '1'],
    [true, '', 'True'],
    [['a', 'b'], '', 'a b'],
  ])('%j as %s', (value, spec, expected) => {
    expect(formatValue(value, spec)).toEqual({ok: true, text: expected});
  });

  it.each<[RecordValue, string, string]>([
    ['sda', '02d', ':02d needs a number, not "sda"'],
    [1.5, 'd', ':d needs a whole number, not "1.5"'],
    [1, 'zz', ':zz is no format specification that is known here'],
    [1, '99999', ':99999 asks for a width of more than 9999'],
    ['x', '>999999999', ':>999999999 asks for a width of more than 9999'],
    [1.5, '.101f', ':.101f asks for more than 100 digits'],
    [1.5, '.999999999f', ':.999999999f asks for more than 100 digits'],
  ])('%j refuses %s', (value, spec, because) => {
    expect(formatValue(value, spec)).toEqual({ok: false, because});
  });
});
