import type {Host} from '../../base/host.ts';
import {type Configuration, numberOf, settingOf, textOf} from '../../config/configuration.ts';
import {type DeviceClass, deviceClasses, isDeviceClass} from '../../config/device-classes.ts';
import {dmi} from '../../resources/probes/dmi.ts';

/** By the words of the probe `dmi`. */
const classes: readonly (readonly [DeviceClass, readonly string[]])[] = [
  [
    'desktop',
    [
      'desktop',
      'low-profile desktop',
      'pizza box',
      'mini tower',
      'tower',
      'all in one',
      'space-saving',
      'lunch box',
      'sealed-case PC',
      'mini PC',
      'stick PC',
    ],
  ],
  ['laptop', ['portable', 'laptop', 'notebook', 'sub notebook', 'convertible']],
  ['tablet', ['tablet', 'detachable']],
  ['handheld', ['hand held']],
  [
    'server',
    [
      'main server chassis',
      'expansion chassis',
      'sub chassis',
      'bus expansion chassis',
      'peripheral chassis',
      'RAID chassis',
      'rack mount chassis',
      'multi-system chassis',
      'compact PCI',
      'advanced TCA',
      'blade',
      'blade enclosure',
    ],
  ],
  ['embedded', ['IoT gateway', 'embedded PC']],
];

const classOfChassis: ReadonlyMap<unknown, DeviceClass> = new Map(
  classes.flatMap(([name, chassis]) => chassis.map((word) => [word, name] as const)),
);

/** What kind of machine its firmware says it is. */
export async function deviceClassOf(host: Host): Promise<DeviceClass> {
  const [record] = await dmi.probe(host).catch(() => []);
  if (record?.['source'] === 'devicetree') return 'embedded';
  return classOfChassis.get(record?.['chassis_type']) ?? 'other';
}

const section = 'timeout factors';

/** What timeouts are multiplied with on this machine. It is only looked at where kinds of machines have factors. */
export async function timeoutFactorOf(host: Host, configuration: Configuration): Promise<number> {
  const general = numberOf(configuration, 'run', 'timeout_factor') ?? 1;
  if (deviceClasses.every((name) => settingOf(configuration, section, name) === undefined)) return general;
  const given = textOf(configuration, 'run', 'device_class') ?? '';
  const kind = isDeviceClass(given) ? given : await deviceClassOf(host);
  return general * (numberOf(configuration, section, kind) ?? 1);
}
