import {expect, it} from 'vitest';
import {parseDuration} from '../../../src/units/builders/read-duration.ts';

it.each([
  ['30', 30_000],
  ['2.5', 2500],
  ['.5', 500],
  ['1e2', 100_000],
  ['5s', 5000],
  ['3m', 180_000],
  ['1h', 3_600_000],
  ['1h 2m 3s', 3_723_000],
  ['1h:2m:3s', 3_723_000],
  ['1h3s', 3_603_000],
  ['2m30s', 150_000],
])('%s lasts %d ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

it.each(['', ' ', ':', '2.5m', '3s 2m', '1h 2', '-1', '1d', 'h', 'Infinity', '0x10', '1,5'])(
  '%j is no duration',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);
