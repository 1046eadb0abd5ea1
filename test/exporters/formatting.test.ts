import {describe, expect, it} from 'vitest';
import {counted} from '../../src/base/counted.ts';
import {diskSize, isoTime, memorySize, readableTime} from '../../src/exporters/formatting.ts';

describe('times', () => {
  it('are in UTC', () => {
    expect(readableTime(Date.UTC(2026, 10, 22, 9, 30, 5, 250))).toBe('2026-11-22 09:30:05 UTC');
  });

  it('stand for the epoch where they are none', () => {
    expect(isoTime(Number.NaN)).toBe('1970-01-01T00:00:00.000Z');
  });
});

describe('sizes', () => {
  it('of memory are binary, of disks decimal', () => {
    expect(memorySize(17_179_869_184)).toBe('16 GiB');
    expect(memorySize(512)).toBe('512 B');
    expect(diskSize(512_110_190_592)).toBe('512 GB');
    expect(diskSize(4_000_787_030_016)).toBe('4 TB');
    expect(diskSize(1_500_000)).toBe('1.5 MB');
  });
});

it('counts with the right noun', () => {
  expect([counted(1, 'job'), counted(2, 'job'), counted(0, 'box', 'boxes')]).toEqual(['1 job', '2 jobs', '0 boxes']);
});
