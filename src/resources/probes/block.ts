import {dirname} from 'node:path/posix';
import type {Host} from '../../base/host.ts';
import type {ResourceRecord} from '../../expressions/environment.ts';
import type {Probe} from '../probe.ts';
import {
  attribute,
  booleanAttribute,
  classDevices,
  declareKeys,
  exists,
  integerAttribute,
  mapBounded,
  namesIn,
  realPathOr,
  recordOf,
} from '../read-sys.ts';
import {udevProperties} from '../udev/database.ts';
import {decodeUdev} from '../udev/decode.ts';
import {type Mount, readMounts} from './mounts.ts';

/** Sizes in /sys are in these, whatever the device's own blocks are. */
const sectorBytes = 512;

const typesByName: readonly (readonly [RegExp, string])[] = [
  [/^loop\d/, 'loop'],
  [/^ram\d/, 'ram'],
  [/^zram\d/, 'zram'],
  [/^dm-\d/, 'mapped'],
  [/^md/, 'raid'],
  [/^sr\d/, 'rom'],
  [/^fd\d/, 'floppy'],
  [/^(?:nbd|drbd|rbd)\d/, 'network'],
  [/^mtdblock\d/, 'flash'],
  [/^mmcblk\d+(?:boot|gp|rpmb)\d*$/, 'boot'],
];

const transportsByPath: readonly (readonly [RegExp, string])[] = [
  [/\/usb\d+\//, 'usb'],
  [/\/(?:nvme|nvme-subsystem|nvme-fabrics)\//, 'nvme'],
  [/\/mmc_host\//, 'mmc'],
  [/\/ata\d+\//, 'ata'],
  [/\/end_device-/, 'sas'],
  [/\/rport-/, 'fc'],
  [/\/session\d+\//, 'iscsi'],
  [/\/firewire\d+\/|\/fw\d+\//, 'firewire'],
  [/\/virtio\d+\//, 'virtio'],
  [/\/vbd-/, 'xen'],
  [/\/host\d+\//, 'scsi'],
];

function firstMatch(rules: readonly (readonly [RegExp, string])[], text: string): string | undefined {
  return rules.find(([pattern]) => pattern.test(text))?.[1];
}

/** Namespaces of a multipath controller stand below /devices/virtual, yet are hardware. */
function isVirtual(path: string): boolean {
  return path.startsWith('/sys/devices/virtual/') && !path.includes('/nvme-subsystem/');
}

interface Place {
  readonly name: string;
  /** The real path of the device, and of the whole disk a partition belongs to. */
  readonly path: string;
  readonly disk: string;
  readonly isPartition: boolean;
}

/** Vital product data page 0x80 of a SCSI disk: a header of four bytes, then the serial number. */
async function scsiSerial(host: Host, disk: string): Promise<string | undefined> {
  try {
    const page = await host.readBytes(`${disk}/device/vpd_pg80`);
    return (
      Buffer.from(page.subarray(4))
        .toString('latin1')
        .replace(/[\s\0]+/g, ' ')
        .trim() || undefined
    );
  } catch {
    return undefined;
  }
}

async function identity(host: Host, disk: string, properties: ReadonlyMap<string, string>) {
  const encoded = (name: string): string | undefined => decodeUdev(properties.get(name) ?? '') || undefined;
  const name = (await attribute(host, `${disk}/device/model`)) ?? (await attribute(host, `${disk}/device/name`));
  const vendor = await attribute(host, `${disk}/device/vendor`);
  return {
    model: name ?? encoded('ID_MODEL_ENC'),
    // A virtio device has a PCI vendor number there.
    vendor: vendor === undefined || vendor.startsWith('0x') ? encoded('ID_VENDOR_ENC') : vendor,
    serial:
      (await attribute(host, `${disk}/device/serial`)) ??
      (await attribute(host, `${disk}/serial`)) ??
      (await scsiSerial(host, disk)) ??
      properties.get('ID_SERIAL_SHORT'),
  };
}

function mountsOf(mounts: readonly Mount[], number: string | undefined, path: string): readonly Mount[] {
  return mounts.filter((mount) => (number !== undefined && mount.device === number) || mount.source === path);
}

/** The table of what udev found on the disk knows the file system; without one, a mount does. */
function fileSystem(properties: ReadonlyMap<string, string>, mounted: readonly Mount[]) {
  return {
    fs_type: properties.get('ID_FS_TYPE') ?? mounted[0]?.type,
    fs_label: decodeUdev(properties.get('ID_FS_LABEL_ENC') ?? '') || properties.get('ID_FS_LABEL'),
    fs_uuid: properties.get('ID_FS_UUID'),
  };
}

async function blockRecord(host: Host, place: Place, mounts: readonly Mount[]): Promise<ResourceRecord> {
  const {name, path, disk, isPartition} = place;
  const node = `/dev/${name.replaceAll('!', '/')}`;
  const number = await attribute(host, `${path}/dev`);
  const properties = await udevProperties(host, number === undefined ? undefined : `b${number}`);
  const mounted = mountsOf(mounts, number, node);
  const mapperName = await attribute(host, `${path}/dm/name`);
  const alsoMounted = mapperName === undefined ? [] : mountsOf(mounts, undefined, `/dev/mapper/${mapperName}`);
  const targets = [...new Set([...mounted, ...alsoMounted].map(({target}) => target))];
  const sectors = await integerAttribute(host, `${path}/size`);
  const type = isPartition ? 'partition' : (firstMatch(typesByName, name) ?? 'disk');
  return recordOf({
    name,
    path: node,
    type,
    disk: isPartition ? disk.split('/').at(-1) : undefined,
    virtual: isVirtual(path),
    size_bytes: sectors === undefined ? undefined : sectors * sectorBytes,
    logical_block_size: await integerAttribute(host, `${disk}/queue/logical_block_size`),
    physical_block_size: await integerAttribute(host, `${disk}/queue/physical_block_size`),
    removable: await booleanAttribute(host, `${disk}/removable`),
    rotational: await booleanAttribute(host, `${disk}/queue/rotational`),
    read_only: await booleanAttribute(host, `${path}/ro`),
    ...(await identity(host, disk, properties)),
    transport: firstMatch(transportsByPath, `${path}/`),
    mounted: targets,
    holders: await namesIn(host, `${path}/holders`),
    mapper_name: mapperName,
    ...fileSystem(properties, [...mounted, ...alsoMounted]),
  });
}

/** Undefined for what nobody can open: paths of a multipath device, loop devices without a file. */
async function placeOf(host: Host, name: string): Promise<Place | undefined> {
  const path = await realPathOr(host, `/sys/class/block/${name}`);
  if (path === undefined || (await booleanAttribute(host, `${path}/hidden`))) return undefined;
  if (name.startsWith('loop') && (await integerAttribute(host, `${path}/size`)) === 0) return undefined;
  const isPartition = await exists(host, `${path}/partition`);
  return {name, path, isPartition, disk: isPartition ? dirname(path) : path};
}

export const block: Probe = {
  name: 'block',
  summary: 'Disks, partitions and other block devices',
  keys: declareKeys({
    name: 'string',
    path: 'string',
    type: 'string',
    disk: 'string',
    virtual: 'boolean',
    size_bytes: 'integer',
    logical_block_size: 'integer',
    physical_block_size: 'integer',
    removable: 'boolean',
    rotational: 'boolean',
    read_only: 'boolean',
    model: 'string',
    vendor: 'string',
    serial: 'string',
    transport: 'string',
    mounted: 'list',
    holders: 'list',
    mapper_name: 'string',
    fs_type: 'string',
    fs_label: 'string',
    fs_uuid: 'string',
  }),
  async probe(host) {
    const mounts = await readMounts(host);
    const places = await mapBounded(await classDevices(host, 'block'), (name) => placeOf(host, name));
    const usable = places.filter((place) => place !== undefined);
    return mapBounded(usable, (place) => blockRecord(host, place, mounts));
  },
};
