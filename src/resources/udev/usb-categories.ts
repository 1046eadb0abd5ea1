import {has, type Named, property} from './node.ts';

const audio = 1;
const printer = 7;
const storage = 8;
const wireless = 224;
const vendorSpecific = 255;

const floppy = 4;
const scsi = 6;
const bluetooth = 1;

/** By class, subclass and protocol of a USB interface (`INTERFACE=8/6/80`). */
export function usbCategory(node: Named): string | undefined {
  if (!has(node, 'TYPE')) return undefined;
  const numbers = /^(\d+)\/(\d+)\/(\d+)$/
    .exec(property(node, 'INTERFACE') ?? '')
    ?.slice(1)
    .map(Number);
  if (numbers === undefined) return undefined;
  const [base, subclass, protocol] = numbers;
  if (base === audio) return 'AUDIO';
  if (base === printer) return 'PRINTER';
  if (base === storage && subclass === floppy) return 'FLOPPY';
  if (base === storage && subclass === scsi) return 'USB';
  if (base === wireless) return protocol === bluetooth ? 'BLUETOOTH' : 'WIRELESS';
  // MediaTek's radios give no class. Others with this driver do, on another interface.
  const isUnnamed = numbers.every((number) => number === vendorSpecific);
  return isUnnamed && node.driver === 'btusb' ? 'BLUETOOTH' : undefined;
}
