import {plugAndPlay} from './bus.ts';
import {decodeUdev} from './decode.ts';
import {has, type Identified, isCanAdapter, isMapped, isSoftwareRaid, type Placed, property} from './node.ts';

/** Undefined leaves it to the next rule; `{value: undefined}` says that there is no name. */
type Answer = {readonly value: string | undefined} | undefined;
type Rule = (node: Identified, name: string | undefined) => Answer;

const dasdMajor = '94';

function known(value: string | undefined): Answer {
  return value === undefined ? undefined : {value};
}

function decoded(node: Placed | undefined, key: string): Answer {
  const text = node && property(node, key);
  return text === undefined ? undefined : {value: decodeUdev(text)};
}

function usbAncestor({ancestors}: Placed) {
  return ancestors.find((above) => property(above, 'ID_BUS') === 'usb');
}

/** An adapter whose USB class is vendor specific has no name in the database of classes. */
function isVendorSpecificRadio({bus, ancestors}: Identified): boolean {
  const alias = ancestors[0] && property(ancestors[0], 'MODALIAS');
  return bus === 'bluetooth' && /^usb:.*dcFFdsc/i.test(alias ?? '');
}

function fromAncestor({ancestors}: Placed, key: string): Answer {
  return decoded(
    ancestors.find((above) => has(above, key)),
    key,
  );
}

/** Network interfaces of a system on a chip are called by the device-tree or platform device they are on. */
function firmwareName({ancestors}: Placed): Answer {
  for (const above of ancestors) {
    const alias = property(above, 'MODALIAS') ?? '';
    const name = /^platform:(.*)/.exec(alias)?.[1] ?? /^of:N(.*?)T.*?C/.exec(alias)?.[1];
    if (name !== undefined) return {value: name};
  }
  return undefined;
}

function isDisk(node: Placed): boolean {
  return property(node, 'DEVTYPE') === 'disk';
}

const productRules: readonly Rule[] = [
  (node, name) => (isDisk(node) && node.bus === 'mtd' ? {value: name} : undefined),
  (node) => (property(node, 'DEVTYPE') === 'scsi_device' ? decoded(usbAncestor(node), 'ID_MODEL_ENC') : undefined),
  (node) => (isDisk(node) ? decoded(node, 'ID_MODEL_ENC') : undefined),
  ({driver, bus}, name) => (driver === 'nvme' && (bus === 'pci' || bus === 'misc') ? {value: name} : undefined),
  ({driver, bus, ancestors}, name) =>
    driver === 'nvme' && bus === 'nvme' && ancestors.length > 0 ? {value: ancestors[1]?.product || name} : undefined,
  (node, name) => (isDisk(node) && node.driver === 'virtio_blk' && node.bus === 'virtio' ? {value: name} : undefined),
  (node, name) => (node.options.partitions && property(node, 'DEVTYPE') === 'partition' ? {value: name} : undefined),
  (node) => (isSoftwareRaid(node) ? known(property(node, 'MD_NAME')) : undefined),
  (node) =>
    isSoftwareRaid(node) && (property(node, 'MD_LEVEL') ?? 'container') !== 'container'
      ? {value: property(node, 'MD_DEVNAME')}
      : undefined,
  (node) => (property(node, 'MAJOR') === dasdMajor ? {value: 'IBM s390 Virtual Disk'} : undefined),
  ({driver}) => (driver === 'floppy' ? {value: 'Platform Device'} : undefined),
  (node) => known(property(node, 'ID_MODEL_FROM_DATABASE')),
  (node) => {
    const [parent] = node.ancestors;
    return property(node, 'SUBSYSTEM') === 'hidraw' && parent ? known(property(parent, 'HID_NAME')) : undefined;
  },
  (node) => (property(node, 'SUBSYSTEM') === 'video4linux' ? known(property(node, 'ID_V4L_PRODUCT')) : undefined),
  (node) => (isVendorSpecificRadio(node) ? fromAncestor(node, 'ID_MODEL_ENC') : undefined),
  (node) => (has(node, 'IFINDEX') ? firmwareName(node) : undefined),
  (node) => (has(node, 'IFINDEX') && has(node, 'INTERFACE') ? decoded(node, 'ID_MODEL_ENC') : undefined),
  ({driver, ancestors: [parent]}) => (driver === 'mmcblk' && parent ? known(property(parent, 'MMC_NAME')) : undefined),
  (node) => known(property(node, 'NAME')?.replace(/^"+|"+$/g, '')),
  (node) => known(property(node, 'POWER_SUPPLY_MODEL_NAME')?.replace(/^"+|"+$/g, '')),
  (node) => (isCanAdapter(node) ? decoded(node, 'ID_MODEL_ENC') : undefined),
  (node, name) => (isMapped(node) ? {value: name} : undefined),
  (node) => (property(node, 'DEVNAME')?.includes('/dev/dri/card') ? known(property(node, 'ID_FOR_SEAT')) : undefined),
];

const vendorRules: readonly Rule[] = [
  (node) => (has(node, 'RFKILL_NAME') ? {value: undefined} : undefined),
  (node) => known(property(node, 'POWER_SUPPLY_MANUFACTURER')),
  (node) => known(plugAndPlay.exec(property(node, 'MODALIAS') ?? '')?.[1]),
  (node) => (property(node, 'DEVTYPE') === 'scsi_device' ? decoded(usbAncestor(node), 'ID_VENDOR_ENC') : undefined),
  (node) => (isDisk(node) ? decoded(node, 'ID_VENDOR_ENC') : undefined),
  (node) => known(property(node, 'ID_VENDOR_FROM_DATABASE')),
  ({driver, bus, ancestors: [parent]}) =>
    driver === 'nvme' && (bus === 'pci' || bus === 'misc') && parent ? {value: parent.vendor} : undefined,
  ({driver, bus, ancestors}) =>
    driver === 'nvme' && bus === 'nvme' && ancestors.length > 0 ? {value: ancestors[1]?.vendor} : undefined,
  (node) => (isSoftwareRaid(node) ? known(property(node, 'MD_LEVEL')) : undefined),
  (node) => {
    const [parent] = node.ancestors;
    return property(node, 'SUBSYSTEM') === 'hidraw' && parent ? {value: parent.vendor} : undefined;
  },
  (node) => (property(node, 'SUBSYSTEM') === 'video4linux' ? decoded(node, 'ID_VENDOR_ENC') : undefined),
  (node) => (isVendorSpecificRadio(node) ? fromAncestor(node, 'ID_VENDOR_ENC') : undefined),
  (node) => (has(node, 'IFINDEX') && has(node, 'INTERFACE') ? decoded(node, 'ID_VENDOR_ENC') : undefined),
  (node) => (isCanAdapter(node) ? decoded(node, 'ID_VENDOR_ENC') : undefined),
];

function firstAnswer(rules: readonly Rule[], node: Identified, name: string | undefined): string | undefined {
  for (const rule of rules) {
    const answer = rule(node, name);
    if (answer !== undefined) return answer.value;
  }
  return undefined;
}

/** A path to a multipath NVMe disk (`nvme2c3n1`: subsystem 2, controller 3) has no node of its own; its disk has (`nvme2n1`). */
function nvmeName(node: Identified): string | undefined {
  if (!isDisk(node) || node.bus !== 'nvme' || node.driver !== 'nvme' || has(node, 'DEVNAME')) return undefined;
  const [, subsystem, namespace] = /\/nvme(\d+)c\d+n(\d+)$/.exec(node.device.path) ?? [];
  const disk = `nvme${subsystem}n${namespace}`;
  return node.hasNode(disk) ? disk : undefined;
}

export interface Names {
  readonly name: string | undefined;
  readonly product: string | undefined;
  readonly vendor: string | undefined;
}

export function namesOf(node: Identified): Names {
  const name = node.device.node ?? nvmeName(node);
  return {name, product: firstAnswer(productRules, node, name), vendor: firstAnswer(vendorRules, node, name)};
}
