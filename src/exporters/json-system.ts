import type {UnitId} from '../base/ids.ts';
import type {ResourceState} from '../session/events.ts';
import {numberOf, type ResourceRecord, recordsOf, textOf, valueText} from './record-text.ts';

type Json = Readonly<Record<string, unknown>>;
type Resources = ReadonlyMap<UnitId, ResourceState>;

/** The buses and categories the schema lists. A device on another bus is left to our own part. */
const buses = new Set(
  'input pnp pci scsi usb hid power_supply hidraw sound video4linux tty nvme platform net mmc watchdog block i2c vchiq infiniband bluetooth drm mmc_rpmb rc sdio serial dmi ccw mtd apex nd spi'.split(
    ' ',
  ),
);
const deviceCategories = new Set(
  'OTHER NETWORK SCSI DISK USB KEYBOARD MOUSE VIDEO IDE CDROM HIDRAW AUDIO CAPTURE BLUETOOTH CARDREADER WIRELESS TOUCHPAD RAID TOUCHSCREEN WATCHDOG WWAN ACCELEROMETER MMAL FIREWIRE CANBUS SOCKETCAN BMC_NETWORK TPU INFINIBAND'.split(
    ' ',
  ),
);
const deviceTexts = ['driver', 'product', 'product_slug', 'vendor', 'vendor_slug', 'interface', 'mac', 'name'];
const deviceNumbers = ['product_id', 'subproduct_id', 'subvendor_id', 'vendor_id'];

const processorKeys = ['bogomips', 'cache', 'count', 'governors', 'model', 'platform', 'scaling', 'speed', 'type'];
const processorOptional = ['model_number', 'model_revision', 'model_version', 'other'];
const platforms = new Set(['x86_64', 'i386', 's390x', 'armv7l', 'PowerNV', 'aarch64', 'riscv64']);

function picked(record: ResourceRecord | undefined, keys: readonly string[]): Readonly<Record<string, string>> {
  const entries = keys.map((key) => [key, textOf(record, key)] as const);
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
}

function integerOf(record: ResourceRecord | undefined, ...keys: readonly string[]): number | undefined {
  const value = numberOf(record, ...keys);
  return Number.isSafeInteger(value) ? value : undefined;
}

function device(record: ResourceRecord): readonly Json[] {
  const bus = textOf(record, 'bus');
  const path = textOf(record, 'path');
  if (bus === undefined || path === undefined || !buses.has(bus)) return [];
  const category = textOf(record, 'category');
  const numbers = deviceNumbers.map((key) => [key, integerOf(record, key)] as const);
  return [
    {
      bus,
      path,
      ...(category !== undefined && deviceCategories.has(category) ? {category} : {}),
      ...picked(record, deviceTexts),
      ...Object.fromEntries(numbers.filter(([, value]) => value !== undefined)),
    },
  ];
}

function distribution(resources: Resources): Json | undefined {
  const lsb = recordsOf(resources, 'lsb')[0];
  const os = recordsOf(resources, 'os')[0];
  const codename = textOf(lsb, 'codename') ?? textOf(os, 'codename', 'version_codename');
  const description = textOf(lsb, 'description') ?? textOf(os, 'description', 'pretty_name', 'name');
  const id = textOf(lsb, 'distributor_id') ?? textOf(os, 'distributor_id', 'id', 'name');
  const release = textOf(lsb, 'release') ?? textOf(os, 'version_id', 'version');
  if (description === undefined || id === undefined) return undefined;
  return {codename: codename ?? '', description, distributor_id: id, release: release ?? ''};
}

function memory(resources: Resources): Json | undefined {
  const ours = recordsOf(resources, 'memory')[0];
  const theirs = recordsOf(resources, 'meminfo')[0];
  const total = integerOf(ours, 'total_bytes', 'total') ?? integerOf(theirs, 'total');
  if (total === undefined) return undefined;
  return {swap: integerOf(ours, 'swap_bytes', 'swap_total_bytes', 'swap') ?? integerOf(theirs, 'swap') ?? 0, total};
}

/** Only the record of a provider that gathers all that the schema wants of it. */
function processor(resources: Resources): Json | undefined {
  const record = recordsOf(resources, 'cpuinfo')[0];
  const required = picked(record, processorKeys);
  if (Object.keys(required).length < processorKeys.length) return undefined;
  if (!platforms.has(required['platform'] ?? '')) return undefined;
  if (!['supported', 'non-supported'].includes(required['scaling'] ?? '')) return undefined;
  return {...required, ...picked(record, processorOptional)};
}

function packages(resources: Resources): readonly Json[] | undefined {
  const found = recordsOf(resources, 'package').filter((record) => textOf(record, 'name') !== undefined);
  if (found.length === 0) return undefined;
  return found.map((record) => ({name: textOf(record, 'name'), version: textOf(record, 'version') ?? ''}));
}

function kernel(resources: Resources): string | undefined {
  const uname = textOf(recordsOf(resources, 'uname')[0], 'release');
  return uname ?? textOf(recordsOf(resources, 'os')[0], 'kernel', 'kernel_release', 'release');
}

function architecture(resources: Resources): string | undefined {
  const dpkg = textOf(recordsOf(resources, 'dpkg')[0], 'architecture');
  return dpkg ?? textOf(recordsOf(resources, 'os')[0], 'architecture', 'machine', 'arch');
}

function stringValues(record: ResourceRecord): Json {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, valueText(value)]));
}

function nonEmpty<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length === 0 ? undefined : items;
}

function defined(entries: Json): Json {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

/** The schema's sections on the machine; each is there only where what it requires is known. */
export function hardwareSections(resources: Resources): Json {
  return defined({
    packages: packages(resources),
    distribution: distribution(resources),
    processor: processor(resources),
    'kernel-cmdline': textOf(recordsOf(resources, 'os')[0], 'kernel_cmdline', 'cmdline', 'command_line'),
    devices: nonEmpty(recordsOf(resources, 'device').flatMap(device)),
    'raw-devices-dmi': nonEmpty(recordsOf(resources, 'dmi').map(stringValues)),
    kernel: kernel(resources),
    architecture: architecture(resources),
    memory: memory(resources),
  });
}

/** One entry of `system_information`. Readers of the format want `stderr` there, empty or not. */
export function collected(toolVersion: string, payload: unknown): Json {
  return {tool_version: toolVersion, success: true, outputs: {payload, stderr: ''}};
}

export function systemInformation(resources: Resources, toolVersion: string): Json {
  const kernelVersion = kernel(resources);
  const payloads = defined({
    bios: recordsOf(resources, 'dmi')[0],
    distribution: distribution(resources),
    machine_manifest: recordsOf(resources, 'manifest')[0],
    memory: memory(resources),
    udev_devices: nonEmpty(recordsOf(resources, 'device')),
    uname:
      kernelVersion === undefined ? undefined : {kernel: kernelVersion, architecture: architecture(resources) ?? ''},
  });
  const entries = Object.entries(payloads).map(([name, payload]) => [name, collected(toolVersion, payload)]);
  return {version: 1, ...Object.fromEntries(entries)};
}
