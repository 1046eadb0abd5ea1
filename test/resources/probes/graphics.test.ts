import {describe, expect, it} from 'vitest';
import {graphics} from '../../../src/resources/probes/graphics.ts';
import {fakeHost} from '../../helpers/fake-host.ts';

const card = '/sys/bus/pci/devices/0000:01:00.0';
const machine = {
  '/sys/bus/pci/devices/0000:00:1f.0/class': '0x060100\n',
  [`${card}/class`]: '0x030000\n',
  [`${card}/vendor`]: '0x10de\n',
  [`${card}/device`]: '0x2484\n',
  [`${card}/boot_vga`]: '1\n',
  [`${card}/driver`]: {link: '/sys/bus/pci/drivers/nouveau'},
  '/sys/bus/pci/drivers/nouveau/module': '',
  [`${card}/drm/card0/card0-HDMI-A-1/status`]: 'connected\n',
  [`${card}/drm/card0/card0-DP-1/status`]: 'disconnected\n',
};
const known = {
  address: '0000:01:00.0',
  vendor_id: '10de',
  product_id: '2484',
  driver: 'nouveau',
  boot: true,
  connected: ['HDMI-A-1'],
};

const plain = (records: readonly object[]): readonly object[] => records.map((record) => ({...record}));

describe('graphics', () => {
  it('names a controller as the tools do', async () => {
    const graphicsControllers = async () => [{busAddress: '01:00.0', vendor: 'NVIDIA', model: 'GA104'}];
    const records = await graphics.probe(fakeHost(machine, {graphicsControllers}));
    expect(plain(records)).toEqual([{...known, vendor: 'NVIDIA', model: 'GA104'}]);
  });

  it('leaves the names out where no tool tells them', async () => {
    expect(plain(await graphics.probe(fakeHost(machine)))).toEqual([known]);
    const nothing = fakeHost(machine, {graphicsControllers: async () => [{busAddress: '', vendor: '', model: ''}]});
    expect(plain(await graphics.probe(nothing))).toEqual([known]);
  });

  it('asks no tool where there is no controller', async () => {
    const host = fakeHost(
      {'/sys/bus/pci/devices/0000:00:1f.0/class': '0x060100\n'},
      {
        graphicsControllers: () => Promise.reject(new Error('was asked')),
      },
    );
    expect(await graphics.probe(host)).toEqual([]);
  });
});
