import {describe, expect, it} from 'vitest';
import type {ResourceRecord} from '../../src/expressions/environment.ts';
import {resourceRecord} from '../../src/expressions/environment.ts';
import type {Probe} from '../../src/resources/probe.ts';
import {runProbe} from '../../src/resources/run-probe.ts';
import {fakeHost} from '../helpers/fake-host.ts';

function probeOf(probe: Probe['probe']): Probe {
  const keys = new Map([['name', 'string'] as const, ['size', 'integer'] as const]);
  return {name: 'disk', summary: 'Disks', keys, probe};
}

const record = (entries: Record<string, string | number>): ResourceRecord => resourceRecord(Object.entries(entries));

describe('runProbe', () => {
  it('gives the records', async () => {
    const records = [record({name: 'sda', size: 5}), record({name: 'sdb'})];
    expect(
      await runProbe(
        probeOf(async () => records),
        fakeHost({}),
        {timeoutMs: 1000},
      ),
    ).toEqual({
      state: 'known',
      records,
    });
  });

  it('is unknown with the reason where the probe throws', async () => {
    const probe = probeOf(async (host) => [record({name: await host.readText('/sys/x')})]);
    expect(await runProbe(probe, fakeHost({'/sys/x': {error: 'EIO'}}), {timeoutMs: 1000})).toEqual({
      state: 'unknown',
      reason: 'probe disk: EIO: /sys/x',
    });
  });

  it('is unknown and names the device where the probe hangs', async () => {
    const probe = probeOf(async (host) => {
      await Promise.all([host.readText('/sys/fine'), host.readText('/sys/stuck')]);
      return [];
    });
    const host = fakeHost({'/sys/fine': '', '/sys/stuck': {hang: true}});
    expect(await runProbe(probe, host, {timeoutMs: 20})).toEqual({
      state: 'unknown',
      reason: 'probe disk did not answer within 20 ms, reading /sys/stuck',
    });
  });

  it('does not let an undeclared or wrongly typed key through', async () => {
    const run = (entries: Record<string, string | number>) =>
      runProbe(
        probeOf(async () => [record(entries)]),
        fakeHost({}),
        {timeoutMs: 1000},
      );
    expect(await run({nmae: 'x'})).toEqual({
      state: 'unknown',
      reason: 'Internal error: probe disk, record 0: nmae is not declared',
    });
    expect(await run({size: 1.5})).toMatchObject({reason: expect.stringContaining('size is no integer')});
    expect(await run({name: 5})).toMatchObject({reason: expect.stringContaining('name is no string')});
  });
});
