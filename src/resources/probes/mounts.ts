import type {Host} from '../../base/host.ts';
import {attribute} from '../read-sys.ts';

export interface Mount {
  /** `8:1`; a file system over several devices has a number of its own here. */
  readonly device: string;
  readonly source: string;
  readonly target: string;
  readonly type: string;
}

/** Space, tab, newline and backslash are written as three octal digits. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}

/** Lines of /proc/self/mountinfo: `id parent major:minor root target options [optional…] - type source options`. */
export function parseMounts(text: string): readonly Mount[] {
  return text.split('\n').flatMap((line): Mount[] => {
    const [before = '', after = ''] = line.split(' - ');
    const [, , device, , target] = before.split(' ');
    const [type, source] = after.split(' ');
    if (device === undefined || target === undefined || type === undefined || source === undefined) return [];
    return [{device, source: unescapeOctal(source), target: unescapeOctal(target), type}];
  });
}

/** Swap areas count as mounted on `[SWAP]`. */
export async function readMounts(host: Host): Promise<readonly Mount[]> {
  const swaps = ((await attribute(host, '/proc/swaps')) ?? '')
    .split('\n')
    .map((line) => line.split(/\s+/)[0] ?? '')
    .filter((source) => source.startsWith('/dev/'))
    .map((source): Mount => ({device: '', source: unescapeOctal(source), target: '[SWAP]', type: 'swap'}));
  return [...parseMounts(await host.readText('/proc/self/mountinfo')), ...swaps];
}
