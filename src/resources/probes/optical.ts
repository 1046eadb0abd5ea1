import type {Host} from '../../base/host.ts';
import type {Probe} from '../probe.ts';
import {attribute, classDevices, declareKeys, integerAttribute, mapBounded, recordOf} from '../read-sys.ts';
import {blockKey, databaseNames, udevProperties} from '../udev/database.ts';
import {decodeUdev} from '../udev/decode.ts';

const sectorBytes = 512;
/** What an empty drive gives as its size when it was never asked: 1 GiB less one sector. */
const unaskedSectors = 0x1fffff;

/** The lines of /proc/sys/dev/cdrom/info by what they end up as. */
const abilities: readonly (readonly [string, string])[] = [
  ['can_read_dvd', 'Can read DVD'],
  ['can_write_cd_r', 'Can write CD-R'],
  ['can_write_cd_rw', 'Can write CD-RW'],
  ['can_write_dvd_r', 'Can write DVD-R'],
  ['can_write_dvd_ram', 'Can write DVD-RAM'],
  ['can_read_multisession', 'Can read multisession'],
  ['can_play_audio', 'Can play audio'],
  ['can_change_speed', 'Can change speed'],
  ['can_close_tray', 'Can close tray'],
  ['can_open_tray', 'Can open tray'],
  ['can_lock_tray', 'Can lock tray'],
];

/** Columns by drive name; the drives stand from the newest to the oldest. */
export function parseCdromInfo(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const rows = new Map<string, readonly string[]>();
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon !== -1)
      rows.set(
        line.slice(0, colon).trim(),
        line
          .slice(colon + 1)
          .trim()
          .split(/\s+/),
      );
  }
  const drives = rows.get('drive name') ?? [];
  return new Map(
    drives.map((drive, column) => [drive, new Map([...rows].map(([name, values]) => [name, values[column] ?? '']))]),
  );
}

function flag(value: string | undefined): boolean | undefined {
  return value === undefined || value === '' ? undefined : value === '1';
}

/** Asks the drive for its first block; undefined where we may not ask. */
async function readsFirstBlock(host: Host, name: string): Promise<boolean | undefined> {
  const result = await host.run(['dd', `if=/dev/${name}`, 'of=/dev/null', 'bs=2048', 'count=1'], {
    env: {LC_ALL: 'C'},
    timeoutMs: 20_000,
  });
  if (result.state !== 'exited') return undefined;
  if (result.code === 0) return true;
  return /No medium found/.test(result.stderr) ? false : undefined;
}

/** The disc in a drive. udev asks the drive whenever its disc changes; without udev we do. */
async function disc(host: Host, name: string, hasDatabase: boolean) {
  const directory = `/sys/class/block/${name}`;
  const sectors = await integerAttribute(host, `${directory}/size`);
  const properties = await udevProperties(host, await blockKey(host, directory));
  if (hasDatabase && properties.has('ID_CDROM')) {
    const hasMedia = properties.get('ID_CDROM_MEDIA') === '1';
    return {
      has_media: hasMedia,
      label: decodeUdev(properties.get('ID_FS_LABEL_ENC') ?? '') || properties.get('ID_FS_LABEL'),
      fs_type: properties.get('ID_FS_TYPE'),
      size_bytes: hasMedia && sectors !== undefined ? sectors * sectorBytes : undefined,
    };
  }
  if (sectors === 0 || sectors === unaskedSectors) return {has_media: false};
  const hasMedia = await readsFirstBlock(host, name);
  return {has_media: hasMedia, size_bytes: hasMedia && sectors !== undefined ? sectors * sectorBytes : undefined};
}

export const optical: Probe = {
  name: 'optical',
  summary: 'Optical drives and the discs in them',
  keys: declareKeys({
    name: 'string',
    path: 'string',
    model: 'string',
    vendor: 'string',
    revision: 'string',
    speed: 'integer',
    has_media: 'boolean',
    label: 'string',
    fs_type: 'string',
    size_bytes: 'integer',
    ...Object.fromEntries(abilities.map(([key]) => [key, 'boolean' as const])),
  }),
  async probe(host) {
    const drives = (await classDevices(host, 'block')).filter((name) => /^sr\d+$/.test(name));
    if (drives.length === 0) return [];
    const info = parseCdromInfo((await attribute(host, '/proc/sys/dev/cdrom/info')) ?? '');
    const hasDatabase = (await databaseNames(host)) !== undefined;
    return mapBounded(drives, async (name) => {
      const columns = info.get(name);
      const speed = Number(columns?.get('drive speed') || Number.NaN);
      return recordOf({
        name,
        path: `/dev/${name}`,
        model: await attribute(host, `/sys/class/block/${name}/device/model`),
        vendor: await attribute(host, `/sys/class/block/${name}/device/vendor`),
        revision: await attribute(host, `/sys/class/block/${name}/device/rev`),
        speed: Number.isSafeInteger(speed) ? speed : undefined,
        ...(await disc(host, name, hasDatabase)),
        ...Object.fromEntries(abilities.map(([key, row]) => [key, flag(columns?.get(row))])),
      });
    });
  },
};
