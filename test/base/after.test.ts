import {describe, expect, it} from 'vitest';
import {after} from '../../src/base/after.ts';

/** Node's own timers call at once where they are to wait longer than 25 days. */
const long = 2 ** 31;

describe('after', () => {
  it('calls those that wait longer later, however long', async () => {
    const called: number[] = [];
    const callOff = after(long, () => called.push(long));
    await new Promise<void>((resolve) => {
      after(20, () => {
        called.push(20);
        resolve();
      });
      after(0, () => called.push(0));
    });
    callOff();
    expect(called).toEqual([0, 20]);
  });

  it('does not call what was called off', async () => {
    let isCalled = false;
    const callOff = after(1, () => {
      isCalled = true;
    });
    callOff();
    await new Promise<void>((resolve) => {
      after(20, resolve);
    });
    expect(isCalled).toBe(false);
  });
});
