import {describe, expect, it} from 'vitest';
import {createTimeLeft} from '../../../src/runners/view/time-left.ts';
import type {RunLine} from '../../../src/runners/view/view.ts';
import {journalJob} from '../../session/events.ts';

function job(plugin: string, estimatedMs: number | undefined, durationMs?: number): RunLine {
  const common = {...journalJob('a'), plugin, ...(estimatedMs === undefined ? {} : {estimatedMs})};
  return durationMs === undefined
    ? {job: common, status: 'waiting', attempts: 0}
    : {job: common, status: 'done', outcome: 'pass', durationMs, attempts: 1};
}

function leftOf(...lines: readonly RunLine[]): number | undefined {
  const time = createTimeLeft();
  for (const line of lines) time.replace(undefined, line);
  return time.left();
}

const quick = (count: number): readonly RunLine[] => Array.from({length: count}, () => job('resource', 1000, 1));

describe('the time that is left', () => {
  it('is what the authors say until jobs of about that length have finished', () => {
    expect(leftOf(job('shell', 30_000), job('shell', 10_000, 20_000))).toBe(30_000);
    expect(leftOf(job('shell', 30_000), ...quick(50))).toBe(30_000);
    expect(leftOf(job('shell', undefined))).toBeUndefined();
  });

  it('follows the finished ones of its length, within reason', () => {
    const slow = Array.from({length: 3}, () => job('shell', 20_000, 40_000));
    expect(leftOf(job('shell', 30_000), ...slow)).toBe(60_000);
    const stuck = Array.from({length: 3}, () => job('shell', 20_000, 20_000_000));
    expect(leftOf(job('shell', 30_000), ...stuck)).toBe(300_000);
  });

  it('is never scaled for a person', () => {
    const fast = Array.from({length: 9}, () => job('shell', 30_000, 100));
    expect(leftOf(job('manual', 30_000), job('user-verify', 30_000), ...fast)).toBe(60_000);
    expect(leftOf(job('shell', 30_000), ...Array.from({length: 9}, () => job('manual', 30_000, 1)))).toBe(30_000);
  });

  it('takes back what changes', () => {
    const time = createTimeLeft();
    const waiting = job('shell', 5000);
    time.replace(undefined, waiting);
    time.replace(waiting, job('shell', 5000, 4000));
    expect(time.left()).toBeUndefined();
  });
});
