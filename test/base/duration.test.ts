import {describe, expect, it} from 'vitest';
import {duration, wholeSeconds} from '../../src/base/duration.ts';

describe('a duration', () => {
  it.each([
    [0, '0 ms', '0 s'],
    [240, '240 ms', '0 s'],
    [999.7, '1.0 s', '1 s'],
    [3210, '3.2 s', '3 s'],
    [9970, '10 s', '10 s'],
    [12_400, '12 s', '12 s'],
    [59_499, '59 s', '59 s'],
    [59_700, '1 min 00 s', '1 min 00 s'],
    [185_000, '3 min 05 s', '3 min 05 s'],
    [3_599_800, '1 h 00 min', '1 h 00 min'],
    [7_620_000, '2 h 07 min', '2 h 07 min'],
  ])('of %d ms is %s, and in whole seconds %s', (ms, exact, whole) => {
    expect([duration(ms), wholeSeconds(ms)]).toEqual([exact, whole]);
  });

  it('that is none is a dash', () => {
    expect([duration(Number.NaN), duration(-1)]).toEqual(['–', '–']);
  });
});
