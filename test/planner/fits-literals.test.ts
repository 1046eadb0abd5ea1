import {describe, expect, it} from 'vitest';
import {fitsLiterals} from '../../src/planner/fits-literals.ts';

describe('fitsLiterals', () => {
  it.each([
    [['a'], 'a', true],
    [['a'], 'ab', false],
    [['a', ''], 'ab', true],
    [['a', 'a'], 'a', false],
    [['a', 'b', 'c'], 'a-b-c', true],
    [['a', 'b', 'bc'], 'a-bc', false],
    [['', 'aa', ''], 'xaax', true],
    [['', '', ''], '', true],
    [[], '', true],
  ])('%j and %s: %s', (literals, text, expected) => {
    expect(fitsLiterals(literals, text)).toBe(expected);
  });
});
