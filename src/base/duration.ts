const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

function padded(value: number): string {
  return String(value).padStart(2, '0');
}

/** Milliseconds as people say them: `240 ms`, `4.2 s`, `12 s`, `3 min 05 s`, `2 h 07 min`. */
export function duration(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return '–';
  if (ms < second - 0.5) return `${Math.round(ms)} ms`;
  if (ms < 10 * second - 50) return `${(ms / second).toFixed(1)} s`;
  return wholeSeconds(ms);
}

/** The same for what is counted while one looks, and for estimates: nothing below a second. */
export function wholeSeconds(ms: number): string {
  if (ms < minute - second / 2) return `${Math.round(Math.max(0, ms) / second)} s`;
  if (ms < hour - second / 2) {
    const seconds = Math.round(ms / second);
    return `${Math.floor(seconds / 60)} min ${padded(seconds % 60)} s`;
  }
  const minutes = Math.round(ms / minute);
  return `${Math.floor(minutes / 60)} h ${padded(minutes % 60)} min`;
}
