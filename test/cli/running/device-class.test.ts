import {describe, expect, it} from 'vitest';
import {deviceClassOf} from '../../../src/cli/running/device-class.ts';
import {fakeHost} from '../../helpers/fake-host.ts';

const withChassis = (type: number) =>
  fakeHost({'/sys/class/dmi/id/chassis_type': `${type}\n`, '/sys/class/dmi/id/sys_vendor': 'ACME\n'});

describe('the kind of a machine', () => {
  // DMTF DSP0134, table 17.
  it.each([
    [3, 'desktop'],
    [10, 'laptop'],
    [31, 'laptop'],
    [30, 'tablet'],
    [11, 'handheld'],
    [23, 'server'],
    [33, 'embedded'],
    [1, 'other'],
    [2, 'other'],
    [99, 'other'],
  ])('with chassis %i is %s', async (chassis, expected) => {
    expect(await deviceClassOf(withChassis(chassis))).toBe(expected);
  });

  it('is embedded where a device tree describes it, and other where nothing does', async () => {
    const board = fakeHost({'/sys/class/net/lo/mtu': '1', '/proc/device-tree/compatible': 'acme,board\0'});
    expect(await deviceClassOf(board)).toBe('embedded');
    expect(await deviceClassOf(fakeHost({'/sys/class/net/lo/mtu': '1'}))).toBe('other');
    expect(await deviceClassOf(fakeHost({}))).toBe('other');
  });
});
