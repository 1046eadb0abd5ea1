import {resolve} from 'node:path/posix';
import type {Host} from '../../base/host.ts';
import {mapBounded, namesIn, propertiesOf} from '../read-sys.ts';
import {databaseNames, readDatabaseEntry} from './database.ts';
import {sortDevices, type UdevDevice} from './device.ts';
import {guessProperties} from './guess.ts';

/** A directory below /sys/devices, and the bus or class it was found in. */
interface Found {
  readonly directory: string;
  readonly subsystem: string;
}

async function linksIn(host: Host, directory: string, subsystem: string): Promise<readonly Found[]> {
  const names = await namesIn(host, directory);
  const found = await mapBounded(names, async (name): Promise<Found | undefined> => {
    try {
      return {directory: resolve(directory, await host.readLink(`${directory}/${name}`)), subsystem};
    } catch {
      // Files such as `bonding_masters`, and devices that went away.
      return undefined;
    }
  });
  return found.filter((entry) => entry !== undefined);
}

/** Every device of every bus and class, once: what udev would list. */
async function findDevices(host: Host): Promise<readonly Found[]> {
  const classes = await namesIn(host, '/sys/class');
  if (classes.length === 0) throw new Error('/sys is not mounted or not readable');
  const places = [
    ...(await namesIn(host, '/sys/bus')).map((name) => ({directory: `/sys/bus/${name}/devices`, subsystem: name})),
    ...classes.map((name) => ({directory: `/sys/class/${name}`, subsystem: name})),
  ];
  const found = await mapBounded(places, ({directory, subsystem}) => linksIn(host, directory, subsystem));
  const byDirectory = new Map(found.flat().map((entry) => [entry.directory, entry]));
  return [...byDirectory.values()].filter(({directory}) => directory.startsWith('/sys/devices/'));
}

/** The name of a device's file in udev's database. */
function databaseKey({directory, subsystem}: Found, uevent: ReadonlyMap<string, string>): string {
  const major = uevent.get('MAJOR');
  const index = uevent.get('IFINDEX');
  if (major !== undefined) return `${subsystem === 'block' ? 'b' : 'c'}${major}:${uevent.get('MINOR') ?? ''}`;
  if (index !== undefined) return `n${index}`;
  return `+${subsystem}:${directory.split('/').at(-1) ?? ''}`;
}

async function readDevice(
  host: Host,
  found: Found,
  database: ReadonlySet<string> | undefined,
): Promise<UdevDevice | undefined> {
  const uevent = await propertiesOf(host, `${found.directory}/uevent`);
  const path = found.directory.slice('/sys'.length);
  const node = uevent.get('DEVNAME');
  const properties = new Map(uevent).set('DEVPATH', path).set('SUBSYSTEM', found.subsystem);
  if (node !== undefined) properties.set('DEVNAME', `/dev/${node}`);
  const key = databaseKey(found, uevent);
  const entry = database?.has(key) ? await readDatabaseEntry(host, key) : undefined;
  const links = entry?.links ?? [];
  if (links.length > 0) properties.set('DEVLINKS', links.map((link) => `/dev/${link}`).join(' '));
  const known = database === undefined ? await guessProperties(host, found.directory, properties) : entry?.properties;
  for (const [name, value] of known ?? []) properties.set(name, value);
  return {path, links, properties, ...(node === undefined ? {} : {node})};
}

/** The devices of the machine from udev's database and /sys; from /sys alone where no udev runs. */
export async function readUdevDevices(host: Host): Promise<readonly UdevDevice[]> {
  const database = await databaseNames(host);
  const devices = await mapBounded(await findDevices(host), (found) => readDevice(host, found, database));
  return sortDevices(devices.filter((device) => device !== undefined));
}
