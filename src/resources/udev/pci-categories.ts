import {type Named, type Placed, property} from './node.ts';

const amd = 0x1002;
const intel = 0x8086;
/** Graphics of Intel's that bear the class of other displays, as do companion devices that show nothing. */
const intelOtherDisplays = [0x0152, 0x0412, 0x0402, 0xa780];

const networkClass = 0x02;
const acceleratorClass = 0x12;
const otherDisplay = 0x0380;

/** Class and subclass as one number, without the programming interface; undefined for what is not on PCI. */
export function pciClassOf(node: Placed): number | undefined {
  const text = property(node, 'PCI_CLASS');
  const value = text === undefined ? Number.NaN : Number.parseInt(text, 16);
  if (Number.isNaN(value)) return undefined;
  return value > 0xffff ? value >>> 8 : value;
}

/** By class and subclass (PCI Code and ID Assignment Specification). */
const categories: ReadonlyMap<number, string> = new Map([
  [0x0100, 'SCSI'],
  [0x0101, 'IDE'],
  [0x0102, 'FLOPPY'],
  [0x0104, 'RAID'],
  [0x0280, 'WIRELESS'],
  [0x0300, 'VIDEO'],
  [0x0302, 'VIDEO'],
  [0x0401, 'AUDIO'],
  [0x0403, 'AUDIO'],
  [0x0605, 'SOCKET'],
  [0x0607, 'SOCKET'],
  [0x0703, 'MODEM'],
  [0x0903, 'SCANNER'],
  [0x0c00, 'FIREWIRE'],
  [0x0c03, 'USB'],
  [0x0d11, 'BLUETOOTH'],
]);

function isShowing({ids}: Named): boolean {
  return ids.vendorId === amd || (ids.vendorId === intel && intelOtherDisplays.includes(ids.productId ?? -1));
}

export function pciCategory(node: Named): string | undefined {
  const number = pciClassOf(node);
  if (number === undefined) return undefined;
  const base = number >>> 8;
  // AMD's accelerators are graphics processors without a display.
  if (base === acceleratorClass) return node.ids.vendorId === amd ? 'VIDEO' : 'PROCESSING ACCELERATOR';
  if (number === otherDisplay) return isShowing(node) ? 'VIDEO' : undefined;
  return categories.get(number) ?? (base === networkClass ? 'NETWORK' : undefined);
}
