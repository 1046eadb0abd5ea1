/** A device as udev knows it, from `udevadm info --export-db`, from the live database, or from /sys alone. */
export interface UdevDevice {
  /** Below /sys: `/devices/pci0000:00/…`. */
  readonly path: string;
  /** The kernel's name of its device node, below /dev: `sr0`, `bus/usb/001/002`. */
  readonly node?: string;
  /** Links to the node, below /dev. */
  readonly links: readonly string[];
  readonly properties: ReadonlyMap<string, string>;
}

/** Two devices come in the order of their paths, level by level, so that a device follows its ancestors. */
export function compareDevicePaths(a: UdevDevice, b: UdevDevice): number {
  const left = a.path.split('/').join('\0');
  const right = b.path.split('/').join('\0');
  return left < right ? -1 : Number(left > right);
}
