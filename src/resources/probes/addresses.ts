import type {Host} from '../../base/host.ts';
import {attribute} from '../read-sys.ts';

/** Addresses with their prefix lengths, by interface. */
export type Addresses = ReadonlyMap<string, readonly string[]>;

/** A network as the routing table has it, as numbers. */
interface Route {
  readonly interface: string;
  readonly destination: number;
  readonly mask: number;
}

function ipv4Number(text: string): number {
  return text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** /proc/net/route is in the byte order of the machine, taken as little-endian: on s390x no IPv4 address is found. */
function routeNumber(hex: string): number {
  const bytes = hex.match(/../g) ?? [];
  return bytes.reverse().reduce((sum, byte) => sum * 256 + Number.parseInt(byte, 16), 0);
}

function parseRoutes(text: string): readonly Route[] {
  return text.split('\n').flatMap((line): Route[] => {
    const [name, destination, , , , , , mask] = line.split(/\s+/);
    if (name === undefined || !/^[0-9A-F]{8}$/.test(destination ?? '') || mask === undefined) return [];
    return [{interface: name, destination: routeNumber(destination ?? ''), mask: routeNumber(mask)}];
  });
}

/** The `/32 host LOCAL` leaves of the trie are this machine's own addresses. */
function localAddresses(trie: string): readonly string[] {
  const found = new Set<string>();
  let leaf = '';
  for (const line of trie.split('\n')) {
    leaf = /\|-- ([\d.]+)$/.exec(line)?.[1] ?? leaf;
    if (/\/32 host LOCAL$/.test(line)) found.add(leaf);
  }
  return [...found];
}

function prefixLength(mask: number): number {
  return mask === 0 ? 0 : 32 - Math.log2(2 ** 32 - mask);
}

/** The route that contains an address most narrowly tells its interface; loopback has none. */
function ipv4FromProc(trie: string, routes: readonly Route[]): readonly (readonly [string, string])[] {
  return localAddresses(trie).flatMap((address): [string, string][] => {
    const value = ipv4Number(address);
    if (address.startsWith('127.')) return [['lo', `${address}/8`]];
    const containing = routes
      .filter(({destination, mask}) => mask !== 0 && value - (value % (2 ** 32 - mask || 1)) === destination)
      .sort((a, b) => b.mask - a.mask)[0];
    return containing === undefined ? [] : [[containing.interface, `${address}/${prefixLength(containing.mask)}`]];
  });
}

/** The longest run of two or more zero groups, as RFC 5952 shortens it; the first of several. */
function zeroRun(groups: readonly string[]): {readonly start: number; readonly length: number} {
  let best = {start: 0, length: 1};
  for (let start = 0; start < groups.length; start++) {
    const rest = groups.slice(start).findIndex((group) => group !== '0');
    const length = rest === -1 ? groups.length - start : rest;
    if (length > best.length) best = {start, length};
  }
  return best;
}

/** An address of 32 hexadecimal digits as people write it. */
export function ipv6Text(hex: string): string {
  const groups = (hex.match(/.{4}/g) ?? []).map((group) => Number.parseInt(group, 16).toString(16));
  const {start, length} = zeroRun(groups);
  if (length < 2) return groups.join(':');
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`;
}

function ipv6FromProc(text: string): readonly (readonly [string, string])[] {
  return text.split('\n').flatMap((line): [string, string][] => {
    const [address, , prefix, , , name] = line.trim().split(/\s+/);
    if (address?.length !== 32 || prefix === undefined || name === undefined) return [];
    return [[name, `${ipv6Text(address)}/${Number.parseInt(prefix, 16)}`]];
  });
}

/** Addresses of every interface, as the kernel's own tables list them. */
export async function readAddresses(host: Host): Promise<Addresses> {
  const read = async (name: string) => (await attribute(host, `/proc/net/${name}`)) ?? '';
  const ipv4 = ipv4FromProc(await read('fib_trie'), parseRoutes(await read('route')));
  const byInterface = new Map<string, string[]>();
  for (const [name, address] of [...ipv4, ...ipv6FromProc(await read('if_inet6'))]) {
    byInterface.set(name, [...(byInterface.get(name) ?? []), address]);
  }
  return byInterface;
}
