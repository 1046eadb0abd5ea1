import type {Host} from '../../base/host.ts';
import {attribute, errorCode} from '../read-sys.ts';

/** One file of /run/udev/data, named by device number (`b8:0`), interface index (`n3`) or bus and name (`+usb:1-1`). */
export interface DatabaseEntry {
  readonly links: readonly string[];
  readonly properties: ReadonlyMap<string, string>;
}

const directory = '/run/udev/data';

/** Undefined where there is no udev database: its properties are then not known, rather than absent. */
export async function databaseNames(host: Host): Promise<ReadonlySet<string> | undefined> {
  try {
    const names = await host.list(directory);
    return names.length === 0 ? undefined : new Set(names);
  } catch {
    return undefined;
  }
}

export async function readDatabaseEntry(host: Host, name: string): Promise<DatabaseEntry | undefined> {
  let text: string;
  try {
    text = await host.readText(`${directory}/${name}`);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  const links: string[] = [];
  const properties = new Map<string, string>();
  for (const line of text.split('\n')) {
    const value = line.slice(2);
    const at = value.indexOf('=');
    if (line.startsWith('S:')) links.push(value);
    else if (line.startsWith('E:') && at > 0) properties.set(value.slice(0, at), value.slice(at + 1));
  }
  return {links, properties};
}

/** The key of a block device, whose directory below /sys is given. */
export async function blockKey(host: Host, directory: string): Promise<string | undefined> {
  const number = await attribute(host, `${directory}/dev`);
  return number === undefined ? undefined : `b${number}`;
}

/** The properties of a device by its key in the database; none where it has no entry. */
export async function udevProperties(host: Host, key: string | undefined): Promise<ReadonlyMap<string, string>> {
  const entry = key === undefined ? undefined : await readDatabaseEntry(host, key);
  return entry?.properties ?? new Map();
}
