import type {Host} from '../../base/host.ts';
import {attribute, integerAttribute} from '../read-sys.ts';
import {inputProperties} from './input-id.ts';

type Properties = ReadonlyMap<string, string>;
type Guess = readonly (readonly [string, string | undefined])[];

const ethernet = 1;
const permanentAddress = 0;
const scsiDrive = 5;

/** Names as udev's `usb_id` and `scsi_id` find them. */
async function named(host: Host, model: string, vendor: string): Promise<Guess> {
  return [
    ['ID_MODEL_ENC', await attribute(host, model)],
    ['ID_VENDOR_ENC', await attribute(host, vendor)],
  ];
}

async function blockGuess(host: Host, directory: string, properties: Properties): Promise<Guess> {
  if (properties.get('DEVTYPE') !== 'disk') return [];
  const type = await integerAttribute(host, `${directory}/device/type`);
  const names = await named(host, `${directory}/device/model`, `${directory}/device/vendor`);
  if (type === scsiDrive) {
    // Without udev nobody asked the drive what it can do; every one of them reads CDs.
    return [['ID_CDROM', '1'], ['ID_CDROM_CD', '1'], ['ID_TYPE', 'cd'], ...names];
  }
  return type === 0 ? [['ID_TYPE', 'disk'], ...names] : [];
}

async function usbGuess(host: Host, directory: string, properties: Properties): Promise<Guess> {
  if (properties.get('DEVTYPE') !== 'usb_device') return [];
  return [
    ['ID_BUS', 'usb'],
    ['ID_VENDOR_ID', await attribute(host, `${directory}/idVendor`)],
    ['ID_MODEL_ID', await attribute(host, `${directory}/idProduct`)],
    ...(await named(host, `${directory}/product`, `${directory}/manufacturer`)),
  ];
}

async function netGuess(host: Host, directory: string): Promise<Guess> {
  const isOwn =
    (await integerAttribute(host, `${directory}/type`)) === ethernet &&
    (await integerAttribute(host, `${directory}/addr_assign_type`)) === permanentAddress;
  const address = isOwn ? await attribute(host, `${directory}/address`) : undefined;
  return [['ID_NET_NAME_MAC', address && `enx${address.replaceAll(':', '')}`]];
}

/** What udev's own helpers would add to the kernel's properties, as far as /sys tells it. */
export async function guessProperties(host: Host, directory: string, properties: Properties): Promise<Properties> {
  const guesses: Guess = await (async () => {
    switch (properties.get('SUBSYSTEM')) {
      case 'block':
        return blockGuess(host, directory, properties);
      case 'usb':
        return usbGuess(host, directory, properties);
      case 'net':
        return netGuess(host, directory);
      case 'input':
        return inputProperties(properties).map((name): readonly [string, string] => [name, '1']);
      default:
        return [];
    }
  })();
  const known = new Map<string, string>();
  for (const [name, value] of guesses) if (value !== undefined) known.set(name, value);
  return known;
}
