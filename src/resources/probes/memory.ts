import type {Host} from '../../base/host.ts';
import type {Probe} from '../probe.ts';
import {attribute, declareKeys, errorCode, mapBounded, namesIn, recordOf} from '../read-sys.ts';
import {mappedMemory, memoryModules, parseSmbios, type SmbiosStructure} from '../smbios.ts';

const table = '/sys/firmware/dmi/tables/DMI';
const entries = '/sys/firmware/dmi/entries';
const blocks = '/sys/devices/system/memory';

async function meminfo(host: Host): Promise<ReadonlyMap<string, number>> {
  const values = new Map<string, number>();
  for (const line of (await host.readText('/proc/meminfo')).split('\n')) {
    const [, name, amount, unit] = /^([^:]+):\s+(\d+)( kB)?$/.exec(line) ?? [];
    if (name !== undefined) values.set(name, Number(amount) * (unit === undefined ? 1 : 1024));
  }
  return values;
}

async function bytesOf(host: Host, path: string): Promise<Uint8Array | 'absent' | 'unreadable'> {
  try {
    return await host.readBytes(path);
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? 'absent' : 'unreadable';
  }
}

/** Each structure as a file of its own: `17-0/raw`. */
async function entryStructures(host: Host): Promise<readonly SmbiosStructure[]> {
  const names = (await namesIn(host, entries)).filter((name) => /^(?:16|17|19)-\d+$/.test(name));
  const raw = await mapBounded(names, (name) => bytesOf(host, `${entries}/${name}/raw`));
  return raw.flatMap((bytes) => (typeof bytes === 'string' ? [] : parseSmbios(bytes).slice(0, 1)));
}

/** `absent` where the machine has no such table, which is known; `unreadable` where it has one we may not read. */
async function firmware(host: Host): Promise<readonly SmbiosStructure[] | 'absent' | 'unreadable'> {
  const whole = await bytesOf(host, table);
  if (typeof whole !== 'string') return parseSmbios(whole);
  const single = await entryStructures(host);
  if (single.length > 0) return single;
  if (whole === 'unreadable') return whole;
  return (await namesIn(host, entries)).length > 0 ? 'unreadable' : 'absent';
}

function firmwareKeys(structures: readonly SmbiosStructure[]) {
  const slots = memoryModules(structures);
  const modules = slots.filter(({bytes}) => bytes !== undefined && bytes > 0);
  const installed = modules.reduce((sum, {bytes}) => sum + (bytes ?? 0), 0);
  const names = <T>(values: readonly (T | undefined)[]): readonly T[] => [
    ...new Set(values.filter((value) => value !== undefined)),
  ];
  return {
    firmware_bytes: installed > 0 ? installed : (mappedMemory(structures) ?? 0),
    dimm_slots: slots.length,
    dimms: modules.length,
    dimm_bytes: modules.map(({bytes}) => bytes ?? 0),
    dimm_locators: modules.map(({locator}) => locator ?? ''),
    dimm_types: names(modules.map(({type}) => type)),
    dimm_megatransfers: names(modules.map(({megatransfers}) => megatransfers)),
    dimm_parts: names(modules.map(({part}) => part)),
  };
}

/** What the kernel was given in whole blocks, which everybody may read; undefined without memory hotplug. */
async function onlineBytes(host: Host): Promise<number | undefined> {
  const size = await attribute(host, `${blocks}/block_size_bytes`);
  if (size === undefined || !/^[0-9a-f]+$/i.test(size)) return undefined;
  const names = (await namesIn(host, blocks)).filter((name) => /^memory\d+$/.test(name));
  const states = await mapBounded(names, (name) => attribute(host, `${blocks}/${name}/state`));
  return states.filter((state) => state === 'online').length * Number.parseInt(size, 16);
}

export const memory: Probe = {
  name: 'memory',
  summary: 'Memory, as the kernel and the tables of the firmware know it',
  keys: declareKeys({
    total_bytes: 'integer',
    swap_bytes: 'integer',
    online_bytes: 'integer',
    firmware_table: 'string',
    firmware_bytes: 'integer',
    dimm_slots: 'integer',
    dimms: 'integer',
    dimm_bytes: 'list',
    dimm_locators: 'list',
    dimm_types: 'list',
    dimm_megatransfers: 'list',
    dimm_parts: 'list',
  }),
  async probe(host) {
    const values = await meminfo(host);
    const total = values.get('MemTotal');
    if (total === undefined) throw new Error('/proc/meminfo has no MemTotal');
    const structures = await firmware(host);
    const isRead = typeof structures !== 'string';
    return [
      recordOf({
        total_bytes: total,
        swap_bytes: values.get('SwapTotal'),
        online_bytes: await onlineBytes(host),
        firmware_table: isRead ? 'smbios' : structures,
        ...(isRead ? firmwareKeys(structures) : {firmware_bytes: structures === 'absent' ? 0 : undefined}),
      }),
    ];
  },
};
