import {describe, expect, it} from 'vitest';
import {spanWithin, verbatim} from '../../src/base/source.ts';
import {replaceParts, surround, wordsOf} from '../../src/transforms/edit.ts';
import {parsePxu} from '../../src/units/parse-pxu.ts';
import {fc} from '../helpers/property.ts';
import {origin} from './helpers.ts';

function sourceOf(text: string) {
  return verbatim({file: {path: 'x', text}, start: 0, end: text.length});
}

describe('replaceParts', () => {
  it('leaves what it keeps at its place in the file', () => {
    const parts = fc.tuple(
      fc.stringMatching(/^[a-z]{0,5}$/),
      fc.stringMatching(/^[A-Z]{1,3}$/),
      fc.stringMatching(/^\d*$/),
    );
    fc.assert(
      fc.property(fc.array(parts, {maxLength: 4}), (pieces) => {
        const source = sourceOf(pieces.map(([kept, old]) => kept + old).join(''));
        let at = 0;
        const replacements = pieces.map(([kept, old, made]) => {
          const start = at + kept.length;
          at = start + old.length;
          return {start, end: at, text: made};
        });
        const replaced = replaceParts(source, replacements);
        expect(replaced.text).toBe(pieces.map(([kept, , made]) => kept + made).join(''));
        for (const {index} of replaced.text.matchAll(/[a-z]/g)) {
          const {start, end} = spanWithin(replaced, index, index + 1);
          expect(source.text.slice(start, end)).toBe(replaced.text[index]);
        }
      }),
    );
  });
});

it('surround keeps the places of the text within', () => {
  const text = surround(sourceOf('word'), 'after-', ' (S3)');
  expect(text.text).toBe('after-word (S3)');
  expect(spanWithin(text, 6, 10)).toMatchObject({start: 0, end: 4});
});

it('wordsOf gives each word of a field its own place', () => {
  const text = 'depends:\n one two,\n three\n';
  const value = parsePxu({path: 'x.pxu', text}, origin).value[0]?.fields.get('depends')?.value;
  expect(wordsOf(value).map(({text: word, span}) => [word.text, text.slice(span.start, span.end)])).toEqual([
    ['one', 'one'],
    ['two', 'two'],
    ['three', 'three'],
  ]);
});
