import {describe, expect, it} from 'vitest';
import {columnsOf, fitTo, wrapLines} from '../../src/base/columns.ts';

describe('columnsOf', () => {
  it.each([
    ['', 0],
    ['plain', 5],
    ['ä', 1],
    ['日本', 4],
    ['e\u0301', 1],
    ['👍', 2],
  ])('%j takes %i', (text, columns) => expect(columnsOf(text)).toBe(columns));
});

describe('fitTo', () => {
  it.each([
    ['ab', 4, 'ab  '],
    ['abcdef', 4, 'abc~'],
    ['日本語', 4, '日~ '],
    ['日本', 4, '日本'],
  ])('%j in %i columns', (text, width, fitted) => expect(fitTo(text, width)).toBe(fitted));
});

describe('wrapLines', () => {
  it.each([
    ['short\n  kept\n', 20, ['short', '  kept']],
    ['one two three', 8, ['one two ', 'three']],
    ['abcdefghijkl', 8, ['abcdefgh', 'ijkl']],
    ['日本語日本語', 8, ['日本語日', '本語']],
  ])('%j in %i columns', (text, width, lines) => expect(wrapLines(text, width)).toEqual(lines));
});
