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

/** Sorts by path, level by level, so that a device comes after those above it. */
export function sortDevices(devices: readonly UdevDevice[]): readonly UdevDevice[] {
  const keyed = devices.map((device) => ({device, key: device.path.replaceAll('/', '\0')}));
  keyed.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  return keyed.map(({device}) => device);
}
