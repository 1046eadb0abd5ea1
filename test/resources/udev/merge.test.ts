import {describe, expect, it} from 'vitest';
import {deviceRecords} from '../../../src/resources/udev/device-records.ts';
import {parseUdevDb} from '../../helpers/udev-db.ts';

const options = {blocks: [], partitions: false, wordBits: 64} as const;

function device(path: string, properties: Readonly<Record<string, string>>, node?: string): string {
  const lines = Object.entries(properties).map(([key, value]) => `E: ${key}=${value}\n`);
  return `P: ${path}\n${node === undefined ? '' : `N: ${node}\n`}${lines.join('')}\n`;
}

const card = (number: number): string =>
  device(`/devices/pci0000:00/0000:00:1c.${number}`, {
    SUBSYSTEM: 'pci',
    PCI_CLASS: '20000',
    PCI_SUBSYS_ID: '17AA:21CE',
    MODALIAS: 'pci:v00008086d00001502sv000017AAsd000021CEbc02sc00i00',
  }) +
  device(`/devices/pci0000:00/0000:00:1c.${number}/net/e${number}`, {
    SUBSYSTEM: 'net',
    IFINDEX: String(number),
    INTERFACE: `e${number}`,
  });

const camera = (directory: string, number: number, name = `video${number}`): string =>
  device(
    `${directory}/video4linux/${name}`,
    {SUBSYSTEM: 'video4linux', MINOR: String(number), ID_V4L_PRODUCT: 'Sensor'},
    name,
  );

const names = (database: string): readonly unknown[] =>
  deviceRecords(parseUdevDb(database), options).map(({name, interface: link}) => name ?? link);

describe('parts of one thing', () => {
  it('makes a network card and its interface one device', () => {
    expect(deviceRecords(parseUdevDb(card(1)), options).map((record) => ({...record}))).toEqual([
      {
        path: '/devices/pci0000:00/0000:00:1c.1',
        bus: 'pci',
        category: 'NETWORK',
        product_id: '5378',
        vendor_id: '32902',
        subproduct_id: '8654',
        subvendor_id: '6058',
        interface: 'e1',
        mac: 'UNKNOWN',
      },
    ]);
  });

  it('stays linear over very many of them', () => {
    const database = Array.from({length: 20_000}, (_, number) => card(number)).join('');
    expect(names(database)).toHaveLength(20_000);
  });

  it('keeps the first node of a camera, by number and not by letter', () => {
    expect(names(camera('/devices/a', 10) + camera('/devices/a', 9))).toEqual(['video9']);
  });

  it('keeps two cameras that have no link by their ids, and no parts of them', () => {
    const database = camera('/devices/a', 0) + camera('/devices/b', 1) + camera('/devices/c', 2, 'v4l-subdev0');
    expect(names(database)).toEqual(['video0', 'video1']);
  });

  it('does not stumble over an NVMe disk right on the root bus', () => {
    const database =
      device('/devices/nvme0', {SUBSYSTEM: 'nvme', DRIVER: 'nvme'}, 'nvme0') +
      device('/devices/nvme0/nvme0n1', {SUBSYSTEM: 'block', DEVTYPE: 'disk', DEVNAME: '/dev/nvme0n1'}, 'nvme0n1');
    expect(names(database)).toContain('nvme0n1');
  });
});
