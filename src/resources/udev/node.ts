import type {UdevDevice} from './device.ts';

/** A block device as `lsblk` lists it: what udev does not know about a disk. */
export interface BlockUse {
  /** The kernel's name: `sda1`. */
  readonly name: string;
  readonly mountpoint?: string;
  readonly fsType?: string;
  readonly bytes?: number;
}

export interface ClassifyOptions {
  readonly blocks: readonly BlockUse[];
  /** Report partitions as devices of their own, with the category PARTITION. */
  readonly partitions: boolean;
  /** Bits in a word of the machine's `KEY=` masks. */
  readonly wordBits: 32 | 64;
}

/** A device in its place: the devices above it, the nearest first. */
export interface Placed {
  readonly device: UdevDevice;
  readonly ancestors: readonly Classified[];
  readonly options: ClassifyOptions;
  /** Some device of the machine has a node of this name. */
  readonly hasNode: (name: string) => boolean;
}

export interface Attached extends Placed {
  readonly bus: string | undefined;
  readonly driver: string | undefined;
}

/** Numbers of the makers and models, from whichever registry the bus uses. */
export interface Ids {
  readonly vendorId: number | undefined;
  readonly productId: number | undefined;
  readonly subvendorId: number | undefined;
  readonly subproductId: number | undefined;
}

export interface Identified extends Attached {
  readonly ids: Ids;
}

export interface Named extends Identified {
  /** The kernel's name of its node: `sr0`. */
  readonly name: string | undefined;
  readonly product: string | undefined;
  readonly vendor: string | undefined;
}

export interface Classified extends Named {
  /** Undefined for what is of no interest by itself: hubs, bridges, host adapters, partitions. */
  readonly category: string | undefined;
}

export function property({device}: Placed, name: string): string | undefined {
  return device.properties.get(name);
}

export function has({device}: Placed, name: string): boolean {
  return device.properties.has(name);
}

/** Words of a link's name that mark an adapter for a CAN bus. */
export function isCanAdapter(node: Placed): boolean {
  return /canbus|CANBus_HID|USB_CAN_FD/.test(property(node, 'DEVLINKS') ?? '');
}

export function isMapped(node: Placed): boolean {
  return property(node, 'DEVLINKS')?.includes('/dev/mapper') ?? false;
}

export function isSoftwareRaid(node: Placed): boolean {
  return property(node, 'DEVNAME')?.includes('/dev/md') ?? false;
}

export function isOnUsb({ancestors}: Placed): boolean {
  return ancestors.some(({bus}) => bus === 'usb');
}
