import {describe, expect, it} from 'vitest';
import {fieldLines} from '../../src/cli/field-lines.ts';

describe('fieldLines', () => {
  it.each([
    ['a word', 'a word', ['x: a word']],
    ['nothing', null, ['x:']],
    ['lines', 'one\n two\n', ['x:', '  one', '   two']],
    ['words', ['a', 'b', 1, true], ['x: [a, b, 1, true]']],
    ['an empty list', [], ['x: []']],
    ['entries with spaces', ['a b', 'c'], ['x:', '  - a b', '  - c']],
    ['a small map', {a: 1, b: 'c'}, ['x: {a: 1, b: c}']],
    ['a map with text', {a: 'b c', d: ['e']}, ['x:', '  a: b c', '  d: [e]']],
    ['maps in a list', [{id: 'a', summary: 'b c'}, 'd'], ['x:', '  - id: a', '    summary: b c', '  - d']],
    ['many words', Array.from({length: 40}, () => 'abc'), ['x:', ...Array.from({length: 40}, () => '  - abc')]],
  ])('writes %s', (_, value, lines) => {
    expect(fieldLines('x', value)).toEqual(lines);
  });
});
