import {describe, expect, it} from 'vitest';
import {piecesOf, type SourceText, verbatim} from '../../src/base/source.ts';
import {parseJson} from '../../src/transforms/json-value.ts';
import {parsePxu} from '../../src/units/parse-pxu.ts';
import {valueToJson} from '../../src/units/record-access.ts';
import type {Value} from '../../src/units/value.ts';
import {fc} from '../helpers/property.ts';
import {origin} from './helpers.ts';

function sourceOf(text: string): SourceText {
  return verbatim({file: {path: 'x', text}, start: 0, end: text.length});
}

function read(text: string, doubledBraces = false): unknown {
  const {value, problems} = parseJson(sourceOf(text), {doubledBraces});
  return value === undefined ? problems[0]?.message : valueToJson(value);
}

/** Every string of the tree whose text stands in the file as it is. */
function plainStrings(value: Value): readonly Value[] {
  if (value.type === 'list') return value.items.flatMap(plainStrings);
  if (value.type === 'map') return value.entries.flatMap(({value: inner}) => plainStrings(inner));
  return value.type === 'text' ? [value] : [];
}

describe('parseJson', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue({maxDepth: 6}), fc.constantFrom(0, 2), (json, indent) => {
        const text = JSON.stringify(json, null, indent);
        // A map keeps the last of two equal keys, and `-0` is no other number than `0` in text.
        expect(JSON.stringify(read(text))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it('never throws, and says where it stopped', () => {
    fc.assert(
      fc.property(fc.string({unit: 'grapheme'}), fc.boolean(), (text, doubledBraces) => {
        const {value, problems} = parseJson(sourceOf(text), {doubledBraces});
        expect(value !== undefined || problems.length > 0).toBe(true);
        for (const {span} of problems)
          expect(span.start >= 0 && span.start <= span.end && span.end <= text.length).toBe(true);
      }),
    );
  });

  it('gives strings the place where they stand, also over the lines of a field', () => {
    const text = 'siblings: [\n   {"id": "one",\n     "summary": "two words"}\n   ]\n';
    const file = {path: 'x.pxu', text};
    const field = parsePxu(file, origin).value[0]?.fields.get('siblings')?.value;
    const value = field?.type === 'text' ? parseJson(field.text).value : undefined;
    const strings = value === undefined ? [] : plainStrings(value);
    expect(strings.map(({span}) => text.slice(span.start, span.end))).toEqual(['"one"', '"two words"']);
    expect(strings.map((string) => string.type === 'text' && piecesOf(string.text).length)).toEqual([1, 1]);
  });

  it.each([
    ['[1,]', [1]],
    ['[{"a": 1,},]', [{a: 1}]],
    ['[] []', 'more text after the end of the JSON value'],
    ['{a: 1}', 'expected a key in double quotes'],
    ['["\\x"]', 'JSON has no escape \\x'],
    ['["a', 'this string has no end'],
    ['[tru]', 'expected a JSON value'],
    ['[01]', 'expected a JSON value'],
    ['', 'expected a JSON value'],
    ['['.repeat(100), 'nested more than 32 deep'],
  ])('reads %s', (text, wanted) => {
    expect(read(text)).toEqual(wanted);
  });

  it('takes the last of two equal keys, and says so', () => {
    const {value, problems} = parseJson(sourceOf('[{"id": "a", "x": 1, "id": "b"}]'));
    expect(value && valueToJson(value)).toEqual([{x: 1, id: 'b'}]);
    expect(problems).toMatchObject([{message: '"id" is here twice: only the last counts', harmless: true}]);
  });

  it('wants braces twice in a template, and leaves those in strings', () => {
    expect(read('[{{"id": "a_{x}", "c": "{{y}}"}}]', true)).toEqual([{id: 'a_{x}', c: '{{y}}'}]);
    expect(read('[{{"m": {{"id": "a_{x}"}}}}]', true)).toEqual([{m: {id: 'a_{x}'}}]);
    expect(read('[{"id": "a"}]', true)).toBe('in a template braces are written twice: {{');
  });
});
