import type {ResourceRecord} from '../../expressions/environment.ts';
import {recordOf} from '../read-sys.ts';
import {classifyAll} from './classify.ts';
import type {UdevDevice} from './device.ts';
import {type MergedDevice, macOf, mergeDevices, reportedPath} from './merge.ts';
import type {ClassifyOptions} from './node.ts';
import {isReported} from './reported.ts';

const interfaceCategories = ['INFINIBAND', 'NETWORK', 'SOCKETCAN', 'WIRELESS', 'WWAN'];

/** A name that can stand in an identifier. */
function slug(text: string | undefined): string | undefined {
  return text?.replace(/^(?=\d)/, '_').replace(/[^A-Za-z0-9_]/gu, '_');
}

function decimal(number: number | undefined): string | undefined {
  return number === undefined ? undefined : String(number);
}

function record(device: MergedDevice): ResourceRecord {
  const {node, bus, category, ids} = device;
  const isInterface = interfaceCategories.includes(category ?? '');
  return recordOf({
    path: reportedPath(device),
    name: node.name,
    bus,
    category,
    driver: node.driver,
    product_id: decimal(ids.productId),
    vendor_id: decimal(ids.vendorId),
    subproduct_id: decimal(ids.subproductId),
    subvendor_id: decimal(ids.subvendorId),
    product: node.product,
    vendor: node.vendor,
    interface: device.interface ?? (isInterface ? 'UNKNOWN' : undefined),
    mac: macOf(device),
    product_slug: slug(node.product),
    vendor_slug: slug(node.vendor),
    symlink_uuid: category === 'PARTITION' ? node.device.links.find((link) => link.includes('by-uuid')) : undefined,
  });
}

/** The records of the `device` resource: every device worth a test, once. */
export function deviceRecords(devices: readonly UdevDevice[], options: ClassifyOptions): readonly ResourceRecord[] {
  return mergeDevices(classifyAll(devices, options).filter(isReported)).map(record);
}
