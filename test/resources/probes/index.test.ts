import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {nodeHost} from '../../../src/base/node-host.ts';
import {probes} from '../../../src/resources/probes/index.ts';
import {runProbe} from '../../../src/resources/run-probe.ts';
import {fakeHost} from '../../helpers/fake-host.ts';

describe('the probes', () => {
  it('are known by name', () => {
    expect([...probes.keys()]).toEqual([
      'block',
      'clocksource',
      'cpu',
      'device',
      'dmi',
      'entropy',
      'graphics',
      'memory',
      'net',
      'optical',
      'os',
      'rtc',
      'serial',
      'thermal',
    ]);
  });

  it.each([...probes.values()].map((probe) => [probe.name, probe] as const))(
    '%s keeps to its declared keys on this machine',
    async (_, probe) => {
      const state = await runProbe(probe, nodeHost(), {timeoutMs: 30_000});
      expect(state.state === 'unknown' && state.reason.startsWith('Internal error')).toBe(false);
    },
  );

  it.each([...probes.values()].map((probe) => [probe.name, probe] as const))(
    '%s is unknown on a machine that shows nothing, never empty',
    async (_, probe) => {
      expect((await runProbe(probe, fakeHost({}), {timeoutMs: 5000})).state).toBe('unknown');
    },
  );

  it('are documented, key by key', () => {
    const text = readFileSync(resolve(import.meta.dirname, '../../../docs/probes.md'), 'utf8');
    const documented = text.split(/^#{1,2} /m).flatMap((section) => {
      const name = section.split('\n', 1)[0] ?? '';
      return [...section.matchAll(/^\| `(\w+)` \| (\w+) \|/gm)].map(([, key, type]) => `${name}.${key}: ${type}`);
    });
    const declared = [...probes.values()].flatMap(({name, keys}) =>
      [...keys].map(([key, type]) => `${name}.${key}: ${type}`),
    );
    expect(documented.sort()).toEqual(declared.sort());
  });
});
