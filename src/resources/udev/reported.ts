import {type Classified, has, isMapped, isSoftwareRaid, property} from './node.ts';

interface ReportRule {
  readonly reported: boolean;
  readonly when: (node: Classified) => boolean;
}

/** Storage tests need this much room; a smaller disk or partition is not offered to them. */
const leastBytes = 100 * 2 ** 20;
const readOnlyFileSystems = ['iso9660', 'squashfs'];
const ubuntuCoreLabels = ['ubuntu-save', 'ubuntu-boot', 'ubuntu-seed'];

function blocksOf({name, options}: Classified) {
  return options.blocks.filter((block) => block.name === name);
}

function isUnfit(node: Classified): boolean {
  return (
    node.category !== 'CDROM' &&
    blocksOf(node).some(
      ({fsType, bytes}) => readOnlyFileSystems.includes(fsType ?? '') || (bytes !== undefined && bytes <= leastBytes),
    )
  );
}

/** Swap areas, members of volume groups, and the partitions Ubuntu Core keeps for itself. */
function isServiceVolume(node: Classified): boolean {
  const usage = property(node, 'ID_FS_USAGE');
  if (usage === undefined) return false;
  return usage !== 'filesystem' || ubuntuCoreLabels.includes(property(node, 'ID_FS_LABEL') ?? '');
}

function isAnonymous({product, vendor, ids}: Classified): boolean {
  return [product, vendor, ids.productId, ids.vendorId].every((value) => value === undefined);
}

function hasNodeOrName(node: Classified): boolean {
  return has(node, 'DEVNAME') || node.name !== undefined;
}

/** The first rule that applies decides; a device that none applies to is reported. */
const rules: readonly ReportRule[] = [
  // Disks of a mainframe say little about themselves.
  {reported: true, when: (node) => property(node, 'MAJOR') === '94'},
  {reported: false, when: isUnfit},
  {reported: false, when: (node) => isMapped(node) && isServiceVolume(node)},
  {reported: true, when: isMapped},
  {reported: true, when: isSoftwareRaid},
  {reported: true, when: ({bus, category}) => bus === 'vchiq' || category === 'WATCHDOG'},
  {reported: false, when: ({bus}) => bus === undefined},
  // Dell's remote console offers drives and a network of its own.
  {reported: false, when: ({vendor}) => vendor === 'iDRAC'},
  {reported: false, when: (node) => has(node, 'IFINDEX') && property(node, 'INTERFACE') === 'idrac'},
  // Of interfaces without hardware, those that have an address for good.
  {
    reported: true,
    when: (node) => node.bus === 'net' && (has(node, 'ID_NET_NAME_MAC') || node.ancestors.length > 0),
  },
  {
    reported: false,
    when: (node) => node.driver === 'nvme' && node.bus === 'nvme' && node.category === 'DISK' && !hasNodeOrName(node),
  },
  {reported: true, when: ({bus, driver}) => driver === 'nvme' && (bus === 'pci' || bus === 'nvme')},
  {reported: true, when: (node) => isPartitionedEmmc(node)},
  {
    reported: true,
    when: (node) => has(node, 'DEVTYPE') && node.bus === 'virtio' && node.driver === 'virtio_blk',
  },
  {reported: true, when: ({bus, category}) => bus === 'mtd' && category === 'DISK'},
  {reported: true, when: ({category}) => category === 'BLUETOOTH'},
  {reported: false, when: isAnonymous},
  {reported: false, when: ({ids}) => (ids.subvendorId === undefined) !== (ids.subproductId === undefined)},
  {
    // A drive's SCSI device stands above its disk; the disk is reported.
    reported: false,
    when: (node) => ['CDROM', 'DISK', 'FLOPPY'].includes(node.category ?? '') && !has(node, 'DEVNAME'),
  },
  {reported: false, when: ({bus}) => bus === 'acpi'},
  // Cisco's remote console.
  {reported: false, when: ({product}) => /^Virtual (?:FDD\/HDD|Floppy|CD\/DVD)$/.test(product ?? '')},
];

function isPartitionedEmmc(node: Classified): boolean {
  const [parent] = node.ancestors;
  const type = property(node, 'MMC_TYPE') ?? (parent && property(parent, 'MMC_TYPE'));
  return has(node, 'ID_PART_TABLE_TYPE') && node.driver === 'mmcblk' && type === 'MMC';
}

export function isReported(node: Classified): boolean {
  return rules.find(({when}) => when(node))?.reported ?? true;
}
