import type {Host} from '../../base/host.ts';
import type {ResourceRecord} from '../../expressions/environment.ts';
import type {Probe} from '../probe.ts';
import {attribute, classDevices, declareKeys, exists, integerAttribute, recordOf} from '../read-sys.ts';

const table = '/sys/class/dmi/id';
const deviceTree = '/proc/device-tree';

/** DMTF DSP0134, table 17, "System Enclosure or Chassis Types"; 2 is "unknown". */
const chassisTypes: ReadonlyMap<number, string> = new Map([
  [1, 'other'],
  [3, 'desktop'],
  [4, 'low-profile desktop'],
  [5, 'pizza box'],
  [6, 'mini tower'],
  [7, 'tower'],
  [8, 'portable'],
  [9, 'laptop'],
  [10, 'notebook'],
  [11, 'hand held'],
  [12, 'docking station'],
  [13, 'all in one'],
  [14, 'sub notebook'],
  [15, 'space-saving'],
  [16, 'lunch box'],
  [17, 'main server chassis'],
  [18, 'expansion chassis'],
  [19, 'sub chassis'],
  [20, 'bus expansion chassis'],
  [21, 'peripheral chassis'],
  [22, 'RAID chassis'],
  [23, 'rack mount chassis'],
  [24, 'sealed-case PC'],
  [25, 'multi-system chassis'],
  [26, 'compact PCI'],
  [27, 'advanced TCA'],
  [28, 'blade'],
  [29, 'blade enclosure'],
  [30, 'tablet'],
  [31, 'convertible'],
  [32, 'detachable'],
  [33, 'IoT gateway'],
  [34, 'embedded PC'],
  [35, 'mini PC'],
  [36, 'stick PC'],
]);

const texts = {
  sys_vendor: 'string',
  product_name: 'string',
  product_version: 'string',
  product_family: 'string',
  product_sku: 'string',
  product_serial: 'string',
  product_uuid: 'string',
  board_vendor: 'string',
  board_name: 'string',
  bios_vendor: 'string',
  bios_version: 'string',
  bios_date: 'string',
} as const;

async function fromFirmware(host: Host): Promise<ResourceRecord> {
  const read = Object.keys(texts).map(async (key) => [key, await attribute(host, `${table}/${key}`)] as const);
  const chassis = await integerAttribute(host, `${table}/chassis_type`);
  return recordOf({
    source: 'dmi',
    ...Object.fromEntries(await Promise.all(read)),
    chassis_type: chassis === undefined ? undefined : chassisTypes.get(chassis),
  });
}

async function fromDeviceTree(host: Host): Promise<ResourceRecord> {
  return recordOf({
    source: 'devicetree',
    product_name: await attribute(host, `${deviceTree}/model`),
    product_serial: await attribute(host, `${deviceTree}/serial-number`),
    compatible: (await attribute(host, `${deviceTree}/compatible`))?.split('\0'),
  });
}

export const dmi: Probe = {
  name: 'dmi',
  summary: 'What the firmware calls the machine, its board and itself',
  keys: declareKeys({source: 'string', ...texts, chassis_type: 'string', compatible: 'list'}),
  async probe(host) {
    if ((await classDevices(host, 'dmi')).includes('id')) return [await fromFirmware(host)];
    return (await exists(host, `${deviceTree}/compatible`)) ? [await fromDeviceTree(host)] : [];
  },
};
