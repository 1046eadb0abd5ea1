import {describe, expect, it} from 'vitest';
import {block} from '../../../src/resources/probes/block.ts';
import {parseMounts} from '../../../src/resources/probes/mounts.ts';
import {type Files, inside, onlyRecord, probeRecords} from './probe-records.ts';

const sda = '/sys/devices/pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block/sda';
const vpd = Buffer.concat([Buffer.from([0, 0x80, 0, 12]), Buffer.from('  S4EVNX0M123 ')]);

const disk: Files = {
  '/sys/class/block/sda': {link: `${sda}`},
  ...inside(sda, {
    dev: '8:0\n',
    size: '1000215216\n',
    removable: '0\n',
    ro: '0\n',
    'queue/logical_block_size': '512\n',
    'queue/physical_block_size': '4096\n',
    'queue/rotational': '0\n',
    'device/model': 'Samsung SSD 860 \n',
    'device/vendor': 'ATA     \n',
    'device/vpd_pg80': vpd,
    holders: {kind: 'directory'},
  }),
  '/sys/class/block/sda1': {link: `${sda}/sda1`},
  ...inside(`${sda}/sda1`, {partition: '1\n', dev: '8:1\n', size: '2048\n', ro: '1\n', 'holders/dm-0': ''}),
  '/run/udev/data/b8:1': 'E:ID_FS_TYPE=ext4\nE:ID_FS_LABEL_ENC=my\\x20data\nE:ID_FS_UUID=cafe\n',
};

const mounts =
  '22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n23 22 8:1 /x /mnt/a\\040b rw - ext4 /dev/sda1 rw\n';

async function named(files: Files, name: string) {
  const records = await probeRecords(block, {'/proc/self/mountinfo': mounts, ...files});
  return records.find((record) => record['name'] === name);
}

function bare(name: string, path: string, attributes: Files = {}): Files {
  return {[`/sys/class/block/${name}`]: {link: path}, ...inside(path, {dev: '1:1\n', size: '8\n', ...attributes})};
}

describe('block', () => {
  it('reads a disk and its partition', async () => {
    expect(await named(disk, 'sda')).toEqual({
      name: 'sda',
      path: '/dev/sda',
      type: 'disk',
      virtual: false,
      size_bytes: 512_110_190_592,
      logical_block_size: 512,
      physical_block_size: 4096,
      removable: false,
      rotational: false,
      read_only: false,
      model: 'Samsung SSD 860',
      vendor: 'ATA',
      serial: 'S4EVNX0M123',
      transport: 'ata',
      mounted: [],
      holders: [],
    });
    expect(await named(disk, 'sda1')).toMatchObject({
      path: '/dev/sda1',
      type: 'partition',
      disk: 'sda',
      size_bytes: 2 ** 20,
      logical_block_size: 512,
      read_only: true,
      mounted: ['/', '/mnt/a b'],
      holders: ['dm-0'],
      fs_type: 'ext4',
      fs_label: 'my data',
      fs_uuid: 'cafe',
    });
  });

  it('drops only the key that cannot be read', async () => {
    const record = await named({...disk, [`${sda}/size`]: {error: 'EIO'}, [`${sda}/ro`]: {error: 'ENODEV'}}, 'sda');
    expect(record).toMatchObject({model: 'Samsung SSD 860', removable: false});
    expect(record).not.toHaveProperty('size_bytes');
    expect(record).not.toHaveProperty('read_only');
  });

  it.each([
    ['usb', 'sdb', '/sys/devices/pci0/usb2/2-1/2-1:1.0/host4/target4:0:0/4:0:0:0/block/sdb'],
    ['nvme', 'nvme0n1', '/sys/devices/pci0/0000:01:00.0/nvme/nvme0/nvme0n1'],
    ['mmc', 'mmcblk0', '/sys/devices/platform/soc/mmc_host/mmc0/mmc0:0001/block/mmcblk0'],
    ['virtio', 'vda', '/sys/devices/pci0/0000:00:02.0/virtio1/block/vda'],
    ['sas', 'sdc', '/sys/devices/pci0/host1/port-1:0/end_device-1:0/target1:0:0/1:0:0:0/block/sdc'],
    [undefined, 'dasda', '/sys/devices/css0/0.0.0001/0.0.0200/block/dasda'],
  ])('tells the transport %s of %s', async (transport, name, path) => {
    const record = await named(bare(name, path), name);
    expect(record?.['transport']).toBe(transport);
    expect(record).toMatchObject({type: 'disk', virtual: false});
  });

  it.each([
    ['rom', 'sr0'],
    ['loop', 'loop3'],
    ['zram', 'zram0'],
    ['mapped', 'dm-0'],
    ['raid', 'md127'],
    ['network', 'nbd0'],
    ['flash', 'mtdblock0'],
    ['boot', 'mmcblk0boot0'],
    ['floppy', 'fd0'],
  ])('tells the type %s of %s', async (type, name) => {
    expect(await named(bare(name, `/sys/devices/virtual/block/${name}`), name)).toMatchObject({type, virtual: true});
  });

  it('knows a multipath disk as hardware and does not list its paths', async () => {
    const files = {
      ...bare('nvme0n1', '/sys/devices/virtual/nvme-subsystem/nvme-subsys0/nvme0n1'),
      ...bare('nvme0c0n1', '/sys/devices/pci0/0000:01:00.0/nvme/nvme0/nvme0c0n1', {hidden: '1\n'}),
    };
    expect(await probeRecords(block, {'/proc/self/mountinfo': '', ...files})).toEqual([
      expect.objectContaining({name: 'nvme0n1', virtual: false, transport: 'nvme'}),
    ]);
  });

  it('leaves out loop devices without a file and orders names as people do', async () => {
    const files = {
      '/proc/self/mountinfo': '',
      ...bare('loop0', '/sys/devices/virtual/block/loop0', {size: '0\n'}),
      ...bare('sda10', '/sys/devices/x/block/sda/sda10', {partition: '10\n'}),
      ...bare('sda2', '/sys/devices/x/block/sda/sda2', {partition: '2\n'}),
    };
    expect((await probeRecords(block, files)).map(({name}) => name)).toEqual(['sda2', 'sda10']);
  });

  it('finds what is mounted of a volume, and swap', async () => {
    const record = await onlyRecord(block, {
      '/proc/self/mountinfo': '30 1 0:45 / /home rw - btrfs /dev/mapper/vg-home rw\n',
      '/proc/swaps': 'Filename Type Size Used Priority\n/dev/dm-1 partition 100 0 -2\n',
      ...bare('dm-1', '/sys/devices/virtual/block/dm-1', {'dm/name': 'vg-home\n'}),
    });
    expect(record).toMatchObject({mapper_name: 'vg-home', mounted: ['[SWAP]', '/home'], path: '/dev/dm-1'});
  });

  it('gives the node of a name with a slash', async () => {
    const record = await named(bare('cciss!c0d0', '/sys/devices/x/block/cciss!c0d0'), 'cciss!c0d0');
    expect(record).toMatchObject({path: '/dev/cciss/c0d0'});
  });

  it('knows that there are none, or does not know', async () => {
    expect(await probeRecords(block, {'/proc/self/mountinfo': '', '/sys/class/net/lo': ''})).toEqual([]);
    await expect(probeRecords(block, {'/proc/self/mountinfo': ''})).rejects.toThrow('/sys is not mounted');
    await expect(
      probeRecords(block, {'/proc/self/mountinfo': '', '/sys/class/block': {error: 'EACCES'}}),
    ).rejects.toThrow('EACCES');
  });
});

it('parseMounts passes over lines that are none', () => {
  expect(parseMounts('\nnonsense\n1 2 3:4 / /a rw\n')).toEqual([]);
});
