import {expect, it} from 'vitest';
import {forwardClock} from '../../src/base/clock.ts';

it('a clock that is set back goes on from where it was, and forward with the machine', () => {
  const times = [100, 110, 50, 55, 300, 290, 295];
  const clock = forwardClock({now: () => times.shift() ?? 0, monotonic: () => 7}, 105);
  expect(Array.from({length: 7}, () => clock.now())).toEqual([105, 115, 115, 120, 365, 365, 370]);
  expect(clock.monotonic()).toBe(7);
});
