import {expect, it} from 'vitest';
import {verbatim} from '../../src/base/source.ts';
import {joinLines, linesOf, wordsOf} from '../../src/units/words.ts';
import {spanText} from './helpers.ts';

const text = (source: string) => verbatim({file: {path: 'f', text: source}, start: 0, end: source.length});

it.each([
  ['a b', ['a', 'b']],
  [' a,b ,, c\n\td ', ['a', 'b', 'c', 'd']],
  ['"a b" c', ['a b', 'c']],
  ['a # b c\nd#e', ['a', 'd']],
  ['""', []],
  ['"open', ['open']],
  ['', []],
])('the words of %j are %j', (source, words) => {
  const found = wordsOf(text(source));
  expect(found.map((word) => word.text)).toEqual(words);
  expect(found.map((word) => spanText(word.span))).toEqual(words);
});

it('lines come without space around them, empty ones and comments', () => {
  const found = linesOf(text('  a b \n\n # c\n\td\n'));
  expect(found.map((line) => [line.text, spanText(line.span)])).toEqual([
    ['a b', 'a b'],
    ['d', 'd'],
  ]);
});

it('joined lines keep their places', () => {
  const whole = text('one two');
  const joined = joinLines(wordsOf(whole), whole.span);
  expect([joined.text, joined.pieces]).toEqual([
    'one\ntwo',
    [
      {at: 0, source: 0, length: 3},
      {at: 4, source: 4, length: 3},
    ],
  ]);
});
