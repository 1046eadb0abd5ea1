/** One structure of the SMBIOS table (DMTF DSP0134): its formatted part, header and all, and its strings. */
export interface SmbiosStructure {
  readonly type: number;
  readonly handle: number;
  readonly data: DataView;
  readonly strings: readonly string[];
}

const headerLength = 4;
const endOfTable = 127;

/** Where the strings after a structure end: two NULs, or the end of the bytes. */
function readStrings(bytes: Uint8Array, start: number): {readonly strings: readonly string[]; readonly end: number} {
  const strings: string[] = [];
  let at = start;
  while (at < bytes.length && bytes[at] !== 0) {
    const nul = bytes.indexOf(0, at);
    const to = nul === -1 ? bytes.length : nul;
    strings.push(Buffer.from(bytes.subarray(at, to)).toString('latin1').trim());
    at = to + 1;
  }
  // Without any string there are two NULs all the same.
  return {strings, end: strings.length === 0 ? at + 2 : at + 1};
}

/** Reads a table as far as it is whole: a broken length ends it. */
export function parseSmbios(bytes: Uint8Array): readonly SmbiosStructure[] {
  const structures: SmbiosStructure[] = [];
  let at = 0;
  while (at + headerLength <= bytes.length) {
    const length = bytes[at + 1] ?? 0;
    if (length < headerLength || at + length > bytes.length) break;
    const data = new DataView(bytes.buffer, bytes.byteOffset + at, length);
    const type = data.getUint8(0);
    const {strings, end} = readStrings(bytes, at + length);
    structures.push({type, handle: data.getUint16(2, true), data, strings});
    if (type === endOfTable) break;
    at = end;
  }
  return structures;
}

export interface MemoryModule {
  readonly locator?: string;
  /** 0 where the slot is empty; undefined where the firmware does not know. */
  readonly bytes?: number;
  readonly type?: string;
  readonly megatransfers?: number;
  readonly manufacturer?: string;
  readonly part?: string;
}

const memoryArray = 16;
const memoryDevice = 17;
const systemMemory = 3;

/** Names of table 78, "Memory Device: Type", as far as they are still met. */
const memoryTypes: ReadonlyMap<number, string> = new Map([
  [0x03, 'DRAM'],
  [0x07, 'RAM'],
  [0x0f, 'SDRAM'],
  [0x12, 'DDR'],
  [0x13, 'DDR2'],
  [0x14, 'DDR2 FB-DIMM'],
  [0x18, 'DDR3'],
  [0x1a, 'DDR4'],
  [0x1b, 'LPDDR'],
  [0x1c, 'LPDDR2'],
  [0x1d, 'LPDDR3'],
  [0x1e, 'LPDDR4'],
  [0x1f, 'NVDIMM'],
  [0x20, 'HBM'],
  [0x21, 'HBM2'],
  [0x22, 'DDR5'],
  [0x23, 'LPDDR5'],
]);

function has(view: DataView, offset: number, size: number): boolean {
  return offset + size <= view.byteLength;
}

function byteAt(view: DataView, offset: number): number | undefined {
  return has(view, offset, 1) ? view.getUint8(offset) : undefined;
}

function wordAt(view: DataView, offset: number): number | undefined {
  return has(view, offset, 2) ? view.getUint16(offset, true) : undefined;
}

function stringAt({data, strings}: SmbiosStructure, offset: number): string | undefined {
  const index = byteAt(data, offset) ?? 0;
  return index === 0 ? undefined : strings[index - 1] || undefined;
}

/** Bytes. The volatile part, where a module says which part is (persistent memory is no main memory). */
function sizeOf({data}: SmbiosStructure): number | undefined {
  const size = wordAt(data, 0x0c);
  if (size === undefined || size === 0xffff) return undefined;
  if (has(data, 0x3c, 8) && byteAt(data, 0x28) !== 0x03) {
    const volatileSize = data.getBigUint64(0x3c, true);
    if (volatileSize !== 0xffffffffffffffffn && (volatileSize > 0n || isPersistent(data))) return Number(volatileSize);
  }
  if (size === 0x7fff && has(data, 0x1c, 4)) return (data.getUint32(0x1c, true) & 0x7fffffff) * 2 ** 20;
  return size & 0x8000 ? (size & 0x7fff) * 2 ** 10 : size * 2 ** 20;
}

/** Memory technology 4 to 7: the kinds of NVDIMM and persistent memory. */
function isPersistent(data: DataView): boolean {
  const technology = byteAt(data, 0x28) ?? 0;
  return technology >= 4 && technology <= 7;
}

/** 0 is "unknown" and 0xffff is "see the extended field". */
function speedOf({data}: SmbiosStructure): number | undefined {
  const speed = wordAt(data, 0x20) || wordAt(data, 0x15);
  if (speed === 0xffff && has(data, 0x54, 4)) return data.getUint32(0x54, true);
  return speed || undefined;
}

function moduleOf(structure: SmbiosStructure): MemoryModule {
  const locator = stringAt(structure, 0x10);
  const bytes = sizeOf(structure);
  const type = memoryTypes.get(byteAt(structure.data, 0x12) ?? 0);
  const megatransfers = speedOf(structure);
  const manufacturer = stringAt(structure, 0x17);
  const part = stringAt(structure, 0x1a);
  return {
    ...(locator === undefined ? {} : {locator}),
    ...(bytes === undefined ? {} : {bytes}),
    ...(type === undefined ? {} : {type}),
    ...(megatransfers === undefined ? {} : {megatransfers}),
    ...(manufacturer === undefined ? {} : {manufacturer}),
    ...(part === undefined ? {} : {part}),
  };
}

/** The slots of main memory: those of flash, cache and video arrays are left out. */
export function memoryModules(structures: readonly SmbiosStructure[]): readonly MemoryModule[] {
  const foreign = new Set(
    structures
      .filter(({type, data}) => type === memoryArray && byteAt(data, 0x05) !== systemMemory)
      .map(({handle}) => handle),
  );
  return structures
    .filter(({type, data}) => type === memoryDevice && !foreign.has(wordAt(data, 0x04) ?? 0xffff))
    .map(moduleOf);
}

/** Bytes of the address ranges that the firmware maps to memory (type 19), or undefined where it lists none. */
export function mappedMemory(structures: readonly SmbiosStructure[]): number | undefined {
  const ranges = structures.filter(({type, data}) => type === 19 && has(data, 0x04, 8));
  if (ranges.length === 0) return undefined;
  return ranges.reduce((sum, {data}) => {
    const start = data.getUint32(0x04, true);
    const end = data.getUint32(0x08, true);
    if (start !== 0xffffffff) return sum + (end - start + 1) * 2 ** 10;
    if (!has(data, 0x0f, 16)) return sum;
    return sum + Number(data.getBigUint64(0x17, true) - data.getBigUint64(0x0f, true) + 1n);
  }, 0);
}
