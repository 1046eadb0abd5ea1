import {describe, expect, it} from 'vitest';
import type {ResourceRecord} from '../../../src/expressions/environment.ts';
import {device} from '../../../src/resources/probes/device.ts';
import {undeclared} from '../../../src/resources/run-probe.ts';
import {classifyAll} from '../../../src/resources/udev/classify.ts';
import type {UdevDevice} from '../../../src/resources/udev/device.ts';
import {deviceRecords} from '../../../src/resources/udev/device-records.ts';
import {parseUdevDb} from '../../helpers/udev-db.ts';
import {type Improvement, improvements} from './improvements.ts';
import {type ReferenceRecord, recordedMachine, recordedMachines} from './recorded-machines.ts';

/** Numbers as the reference has them; keys in one order. */
function comparable(record: ResourceRecord | ReferenceRecord): ReferenceRecord {
  const entries = Object.entries(record)
    .filter(([, value]) => value !== null)
    .map(([key, value]): [string, string | number] => [key, key.endsWith('_id') ? Number(value) : String(value)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function withChanges(record: ReferenceRecord, {changed = {}}: Partial<Improvement>): ReferenceRecord {
  return comparable({...record, ...changed[String(record['path'])]});
}

const machines = recordedMachines();

describe('the device resource of recorded machines', () => {
  it('has 55 of them', () => {
    expect(machines).toHaveLength(55);
    expect(improvements.filter(({machine}) => !machines.includes(machine))).toEqual([]);
  });

  describe.each(machines)('%s', (name) => {
    const {database, blocks, reference} = recordedMachine(name);
    const improvement: Partial<Improvement> = improvements.find(({machine}) => machine === name) ?? {};

    it.each([
      ['without partitions', false, reference.devices],
      ['with partitions', true, reference.devices_with_partitions],
    ] as const)('is as the reference has it, %s', (_, partitions, wanted) => {
      const records = deviceRecords(parseUdevDb(database), {blocks, partitions, wordBits: 64});
      const all = records.map(comparable);
      const isAdded = (record: ReferenceRecord): boolean =>
        String(record['path']).endsWith('/nvme') &&
        (improvement.added?.names.includes(String(record['name'])) ?? false);
      expect(all.filter((record) => !isAdded(record))).toEqual(
        wanted.map((record) => withChanges(record, improvement)),
      );
      const added = all.filter(isAdded);
      expect(added.map((record) => String(record['name'])).sort()).toEqual(improvement.added?.names ?? []);
      for (const record of added) expect(record).toMatchObject(improvement.added?.like ?? {});
      expect(undeclared(device, records)).toEqual([]);
    });
  });

  it('says the same of every device in any order of the database', () => {
    const {database, blocks} = recordedMachine('DELL_VOSTRO3460_FINGERPRINT');
    const options = {blocks, partitions: false, wordBits: 64} as const;
    const devices = parseUdevDb(database);
    const said = (order: readonly UdevDevice[]) =>
      classifyAll(order, options)
        .map(({device: {path}, bus, category, product}) => [path, bus, category, product].join(' '))
        .sort();
    expect(said([...devices].reverse())).toEqual(said(devices));
  });
});
