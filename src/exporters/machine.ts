import {partialId, type UnitId} from '../base/ids.ts';
import type {ResourceState} from '../session/events.ts';
import {diskSize, memorySize} from './formatting.ts';
import {firmwareText, machineName} from './machine-name.ts';
import {joined, numberOf, type ResourceRecord, recordsOf, textOf} from './record-text.ts';

export interface Fact {
  readonly label: string;
  readonly values: readonly string[];
}

/** The machine as the recorded resources describe it; what nobody recorded is not in it. */
export interface Machine {
  readonly name?: string;
  readonly facts: readonly Fact[];
}

function listed(...parts: readonly (string | undefined)[]): string | undefined {
  const said = parts.filter((part) => part !== undefined);
  return said.length === 0 ? undefined : said.join(', ');
}

function fact(label: string, ...values: readonly (string | undefined)[]): readonly Fact[] {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? [] : [{label, values: known}];
}

function operatingSystem(record: ResourceRecord | undefined): readonly Fact[] {
  const name =
    textOf(record, 'pretty_name', 'description') ?? joined(textOf(record, 'name'), textOf(record, 'version'));
  return [
    ...fact('System', name),
    ...fact(
      'Kernel',
      joined(textOf(record, 'kernel', 'kernel_release', 'release'), textOf(record, 'architecture', 'machine', 'arch')),
    ),
    ...fact('Boot', listed(textOf(record, 'boot_mode'), secureBoot(record))),
  ];
}

function secureBoot(record: ResourceRecord | undefined): string | undefined {
  const state = textOf(record, 'secure_boot');
  return state === undefined ? undefined : `secure boot ${state === 'true' ? 'on' : 'off'}`;
}

/** One record per processor, or one for all of them with a count. Equal models are counted together. */
function processors(records: readonly ResourceRecord[]): readonly Fact[] {
  const models = new Map<string, number>();
  for (const record of records) {
    const model = textOf(record, 'model_name', 'model', 'brand', 'name');
    if (model === undefined) continue;
    const count = numberOf(record, 'threads', 'logical', 'online', 'count', 'cores') ?? 1;
    models.set(model, (models.get(model) ?? 0) + count);
  }
  return fact('Processor', ...[...models].map(([model, count]) => (count > 1 ? `${count} × ${model}` : model)));
}

function memory(record: ResourceRecord | undefined): readonly Fact[] {
  const usable = numberOf(record, 'total_bytes', 'total');
  // 0 says that there is no table, not that there is no memory.
  const installed = numberOf(record, 'firmware_bytes') || undefined;
  if (installed === undefined) return fact('Memory', usable === undefined ? undefined : memorySize(usable));
  const part = usable === undefined ? undefined : `${memorySize(usable)} usable`;
  return fact('Memory', listed(`${memorySize(installed)} installed`, part));
}

function isReal(record: ResourceRecord): boolean {
  return textOf(record, 'virtual') !== 'true';
}

function disks(records: readonly ResourceRecord[]): readonly Fact[] {
  const shown = records.filter((record) => isReal(record) && (textOf(record, 'type') ?? 'disk') === 'disk');
  const line = (record: ResourceRecord): string | undefined => {
    const bytes = numberOf(record, 'size_bytes', 'size');
    const size = bytes === undefined ? undefined : diskSize(bytes);
    return listed(textOf(record, 'name'), joined(textOf(record, 'vendor'), textOf(record, 'model')), size);
  };
  return fact(shown.length > 1 ? 'Disks' : 'Disk', ...shown.map(line));
}

function interfaces(records: readonly ResourceRecord[]): readonly Fact[] {
  const shown = records.filter((record) => isReal(record) && textOf(record, 'interface', 'name') !== 'lo');
  const line = (record: ResourceRecord): string | undefined => {
    const mbps = numberOf(record, 'speed_mbps');
    const speed = mbps === undefined || mbps <= 0 ? undefined : `${mbps} Mbit/s`;
    return listed(textOf(record, 'interface', 'name'), textOf(record, 'driver'), textOf(record, 'operstate'), speed);
  };
  return fact('Network', ...shown.map(line));
}

/** At most so many lines each; a storage server has hundreds of disks, and the tables below have them all. */
const mostValues = 8;

function shortened({label, values}: Fact): Fact {
  if (values.length <= mostValues) return {label, values};
  return {label, values: [...values.slice(0, mostValues - 1), `and ${values.length - mostValues + 1} more`]};
}

export function describeMachine(resources: ReadonlyMap<UnitId, ResourceState>): Machine {
  const identity = recordsOf(resources, 'dmi');
  const dmi = identity[0];
  const os = recordsOf(resources, 'os')[0];
  const name = machineName(identity) ?? textOf(os, 'machine_model', 'model', 'hostname', 'nodename');
  const facts = [
    ...operatingSystem(os),
    ...processors(recordsOf(resources, 'cpu')),
    ...memory(recordsOf(resources, 'memory')[0]),
    ...disks(recordsOf(resources, 'block')),
    ...interfaces(recordsOf(resources, 'net')),
    ...fact('Chassis', textOf(dmi, 'chassis_type')),
    ...fact('Firmware', joined(...['bios_vendor', 'bios_version', 'bios_date'].map((key) => firmwareText(dmi, key)))),
    ...fact('Host name', textOf(os, 'hostname', 'nodename')),
    ...fact('Serial number', firmwareText(dmi, 'product_serial', 'serial_number', 'serial')),
    ...fact('Could not be read', unknownResources(resources)),
  ];
  return {...(name === undefined ? {} : {name}), facts: facts.map(shortened)};
}

function unknownResources(resources: ReadonlyMap<UnitId, ResourceState>): string | undefined {
  const unknown = [...resources].filter(([, state]) => state.state === 'unknown').map(([id]) => partialId(id));
  return unknown.length === 0 ? undefined : unknown.join(', ');
}
