import {describe, expect, it} from 'vitest';
import {nodeHost} from '../../../src/base/node-host.ts';
import {device} from '../../../src/resources/probes/device.ts';
import {runProbe} from '../../../src/resources/run-probe.ts';
import {readUdevDevices} from '../../../src/resources/udev/live.ts';
import {type FakeFile, fakeHost} from '../../helpers/fake-host.ts';

const drive = '/devices/pci0000:00/0000:00:1f.2/ata1/host0/target0:0:0/0:0:0:0';

const machine: Record<string, FakeFile> = {
  '/proc/sys/kernel/arch': 'x86_64\n',
  '/proc/self/mountinfo': '',
  '/sys/bus/pci/devices/0000:00:1f.2': {link: '../../../devices/pci0000:00/0000:00:1f.2'},
  '/sys/devices/pci0000:00/0000:00:1f.2/uevent':
    'DRIVER=ahci\nPCI_CLASS=10601\nPCI_SUBSYS_ID=17AA:21CE\nMODALIAS=pci:v00008086d00001C03sv000017AAsd000021CEbc01sc06i01\n',
  '/sys/bus/scsi/devices/0:0:0:0': {link: `../../..${drive}`},
  [`/sys${drive}/uevent`]: 'DEVTYPE=scsi_device\nDRIVER=sr\nMODALIAS=scsi:t-0x05\n',
  [`/sys${drive}/type`]: '5\n',
  [`/sys${drive}/model`]: 'DVDRAM GH24NSC0 \n',
  [`/sys${drive}/vendor`]: 'HL-DT-ST\n',
  '/sys/class/block/sr0': {link: `../..${drive}/block/sr0`},
  [`/sys${drive}/block/sr0/uevent`]: 'MAJOR=11\nMINOR=0\nDEVNAME=sr0\nDEVTYPE=disk\n',
  [`/sys${drive}/block/sr0/dev`]: '11:0\n',
  [`/sys${drive}/block/sr0/size`]: '2097151\n',
  [`/sys${drive}/block/sr0/device`]: {link: '../../../0:0:0:0'},
  '/sys/class/net/eth0': {link: '../../devices/pci0000:00/0000:00:19.0/net/eth0'},
  '/sys/devices/pci0000:00/0000:00:19.0/net/eth0/uevent': 'INTERFACE=eth0\nIFINDEX=2\n',
  '/sys/devices/pci0000:00/0000:00:19.0/net/eth0/address': '02:00:00:00:00:01\n',
  '/sys/devices/pci0000:00/0000:00:19.0/net/eth0/type': '1\n',
  '/sys/devices/pci0000:00/0000:00:19.0/net/eth0/addr_assign_type': '0\n',
  '/sys/bus/pci/devices/0000:00:19.0': {link: '../../../devices/pci0000:00/0000:00:19.0'},
  '/sys/devices/pci0000:00/0000:00:19.0/uevent':
    'DRIVER=e1000e\nPCI_CLASS=20000\nPCI_SUBSYS_ID=17AA:21CE\nMODALIAS=pci:v00008086d00001502sv000017AAsd000021CEbc02sc00i00\n',
  '/sys/class/net/bonding_masters': '',
  '/sys/class/input/input1': {link: '../../devices/virtual/input/input1'},
  '/sys/devices/virtual/input/input1/uevent': {error: 'ENODEV'},
};

const database: Record<string, FakeFile> = {
  '/run/udev/data/b11:0':
    'S:cdrom\nI:123\nE:ID_CDROM=1\nE:ID_CDROM_DVD=1\nE:ID_TYPE=cd\nE:ID_MODEL_ENC=DVD\\x20RW\nG:seat\n',
  '/run/udev/data/n2': 'E:ID_NET_NAME_MAC=enx020000000001\n',
  '/run/udev/data/+pci:0000:00:19.0': 'E:ID_VENDOR_FROM_DATABASE=Intel Corporation\n',
};

async function recordsOf(files: Record<string, FakeFile>) {
  const state = await runProbe(device, fakeHost(files), {timeoutMs: 5000});
  if (state.state === 'unknown') throw new Error(state.reason);
  return state.records.map((record) => ({...record}));
}

describe('readUdevDevices', () => {
  it('lists each device once, after those above it, with what the database says', async () => {
    const devices = await readUdevDevices(fakeHost({...machine, ...database}));
    expect(devices.map(({path}) => path)).toEqual([
      '/devices/pci0000:00/0000:00:19.0',
      '/devices/pci0000:00/0000:00:19.0/net/eth0',
      '/devices/pci0000:00/0000:00:1f.2',
      drive,
      `${drive}/block/sr0`,
      '/devices/virtual/input/input1',
    ]);
    const sr0 = devices.find(({node}) => node === 'sr0');
    expect(sr0?.links).toEqual(['cdrom']);
    expect(Object.fromEntries(sr0?.properties ?? [])).toMatchObject({
      DEVNAME: '/dev/sr0',
      DEVLINKS: '/dev/cdrom',
      SUBSYSTEM: 'block',
      ID_CDROM: '1',
    });
  });

  it('does not take a machine without /sys for one without devices', async () => {
    await expect(readUdevDevices(fakeHost({'/proc/cmdline': ''}))).rejects.toThrow('/sys is not mounted');
  });
});

describe('the device probe', () => {
  const interfaceRecord = {
    path: '/devices/pci0000:00/0000:00:19.0',
    bus: 'pci',
    category: 'NETWORK',
    driver: 'e1000e',
    interface: 'eth0',
    mac: '02:00:00:00:00:01',
    product_id: '5378',
    vendor_id: '32902',
    subproduct_id: '8654',
    subvendor_id: '6058',
  };

  it('calls an optical drive by the name of its node, with udev', async () => {
    const records = await recordsOf({...machine, ...database});
    expect(records.find(({category}) => category === 'CDROM')).toEqual({
      path: drive,
      name: 'sr0',
      bus: 'scsi',
      category: 'CDROM',
      driver: 'sr',
      product: 'DVD RW',
      product_slug: 'DVD_RW',
    });
    expect(records.find(({interface: name}) => name === 'eth0')).toEqual(interfaceRecord);
  });

  it('finds the drive and the interface without udev too', async () => {
    const records = await recordsOf(machine);
    expect(records.find(({category}) => category === 'CDROM')).toMatchObject({
      name: 'sr0',
      product: 'DVDRAM GH24NSC0',
      vendor: 'HL-DT-ST',
    });
    expect(records.find(({interface: name}) => name === 'eth0')).toEqual(interfaceRecord);
  });

  it('answers on this machine', async () => {
    const state = await runProbe(device, nodeHost(), {timeoutMs: 20_000});
    expect(state.state).toBe('known');
  });
});
