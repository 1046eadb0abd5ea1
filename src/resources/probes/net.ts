import type {Host} from '../../base/host.ts';
import type {ResourceRecord} from '../../expressions/environment.ts';
import type {Probe} from '../probe.ts';
import {
  attribute,
  booleanAttribute,
  classDevices,
  declareKeys,
  exists,
  integerAttribute,
  linkName,
  mapBounded,
  propertiesOf,
  realPathOr,
  recordOf,
} from '../read-sys.ts';
import {type Addresses, readAddresses} from './addresses.ts';
import {usbParent} from './usb-parent.ts';

/** Link types by ARPHRD number (include/uapi/linux/if_arp.h). */
const linkTypes: ReadonlyMap<number, string> = new Map([
  [1, 'ethernet'],
  [24, 'firewire'],
  [32, 'infiniband'],
  [256, 'slip'],
  [280, 'can'],
  [512, 'ppp'],
  [519, 'rawip'],
  [768, 'tunnel'],
  [769, 'tunnel'],
  [772, 'loopback'],
  [776, 'tunnel'],
  [778, 'tunnel'],
  [801, 'wifi'],
  [802, 'wifi'],
  [803, 'wifi'],
  [804, 'ieee802154'],
  [823, 'tunnel'],
  [824, 'netlink'],
  [65_534, 'none'],
]);

const upFlag = 1;

/** `DEVTYPE` is the kernel's own finer word: wlan, wwan, bridge, vlan, bond, … */
async function linkType(host: Host, directory: string): Promise<string | undefined> {
  const kind = (await propertiesOf(host, `${directory}/uevent`)).get('DEVTYPE');
  if (kind !== undefined) return kind === 'wlan' ? 'wifi' : kind;
  const number = await integerAttribute(host, `${directory}/type`);
  return number === undefined ? undefined : (linkTypes.get(number) ?? `arphrd-${number}`);
}

async function isWireless(host: Host, directory: string): Promise<boolean> {
  return (await exists(host, `${directory}/phy80211`)) || (await exists(host, `${directory}/wireless`));
}

async function interfaceRecord(host: Host, name: string, addresses: Addresses): Promise<ResourceRecord | undefined> {
  const directory = await realPathOr(host, `/sys/class/net/${name}`);
  // `bonding_masters` stands among the interfaces and is a file.
  if (directory === undefined || !(await exists(host, `${directory}/ifindex`))) return undefined;
  const device = await realPathOr(host, `${directory}/device`);
  const speed = await integerAttribute(host, `${directory}/speed`);
  const flags = await integerAttribute(host, `${directory}/flags`);
  const usb = device === undefined ? undefined : await usbParent(host, device);
  return recordOf({
    interface: name,
    name,
    mac: await attribute(host, `${directory}/address`),
    mtu: await integerAttribute(host, `${directory}/mtu`),
    up: flags === undefined ? undefined : (flags & upFlag) !== 0,
    operstate: await attribute(host, `${directory}/operstate`),
    // Reading it is an error (EINVAL) while the interface is down.
    carrier: await booleanAttribute(host, `${directory}/carrier`),
    type: await linkType(host, directory),
    wireless: await isWireless(host, directory),
    virtual: directory.startsWith('/sys/devices/virtual/'),
    driver: device === undefined ? undefined : await linkName(host, `${device}/driver`),
    bus: usb === undefined ? device && (await linkName(host, `${device}/subsystem`)) : 'usb',
    // -1, or an error, where there is no link or the link has no speed.
    speed_mbps: speed !== undefined && speed > 0 ? speed : undefined,
    duplex: await attribute(host, `${directory}/duplex`),
    master: await linkName(host, `${directory}/master`),
    addresses: addresses.get(name) ?? [],
  });
}

export const net: Probe = {
  name: 'net',
  summary: 'Network interfaces',
  keys: declareKeys({
    interface: 'string',
    name: 'string',
    mac: 'string',
    mtu: 'integer',
    up: 'boolean',
    operstate: 'string',
    carrier: 'boolean',
    type: 'string',
    wireless: 'boolean',
    virtual: 'boolean',
    driver: 'string',
    bus: 'string',
    speed_mbps: 'integer',
    duplex: 'string',
    master: 'string',
    addresses: 'list',
  }),
  async probe(host) {
    const addresses = await readAddresses(host);
    const names = await classDevices(host, 'net');
    const records = await mapBounded(names, (name) => interfaceRecord(host, name, addresses));
    return records.filter((record) => record !== undefined);
  },
};
