import {cardReaderModel} from './bus.ts';
import {inputRules} from './input-categories.ts';
import {has, isCanAdapter, isMapped, isOnUsb, isSoftwareRaid, type Named, type Placed, property} from './node.ts';
import {pciCategory, pciClassOf} from './pci-categories.ts';
import type {CategoryRule} from './rule.ts';
import {usbCategory} from './usb-categories.ts';

const network: readonly CategoryRule[] = [
  {category: 'WIRELESS', when: (node) => ['wlan', 'wimax'].includes(property(node, 'DEVTYPE') ?? '')},
  {category: 'WWAN', when: (node) => property(node, 'DEVTYPE') === 'wwan'},
  {
    // Ralink and Realtek radios on SDIO do not say that they are wireless.
    category: 'WIRELESS',
    when: (node) => (node.driver?.startsWith('rt') ?? false) && /^(?:ra|wlan)/.test(property(node, 'INTERFACE') ?? ''),
  },
  {category: 'SOCKETCAN', when: (node) => /^(?:llce)?can\d+$/.test(property(node, 'INTERFACE') ?? '')},
  {
    category: 'BMC_NETWORK',
    when: (node) =>
      (property(node, 'ID_MODEL')?.startsWith('XClarity') ?? false) ||
      (property(node, 'ID_NET_NAME')?.startsWith('bmc_') ?? false),
  },
  {category: 'INFINIBAND', when: ({ancestors: [parent]}) => parent !== undefined && pciClassOf(parent) === 0x0207},
  {category: 'USB', when: ({driver}) => driver?.includes('rndis') ?? false},
  {category: 'VIRTUAL_NETWORK', when: (node) => /(?=.*virtual)(?=.*ethernet)/i.test(property(node, 'ID_MODEL') ?? '')},
  {category: 'NETWORK', when: () => true},
];

/** Where the running system is, Ubuntu Core's partitions included: such a disk is internal whatever it is plugged to. */
const systemMount = /^\/$|\/(?:writable|hostfs|ubuntu-seed|ubuntu-boot|ubuntu-save|data|boot)/;

/** The system runs from this disk or one of its partitions. */
function holdsSystem({name, options}: Named): boolean {
  if (name === undefined) return false;
  return options.blocks.some(
    (block) =>
      block.mountpoint !== undefined &&
      block.name.startsWith(name) &&
      /^(?:p?\d+)?$/.test(block.name.slice(name.length)) &&
      systemMount.test(block.mountpoint),
  );
}

function mmcType(node: Placed): string | undefined {
  return property(node, 'MMC_TYPE') ?? (node.ancestors[0] && property(node.ancestors[0], 'MMC_TYPE'));
}

/** A SCSI disk that is the slot of a card reader. */
function isFlashSlot(node: Named): boolean {
  const isSlot =
    !['disk', 'partition'].includes(property(node, 'DEVTYPE') ?? '') ||
    has(node, 'ID_DRIVE_FLASH_SD') ||
    property(node, 'ID_MODEL') === 'Card_Reader';
  return isSlot && Boolean(node.product) && [...node.device.properties.keys()].some((key) => /flash/i.test(key));
}

function isUsbReader(node: Named): boolean {
  return isOnUsb(node) && node.bus !== 'hidraw' && node.product !== undefined && cardReaderModel.test(node.product);
}

/** Readers that give no better name than "Generic"; disks and cameras do that too. */
function isGenericReader(node: Named): boolean {
  const {vendor, product} = node;
  return (
    isOnUsb(node) &&
    product !== undefined &&
    /Generic/i.test(vendor ?? '') &&
    !/Mass|Storage|Disk|Camera/i.test(product)
  );
}

const byDriver: readonly CategoryRule[] = [
  {category: 'CARDREADER', when: ({driver}) => driver?.startsWith('sdhci') ?? false},
  {
    // eMMC looks like a card, but for the system on it.
    category: 'DISK',
    when: (node) => (node.driver?.startsWith('mmc') ?? false) && mmcType(node) === 'MMC' && holdsSystem(node),
  },
  {category: 'CARDREADER', when: ({driver}) => driver?.startsWith('mmc') ?? false},
  {category: 'DISK', when: (node) => node.driver === 'sd' && holdsSystem(node)},
  {category: 'CARDREADER', when: ({driver}) => driver === 'rts_pstor'},
  {category: 'ACCELEROMETER', when: ({driver}) => driver === 'smo8800'},
  {category: 'CARDREADER', when: ({driver}) => driver?.startsWith('rtsx') ?? false},
  {category: 'CARDREADER', when: (node) => node.driver === 'sd' && isFlashSlot(node)},
  {category: 'CARDREADER', when: (node) => Boolean(node.driver) && (isUsbReader(node) || isGenericReader(node))},
  {category: 'CARDREADER', when: ({driver}) => /card.*reader/i.test(driver ?? '')},
];

const byStorageType: readonly CategoryRule[] = [
  {category: 'CDROM', when: (node) => property(node, 'ID_TYPE') === 'cd'},
  {
    category: 'DISK',
    when: (node) =>
      property(node, 'ID_TYPE') === 'disk' &&
      !isOnUsb(node) &&
      !node.ancestors.some(({category}) => category === 'CARDREADER'),
  },
  {category: 'VIDEO', when: (node) => property(node, 'ID_TYPE') === 'video' && !isOnUsb(node)},
];

function isDisk(node: Placed): boolean {
  return property(node, 'DEVTYPE') === 'disk';
}

const disks: readonly CategoryRule[] = [
  {category: 'CDROM', when: (node) => isDisk(node) && has(node, 'ID_CDROM')},
  {category: 'FLOPPY', when: (node) => isDisk(node) && has(node, 'ID_DRIVE_FLOPPY')},
  {category: 'DISK', when: (node) => isDisk(node) && node.driver === 'virtio_blk' && node.bus === 'virtio'},
  {
    category: 'DISK',
    when: (node) => isDisk(node) && node.driver === 'nvme' && (node.bus === 'pci' || node.bus === 'nvme'),
  },
  {
    category: 'DISK',
    when: (node) => isDisk(node) && isMapped(node) && (property(node, 'ID_FS_USAGE') ?? 'filesystem') === 'filesystem',
  },
  {category: 'DISK', when: (node) => isDisk(node) && isSoftwareRaid(node)},
  {category: 'DISK', when: (node) => isDisk(node) && node.bus === 'mtd'},
  {category: 'DISK', when: (node) => isDisk(node) && node.driver === 'dasd-eckd'},
];

/** Peripheral device types of SCSI (SPC-4, table 141). */
const scsiTypes: ReadonlyMap<number, string> = new Map([
  [0, 'DISK'],
  [7, 'DISK'],
  [14, 'DISK'],
  [1, 'TAPE'],
  [2, 'PRINTER'],
  [4, 'CDROM'],
  [5, 'CDROM'],
  [6, 'SCANNER'],
  [12, 'RAID'],
]);

function scsiCategory(node: Named): string | undefined {
  if (property(node, 'DEVTYPE') !== 'scsi_device') return undefined;
  const type = /^scsi:t-0x([0-9a-f]{2})/i.exec(property(node, 'MODALIAS') ?? '')?.[1];
  const category = type === undefined ? undefined : scsiTypes.get(Number.parseInt(type, 16));
  const isReader = node.ancestors.some(({driver}) => driver === 'rts_pstor');
  return category === 'DISK' && isReader ? undefined : category;
}

function isPartition(node: Placed): boolean {
  return node.options.partitions && property(node, 'DEVTYPE') === 'partition' && node.ancestors.length > 0;
}

/** Drivers of codecs and image processors, which are no cameras. */
const noCamera = /bcm2835-codec|bcm2835-isp|mtk-vcodec-enc|mtk-vcodec-dec|mtk-jpeg|mtk-mdp3|intel[-_]ipu[0-9].*/;

const bySubsystem: readonly CategoryRule[] = [
  {category: 'FLOPPY', when: (node) => property(node, 'DRIVER') === 'floppy'},
  {category: 'CANBUS', when: isCanAdapter},
  {category: 'AUDIO', when: ({bus}) => bus === 'sound'},
  {category: 'OTHER', when: ({bus}) => bus === 'tty'},
  {category: 'TPU', when: ({bus}) => bus === 'apex'},
  {category: 'HIDRAW', when: (node) => property(node, 'SUBSYSTEM') === 'hidraw'},
  {
    category: undefined,
    when: (node) => property(node, 'SUBSYSTEM') === 'video4linux' && noCamera.test(node.driver ?? ''),
  },
  {category: 'CAPTURE', when: (node) => property(node, 'SUBSYSTEM') === 'video4linux'},
  {category: 'MMAL', when: (node) => property(node, 'SUBSYSTEM') === 'vchiq'},
  {category: 'WATCHDOG', when: (node) => property(node, 'SUBSYSTEM') === 'watchdog'},
  {
    category: 'BLUETOOTH',
    when: (node) =>
      property(node, 'RFKILL_TYPE') === 'bluetooth' && (property(node, 'RFKILL_NAME')?.startsWith('hci') ?? false),
  },
  {category: 'DRI', when: (node) => property(node, 'DEVNAME')?.includes('/dev/dri/card') ?? false},
  {
    category: 'OTHER',
    when: (node) =>
      Boolean(node.product || property(node, 'PRODUCT')) &&
      node.ids.vendorId !== undefined &&
      node.ids.productId !== undefined &&
      node.driver !== 'uvcvideo',
  },
];

/** What a device is to a tester. The first rule that applies decides; the order is that of trust in what it looks at. */
const rules: readonly CategoryRule[] = [
  ...network.map(({category, when}) => ({category, when: (node: Named) => has(node, 'IFINDEX') && when(node)})),
  {category: 'BLUETOOTH', when: ({bus}) => bus === 'bluetooth'},
  {category: pciCategory, when: (node) => pciCategory(node) !== undefined},
  {category: usbCategory, when: (node) => usbCategory(node) !== undefined},
  ...inputRules,
  ...byDriver,
  ...byStorageType,
  ...disks,
  {category: scsiCategory, when: (node) => scsiCategory(node) !== undefined},
  {category: undefined, when: (node) => isPartition(node) && holdsSystem(node)},
  {category: 'PARTITION', when: (node) => isPartition(node) && node.ancestors[0]?.category !== 'DISK'},
  ...bySubsystem,
];

export function categorize(node: Named): string | undefined {
  const category = rules.find(({when}) => when(node))?.category;
  return typeof category === 'function' ? category(node) : category;
}
