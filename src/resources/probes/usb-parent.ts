import {dirname} from 'node:path/posix';
import type {Host} from '../../base/host.ts';
import {exists} from '../read-sys.ts';

/** The directory of the USB device that a device (a real path below /sys) belongs to. */
export async function usbParent(host: Host, device: string): Promise<string | undefined> {
  if (!/\/usb\d+\//.test(device)) return undefined;
  for (let path = device; path !== '/'; path = dirname(path)) {
    if (await exists(host, `${path}/idVendor`)) return path;
  }
  return undefined;
}
