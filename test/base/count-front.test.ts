import {describe, expect, it} from 'vitest';
import {countFront} from '../../src/base/count-front.ts';
import {fc} from '../helpers/property.ts';

describe('countFront', () => {
  it('counts what a walk from the front counts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (numbers, limit) => {
        const sorted = numbers.toSorted((a, b) => a - b);
        expect(countFront(sorted, (number) => number < limit)).toBe(sorted.filter((number) => number < limit).length);
      }),
    );
  });
});
