import {has, isOnUsb, type Placed, property} from './node.ts';

/** Models of memory card slots; `MSata` is no Memory Stick. */
export const cardReaderModel = /SD|MMC|CF|MS(?!ata)|xD|Card/i;

/** The vendor and product number of an ACPI device of the plug and play kind: `acpi:PNP0C0A:`. */
export const plugAndPlay = /^acpi:([A-Z]{3})([0-9A-Fa-f]{4}):/;

/** USB ids of the root hub of a controller that runs at 5 Gbit/s or more. */
const superSpeedHub = '0003';

interface BusRule {
  readonly when: (node: Placed) => boolean;
  readonly bus: (node: Placed) => string | undefined;
}

const subsystem = (node: Placed | undefined): string | undefined => node && property(node, 'SUBSYSTEM');

function isListedPartition(node: Placed): boolean {
  return node.options.partitions && property(node, 'DEVTYPE') === 'partition' && node.ancestors.length > 0;
}

/** The first rule that applies decides. */
const rules: readonly BusRule[] = [
  {
    when: (node) => plugAndPlay.test(property(node, 'MODALIAS') ?? '') && node.device.path.endsWith(':00'),
    bus: () => 'pnp',
  },
  {
    // A disk is on the bus of what it hangs on, not on `block`.
    when: (node) => property(node, 'DEVTYPE') === 'disk' && node.ancestors.length > 0,
    bus: ({ancestors}) => subsystem(ancestors[0]),
  },
  {
    when: (node) =>
      isListedPartition(node) &&
      (cardReaderModel.test(property(node, 'ID_MODEL') ?? '') || node.ancestors.some(({bus}) => bus === 'mmc')),
    bus: () => 'mediacard',
  },
  {
    when: (node) => isListedPartition(node) && isOnUsb(node),
    bus: ({ancestors}) => (ancestors.some((hub) => property(hub, 'ID_MODEL_ID') === superSpeedHub) ? 'usb3' : 'usb'),
  },
  {when: isListedPartition, bus: ({ancestors}) => subsystem(ancestors[1] ?? ancestors.at(-1))},
  {when: (node) => subsystem(node) === 'pnp', bus: () => undefined},
  {when: (node) => subsystem(node) === 'input' && isOnUsb(node), bus: () => 'usb'},
  {
    // The adapter below stands for the radio.
    when: (node) => subsystem(node) === 'bluetooth' && node.ancestors.some(({category}) => category === 'BLUETOOTH'),
    bus: () => undefined,
  },
];

export function busOf(node: Placed): string | undefined {
  const rule = rules.find(({when}) => when(node));
  return rule === undefined ? subsystem(node) : rule.bus(node);
}

/** Its own driver, or that of the device it is a part of. */
export function driverOf(node: Placed, bus: string | undefined): string | undefined {
  const [parent, grandparent] = node.ancestors;
  const candidates = [node, parent, bus === 'nvme' ? grandparent : undefined];
  return candidates.find((candidate) => candidate && has(candidate, 'DRIVER'))?.device.properties.get('DRIVER');
}
