import type {Host} from '../../base/host.ts';
import type {Probe} from '../probe.ts';
import {declareKeys} from '../read-sys.ts';
import {deviceRecords} from '../udev/device-records.ts';
import {readUdevDevices} from '../udev/live.ts';
import type {BlockUse} from '../udev/node.ts';
import {block} from './block.ts';
import {machineArchitecture} from './os.ts';

/** Kernels of these have words of 32 bits; 64-bit kernels say so in their names. */
const narrow = /^(?:i[3-6]86|arm(?!64)|mips$|ppc$|riscv32)/;

/** Each mount of each block device. */
async function blockUses(host: Host): Promise<readonly BlockUse[]> {
  const records = await block.probe(host);
  return records.flatMap(({name, mounted, fs_type: fsType, size_bytes: bytes}): BlockUse[] => {
    const use: BlockUse = {
      name: String(name),
      ...(typeof fsType === 'string' ? {fsType} : {}),
      ...(typeof bytes === 'number' ? {bytes} : {}),
    };
    const targets = Array.isArray(mounted) ? mounted.map(String) : [];
    return targets.length === 0 ? [use] : targets.map((mountpoint) => ({...use, mountpoint}));
  });
}

export const device: Probe = {
  name: 'device',
  summary: 'Every device worth a test, by category',
  keys: declareKeys({
    path: 'string',
    name: 'string',
    bus: 'string',
    category: 'string',
    driver: 'string',
    product_id: 'string',
    vendor_id: 'string',
    subproduct_id: 'string',
    subvendor_id: 'string',
    product: 'string',
    vendor: 'string',
    interface: 'string',
    mac: 'string',
    product_slug: 'string',
    vendor_slug: 'string',
    symlink_uuid: 'string',
  }),
  async probe(host) {
    const [devices, blocks, architecture] = await Promise.all([
      readUdevDevices(host),
      blockUses(host),
      machineArchitecture(host),
    ]);
    return deviceRecords(devices, {blocks, partitions: false, wordBits: narrow.test(architecture ?? '') ? 32 : 64});
  },
};
