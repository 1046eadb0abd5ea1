/** UTC, so that the same session always gives the same report; a time that is none gives the epoch. */
export function isoTime(at: number): string {
  const date = new Date(at);
  return (Number.isNaN(date.getTime()) ? new Date(0) : date).toISOString();
}

export function readableTime(at: number): string {
  return isoTime(at)
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
}

const binaryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
const decimalUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

function scaled(bytes: number, base: number, units: readonly string[]): string {
  let value = bytes;
  let unit = 0;
  while (value >= base && unit < units.length - 1) {
    value /= base;
    unit++;
  }
  const shown = unit === 0 || value >= 100 ? Math.round(value) : Number(value.toFixed(1));
  return `${shown} ${units[unit]}`;
}

/** Memory, in powers of 1024. */
export function memorySize(bytes: number): string {
  return scaled(bytes, 1024, binaryUnits);
}

/** Disks, in powers of 1000, as they are sold. */
export function diskSize(bytes: number): string {
  return scaled(bytes, 1000, decimalUnits);
}
