import {describe, expect, it} from 'vitest';
import {memory} from '../../../src/resources/probes/memory.ts';
import {memoryModules, parseSmbios} from '../../../src/resources/smbios.ts';
import {fc} from '../../helpers/property.ts';
import {onlyRecord, probeRecords} from './probe-records.ts';

interface Structure {
  readonly type: number;
  readonly handle: number;
  readonly length: number;
  readonly bytes?: Readonly<Record<number, number>>;
  readonly words?: Readonly<Record<number, number>>;
  readonly doubles?: Readonly<Record<number, number>>;
  readonly quads?: Readonly<Record<number, bigint>>;
  readonly strings?: readonly string[];
}

function encode({type, handle, length, bytes, words, doubles, quads, strings = []}: Structure): Uint8Array {
  const data = Buffer.alloc(length);
  data.writeUInt8(type, 0);
  data.writeUInt8(length, 1);
  data.writeUInt16LE(handle, 2);
  for (const [at, value] of Object.entries(bytes ?? {})) data.writeUInt8(value, Number(at));
  for (const [at, value] of Object.entries(words ?? {})) data.writeUInt16LE(value, Number(at));
  for (const [at, value] of Object.entries(doubles ?? {})) data.writeUInt32LE(value, Number(at));
  for (const [at, value] of Object.entries(quads ?? {})) data.writeBigUInt64LE(value, Number(at));
  const text = strings.length === 0 ? '\0\0' : `${strings.join('\0')}\0\0`;
  return Buffer.concat([data, Buffer.from(text, 'latin1')]);
}

const gib = 2 ** 30;
const systemArray: Structure = {type: 16, handle: 0x1000, length: 0x17, bytes: {5: 3}};
const flashArray: Structure = {type: 16, handle: 0x1001, length: 0x17, bytes: {5: 5}};

/** Memory devices: 0x04 array, 0x0c size, 0x10 locator, 0x12 type, 0x15 speed, 0x17 maker, 0x1a part. */
function dimm(handle: number, size: number, more: Partial<Structure> = {}): Structure {
  return {
    type: 17,
    handle,
    length: 0x28,
    strings: ['DIMM A', 'Samsung', 'M471A1K43DB1'],
    ...more,
    bytes: {16: 1, 18: 0x1a, 23: 2, 26: 3, ...more.bytes},
    words: {4: 0x1000, 12: size, 21: 3200, ...more.words},
  };
}

const meminfo =
  'MemTotal:       16303632 kB\nMemFree:         1000 kB\nSwapTotal:       2097148 kB\nHugePages_Total:       0\n';
const table = (...structures: readonly Structure[]) => Buffer.concat(structures.map(encode));

describe('memory', () => {
  it('compares what the kernel and the firmware know', async () => {
    const smbios = table(
      {type: 0, handle: 0, length: 0x18, strings: ['Vendor', '1.0']},
      systemArray,
      dimm(0x1100, 8192),
      dimm(0x1101, 0, {strings: ['DIMM B']}),
      {type: 19, handle: 0x1300, length: 0x0f, doubles: {4: 0, 8: 8 * 2 ** 20 - 1}},
      {type: 127, handle: 0xfeff, length: 4},
    );
    const record = await onlyRecord(memory, {
      '/proc/meminfo': meminfo,
      '/sys/firmware/dmi/tables/DMI': smbios,
      '/sys/devices/system/memory/block_size_bytes': '8000000\n',
      '/sys/devices/system/memory/memory0/state': 'online\n',
      '/sys/devices/system/memory/memory1/state': 'offline\n',
    });
    expect(record).toEqual({
      total_bytes: 16_303_632 * 1024,
      swap_bytes: 2_097_148 * 1024,
      online_bytes: 2 ** 27,
      firmware_table: 'smbios',
      firmware_bytes: 8 * gib,
      dimm_slots: 2,
      dimms: 1,
      dimm_bytes: [8 * gib],
      dimm_locators: ['DIMM A'],
      dimm_types: ['DDR4'],
      dimm_megatransfers: [3200],
      dimm_parts: ['M471A1K43DB1'],
    });
  });

  it('takes the mapped ranges where no module says its size', async () => {
    const range: Structure = {
      type: 19,
      handle: 1,
      length: 0x1f,
      doubles: {4: 0xffffffff, 8: 0xffffffff},
      quads: {15: 0x1_0000_0000n, 23: 0x2_ffff_ffffn},
    };
    const files = {'/proc/meminfo': meminfo, '/sys/firmware/dmi/tables/DMI': table(dimm(1, 0xffff), range)};
    expect(await onlyRecord(memory, files)).toMatchObject({firmware_bytes: 8 * gib, dimm_slots: 1, dimms: 0});
  });

  it('reads the structures one by one where the table as a whole is not there', async () => {
    const files = {
      '/proc/meminfo': meminfo,
      '/sys/firmware/dmi/entries/16-0/raw': table(systemArray),
      '/sys/firmware/dmi/entries/17-0/raw': table(dimm(1, 4096)),
      '/sys/firmware/dmi/entries/17-1/raw': table(dimm(2, 4096)),
    };
    expect(await onlyRecord(memory, files)).toMatchObject({firmware_bytes: 8 * gib, dimms: 2});
  });

  it('tells a table that is not there from one that may not be read', async () => {
    expect(await onlyRecord(memory, {'/proc/meminfo': meminfo})).toMatchObject({
      firmware_table: 'absent',
      firmware_bytes: 0,
    });
    const forbidden = await onlyRecord(memory, {
      '/proc/meminfo': meminfo,
      '/sys/firmware/dmi/tables/DMI': {error: 'EACCES'},
      '/sys/firmware/dmi/entries/17-0/raw': {error: 'EACCES'},
    });
    expect(forbidden).toMatchObject({firmware_table: 'unreadable'});
    expect(forbidden).not.toHaveProperty('firmware_bytes');
  });

  it('is unknown without a total', async () => {
    await expect(probeRecords(memory, {'/proc/meminfo': 'MemFree: 1 kB\n'})).rejects.toThrow('has no MemTotal');
  });
});

describe('memoryModules', () => {
  const sizeOf = (structure: Structure) => memoryModules(parseSmbios(table(structure)))[0]?.bytes;

  it.each([
    ['megabytes', dimm(1, 4096), 4 * gib],
    ['kilobytes', dimm(1, 0x8000 | 512), 512 * 1024],
    ['the extended field', dimm(1, 0x7fff, {doubles: {28: 64 * 1024}}), 64 * gib],
    ['an empty slot', dimm(1, 0), 0],
    ['a size nobody knows', dimm(1, 0xffff), undefined],
    [
      'persistent memory, of which nothing is main memory',
      dimm(1, 0x7fff, {length: 0x54, bytes: {40: 7}, doubles: {28: 128 * 1024}, quads: {60: 0n}}),
      0,
    ],
    [
      'DRAM with the fields of 3.2',
      dimm(1, 8192, {length: 0x54, bytes: {40: 3}, quads: {60: BigInt(8 * gib)}}),
      8 * gib,
    ],
    ['a structure of SMBIOS 2.1', dimm(1, 1024, {length: 0x1b}), gib],
  ])('reads %s', (_, structure, bytes) => {
    expect(sizeOf(structure)).toBe(bytes);
  });

  it('leaves out the chips of the firmware itself', () => {
    const flash = dimm(2, 16, {words: {4: 0x1001, 12: 16}});
    expect(memoryModules(parseSmbios(table(systemArray, flashArray, dimm(1, 1024), flash)))).toHaveLength(1);
  });
});

describe('parseSmbios', () => {
  it('ends where the table is cut off', () => {
    const whole = table(systemArray, dimm(1, 8192));
    expect(parseSmbios(whole.subarray(0, whole.length - 50))).toHaveLength(1);
    expect(parseSmbios(Uint8Array.of(17, 2, 0, 0))).toEqual([]);
  });

  it('takes any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 300}), (bytes) => {
        expect(memoryModules(parseSmbios(bytes)).length).toBeLessThanOrEqual(bytes.length / 4);
      }),
    );
  });
});
