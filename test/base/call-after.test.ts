import {describe, expect, it} from 'vitest';
import {callAfter} from '../../src/base/call-after.ts';

/** Node's own timers call at once where they are to wait longer than 25 days. */
const long = 2 ** 31;

describe('callAfter', () => {
  it('calls those that wait longer later, however long', async () => {
    const called: number[] = [];
    const callOff = callAfter(long, () => called.push(long));
    await new Promise<void>((resolve) => {
      callAfter(20, () => {
        called.push(20);
        resolve();
      });
      callAfter(0, () => called.push(0));
    });
    callOff();
    expect(called).toEqual([0, 20]);
  });

  it('does not call what was called off', async () => {
    let isCalled = false;
    const callOff = callAfter(1, () => {
      isCalled = true;
    });
    callOff();
    await new Promise<void>((resolve) => {
      callAfter(20, resolve);
    });
    expect(isCalled).toBe(false);
  });
});
