import type {GraphicsController, Host} from '../../base/host.ts';
import type {Probe} from '../probe.ts';
import {
  attribute,
  booleanAttribute,
  declareKeys,
  exists,
  linkName,
  mapBounded,
  namesIn,
  recordOf,
} from '../read-sys.ts';

const devices = '/sys/bus/pci/devices';
/** PCI base class 03: display controllers (PCI Code and ID Assignment Specification). */
const displayClass = /^0x03/;

/** `0000:01:00.0`, as the kernel writes it, and `01:00.0`, as lspci does where there is one domain. */
function named(controllers: readonly GraphicsController[], address: string): GraphicsController | undefined {
  return controllers.find(({busAddress}) => busAddress !== '' && address.endsWith(busAddress));
}

/** Outputs with something plugged in: `card0-HDMI-A-1` is `HDMI-A-1`. */
async function connected(host: Host, device: string): Promise<readonly string[]> {
  const cards = (await namesIn(host, `${device}/drm`)).filter((name) => /^card\d+$/.test(name));
  const outputs: string[] = [];
  for (const card of cards) {
    for (const name of await namesIn(host, `${device}/drm/${card}`)) {
      if (!name.startsWith(`${card}-`)) continue;
      const status = await attribute(host, `${device}/drm/${card}/${name}/status`);
      if (status === 'connected') outputs.push(name.slice(card.length + 1));
    }
  }
  return outputs;
}

/** Hexadecimal without the 0x, as lspci writes ids. */
async function id(host: Host, path: string): Promise<string | undefined> {
  return (await attribute(host, path))?.replace(/^0x/, '');
}

export const graphics: Probe = {
  name: 'graphics',
  summary: 'Graphics controllers, their drivers and what is plugged into them',
  keys: declareKeys({
    address: 'string',
    vendor_id: 'string',
    product_id: 'string',
    vendor: 'string',
    model: 'string',
    driver: 'string',
    boot: 'boolean',
    connected: 'list',
  }),
  async probe(host) {
    if (!(await exists(host, '/sys/bus'))) throw new Error('/sys/bus cannot be read');
    const found = await mapBounded(await namesIn(host, devices), async (address) => {
      const isDisplay = displayClass.test((await attribute(host, `${devices}/${address}/class`)) ?? '');
      return isDisplay ? [address] : [];
    });
    const addresses = found.flat();
    if (addresses.length === 0) return [];
    const controllers = (await host.graphicsControllers?.()) ?? [];
    return mapBounded(addresses, async (address) => {
      const device = `${devices}/${address}`;
      const names = named(controllers, address);
      return recordOf({
        address,
        vendor_id: await id(host, `${device}/vendor`),
        product_id: await id(host, `${device}/device`),
        vendor: names?.vendor === '' ? undefined : names?.vendor,
        model: names?.model === '' ? undefined : names?.model,
        driver: await linkName(host, `${device}/driver`),
        boot: await booleanAttribute(host, `${device}/boot_vga`),
        connected: await connected(host, device),
      });
    });
  },
};
