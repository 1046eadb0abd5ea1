import {describe, expect, it} from 'vitest';
import {ipv6Text} from '../../../src/resources/probes/addresses.ts';
import {net} from '../../../src/resources/probes/net.ts';
import {fc} from '../../helpers/property.ts';
import {type Files, inside, onlyRecord, probeRecords} from './probe-records.ts';

const card = '/sys/devices/pci0000:00/0000:00:1f.6';

const wired: Files = {
  '/sys/class/net/eth0': {link: `${card}/net/eth0`},
  ...inside(`${card}/net/eth0`, {
    ifindex: '2\n',
    address: '02:00:00:00:00:01\n',
    mtu: '1500\n',
    flags: '0x1003\n',
    operstate: 'up\n',
    carrier: '1\n',
    type: '1\n',
    speed: '1000\n',
    duplex: 'full\n',
    uevent: 'INTERFACE=eth0\nIFINDEX=2\n',
    device: {link: '../../../0000:00:1f.6'},
  }),
  [`${card}/driver`]: {link: '../../../bus/pci/drivers/e1000e'},
  [`${card}/subsystem`]: {link: '../../../bus/pci'},
  '/sys/bus/pci/drivers/e1000e/bind': '',
};

describe('net', () => {
  it('reads an interface that is up', async () => {
    expect(await onlyRecord(net, wired)).toEqual({
      interface: 'eth0',
      name: 'eth0',
      mac: '02:00:00:00:00:01',
      mtu: 1500,
      up: true,
      operstate: 'up',
      carrier: true,
      type: 'ethernet',
      wireless: false,
      virtual: false,
      driver: 'e1000e',
      bus: 'pci',
      speed_mbps: 1000,
      duplex: 'full',
      addresses: [],
    });
  });

  it('does not know the carrier and the speed of an interface that is down', async () => {
    const record = await onlyRecord(net, {
      ...wired,
      [`${card}/net/eth0/carrier`]: {error: 'EINVAL'},
      [`${card}/net/eth0/speed`]: '-1\n',
      [`${card}/net/eth0/duplex`]: {error: 'EINVAL'},
      [`${card}/net/eth0/flags`]: '0x1002\n',
    });
    expect(record).toMatchObject({up: false, mtu: 1500});
    for (const key of ['carrier', 'speed_mbps', 'duplex']) expect(record).not.toHaveProperty(key);
  });

  it.each([
    ['wifi', {uevent: 'DEVTYPE=wlan\n', 'phy80211/name': 'phy0\n'}, true],
    ['wwan', {uevent: 'DEVTYPE=wwan\n'}, false],
    ['loopback', {uevent: 'INTERFACE=lo\n', type: '772\n'}, false],
    ['can', {uevent: '', type: '280\n'}, false],
    ['arphrd-9999', {uevent: '', type: '9999\n'}, false],
  ])('tells the type %s', async (type, attributes, wireless) => {
    const files = {
      '/sys/class/net/x0': {link: '/sys/devices/virtual/net/x0'},
      ...inside('/sys/devices/virtual/net/x0', {ifindex: '3\n', ...attributes}),
    };
    expect(await onlyRecord(net, files)).toMatchObject({type, wireless, virtual: true});
  });

  it('knows an adapter on USB, below its interface', async () => {
    const usb = '/sys/devices/pci0/usb1/1-2';
    const record = await onlyRecord(net, {
      '/sys/class/net/enx0': {link: `${usb}/1-2:1.0/net/enx0`},
      ...inside(`${usb}/1-2:1.0/net/enx0`, {ifindex: '5\n', device: {link: '../../../1-2:1.0'}}),
      [`${usb}/1-2:1.0/driver`]: {link: '/sys/bus/usb/drivers/r8152'},
      [`${usb}/idVendor`]: '0bda\n',
    });
    expect(record).toMatchObject({bus: 'usb', driver: 'r8152'});
  });

  it('takes only interfaces for interfaces', async () => {
    expect(await probeRecords(net, {'/sys/class/net/bonding_masters': '\n'})).toEqual([]);
  });

  it('lists the addresses of each interface', async () => {
    const trie = `Main:
  +-- 0.0.0.0/0 3 0 5
     |-- 0.0.0.0
        /0 universe UNICAST
Local:
     +-- 10.1.2.0/24 2 0 2
        |-- 10.1.2.0
           /24 link UNICAST
        |-- 10.1.2.3
           /32 host LOCAL
        |-- 10.1.2.255
           /32 link BROADCAST
     |-- 127.0.0.1
        /32 host LOCAL
`;
    const route = `Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT
eth0\t00000000\t0102010A\t0003\t0\t0\t0\t00000000\t0\t0\t0
other\t0000000A\t00000000\t0001\t0\t0\t0\t000000FF\t0\t0\t0
eth0\t0002010A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
`;
    const record = await onlyRecord(net, {
      ...wired,
      '/proc/net/fib_trie': trie,
      '/proc/net/route': route,
      '/proc/net/if_inet6': 'fe8000000000000002fc00fffe000001 02 40 20 80     eth0\n',
    });
    expect(record['addresses']).toEqual(['10.1.2.3/24', 'fe80::2fc:ff:fe00:1/64']);
  });
});

describe('ipv6Text', () => {
  it.each([
    ['00000000000000000000000000000001', '::1'],
    ['00000000000000000000000000000000', '::'],
    ['20010db8000000000000000000000000', '2001:db8::'],
    ['20010db8000000010000000000000001', '2001:db8:0:1::1'],
    ['20010db8000100010001000000010001', '2001:db8:1:1:1:0:1:1'],
  ])('%s', (hex, text) => {
    expect(ipv6Text(hex)).toBe(text);
  });

  it('writes the same address as a URL does', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('0000', '0001', 'abcd', '0f00'), {minLength: 8, maxLength: 8}), (groups) => {
        expect(`[${ipv6Text(groups.join(''))}]`).toBe(new URL(`http://[${groups.join(':')}]/`).hostname);
      }),
    );
  });
});
