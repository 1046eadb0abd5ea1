import {dirname} from 'node:path/posix';
import type {Host} from '../../base/host.ts';
import type {ResourceRecord} from '../../expressions/environment.ts';
import type {Probe} from '../probe.ts';
import {
  attribute,
  booleanAttribute,
  classDevices,
  declareKeys,
  integerAttribute,
  linkName,
  mapBounded,
  realPathOr,
  recordOf,
} from '../read-sys.ts';
import {usbParent} from './usb-parent.ts';

/** UART models by the kernel's PORT_ number (include/uapi/linux/serial_core.h). */
const uartTypes: readonly (string | undefined)[] = [
  undefined,
  '8250',
  '16450',
  '16550',
  '16550A',
  'Cirrus',
  '16650',
  '16650V2',
  '16750',
  'Startech',
  '16C950',
  '16654',
  '16850',
  'RSA',
  'NS16550A',
  'XScale',
];

/** Since 6.5 the port hangs below a controller of the bus `serial-base`; the device with the driver is above. */
async function hardwareOf(host: Host, device: string): Promise<string> {
  let path = device;
  while ((await linkName(host, `${path}/subsystem`)) === 'serial-base') path = dirname(path);
  return path;
}

/** Undefined for what is no serial port: consoles, pseudo terminals, and the places the 8250 driver keeps free. */
async function serialPort(host: Host, name: string): Promise<ResourceRecord | undefined> {
  const directory = `/sys/class/tty/${name}`;
  const link = await realPathOr(host, `${directory}/device`);
  if (link === undefined) return undefined;
  const uart = await integerAttribute(host, `${directory}/type`);
  if (uart === 0) return undefined;
  const device = await hardwareOf(host, link);
  const usb = await usbParent(host, device);
  return recordOf({
    name,
    path: `/dev/${name}`,
    driver: await linkName(host, `${device}/driver`),
    bus: await linkName(host, `${device}/subsystem`),
    type: usb === undefined ? uartTypes[uart ?? 0] : 'usb',
    irq: await integerAttribute(host, `${directory}/irq`),
    console: await booleanAttribute(host, `${directory}/console`),
    vendor_id: usb === undefined ? undefined : await attribute(host, `${usb}/idVendor`),
    product_id: usb === undefined ? undefined : await attribute(host, `${usb}/idProduct`),
    vendor: usb === undefined ? undefined : await attribute(host, `${usb}/manufacturer`),
    product: usb === undefined ? undefined : await attribute(host, `${usb}/product`),
    serial: usb === undefined ? undefined : await attribute(host, `${usb}/serial`),
  });
}

export const serial: Probe = {
  name: 'serial',
  summary: 'Serial ports',
  keys: declareKeys({
    name: 'string',
    path: 'string',
    driver: 'string',
    bus: 'string',
    type: 'string',
    irq: 'integer',
    console: 'boolean',
    vendor_id: 'string',
    product_id: 'string',
    vendor: 'string',
    product: 'string',
    serial: 'string',
  }),
  async probe(host) {
    const ports = await mapBounded(await classDevices(host, 'tty'), (name) => serialPort(host, name));
    return ports.filter((port) => port !== undefined);
  },
};
