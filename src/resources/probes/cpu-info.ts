/** What /proc/cpuinfo says; each architecture has its own words. */
export interface CpuText {
  readonly processors: number;
  /** Each kind of core once, in the order of the file. */
  readonly models: readonly string[];
  readonly vendor?: string;
  readonly mhz?: number;
  readonly microcode?: string;
  readonly flags: readonly string[];
  readonly isX86: boolean;
}

type Fields = ReadonlyMap<string, string>;

/** The implementer of an ARM core by its MIDR code (Arm ARM, MIDR_EL1). */
const armImplementers: ReadonlyMap<number, string> = new Map([
  [0x41, 'ARM'],
  [0x42, 'Broadcom'],
  [0x43, 'Cavium'],
  [0x46, 'Fujitsu'],
  [0x48, 'HiSilicon'],
  [0x4e, 'NVIDIA'],
  [0x50, 'APM'],
  [0x51, 'Qualcomm'],
  [0x53, 'Samsung'],
  [0x56, 'Marvell'],
  [0x61, 'Apple'],
  [0xc0, 'Ampere'],
]);

/** Part numbers of ARM's own cores. */
const armParts: ReadonlyMap<number, string> = new Map([
  [0xb76, 'ARM1176'],
  [0xc05, 'Cortex-A5'],
  [0xc07, 'Cortex-A7'],
  [0xc08, 'Cortex-A8'],
  [0xc09, 'Cortex-A9'],
  [0xc0f, 'Cortex-A15'],
  [0xd03, 'Cortex-A53'],
  [0xd04, 'Cortex-A35'],
  [0xd05, 'Cortex-A55'],
  [0xd07, 'Cortex-A57'],
  [0xd08, 'Cortex-A72'],
  [0xd09, 'Cortex-A73'],
  [0xd0a, 'Cortex-A75'],
  [0xd0b, 'Cortex-A76'],
  [0xd0c, 'Neoverse-N1'],
  [0xd0d, 'Cortex-A77'],
  [0xd40, 'Neoverse-V1'],
  [0xd41, 'Cortex-A78'],
  [0xd44, 'Cortex-X1'],
  [0xd46, 'Cortex-A510'],
  [0xd47, 'Cortex-A710'],
  [0xd48, 'Cortex-X2'],
  [0xd49, 'Neoverse-N2'],
  [0xd4f, 'Neoverse-V2'],
]);

function armModel(fields: Fields): string | undefined {
  const implementer = fields.get('CPU implementer');
  const part = fields.get('CPU part');
  if (implementer === undefined || part === undefined) return undefined;
  const vendor = armImplementers.get(Number(implementer)) ?? implementer;
  const name = Number(implementer) === 0x41 ? armParts.get(Number(part)) : undefined;
  return name === undefined ? `${vendor} part ${part}` : `${vendor} ${name}`;
}

/** x86 and LoongArch, POWER (`cpu`), MIPS (`cpu model`), RISC-V (`uarch`, else `isa`); on s390x see below. */
const modelFields = ['model name', 'Model Name', 'cpu', 'cpu model', 'uarch', 'isa'];
const flagFields = ['flags', 'Features', 'features', 'isa'];

function firstOf(blocks: readonly Fields[], names: readonly string[]): string | undefined {
  for (const name of names) {
    for (const fields of blocks) {
      const value = fields.get(name);
      if (value !== undefined && value !== '') return value;
    }
  }
  return undefined;
}

function modelOf(fields: Fields): string | undefined {
  // 32-bit ARM kernels give a `model name` that only names the architecture.
  return armModel(fields) ?? firstOf([fields], modelFields);
}

/** s390x has one line for each CPU: `processor 0: version = FF,  identification = …,  machine = 8561`. */
function mainframe(blocks: readonly Fields[]): {readonly processors: number; readonly models: readonly string[]} {
  const lines = blocks.flatMap((fields) => [...fields].filter(([name]) => /^processor \d+$/.test(name)));
  const machines = lines.map(([, value]) => /machine = (\w+)/.exec(value)?.[1]).filter((name) => name !== undefined);
  return {processors: lines.length, models: [...new Set(machines.map((machine) => `IBM machine type ${machine}`))]};
}

function blocksOf(text: string): readonly Fields[] {
  return text
    .split(/\n\s*\n/)
    .map((block) => {
      const pairs = block.split('\n').flatMap((line): [string, string][] => {
        const colon = line.indexOf(':');
        return colon === -1 ? [] : [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()]];
      });
      return new Map(pairs);
    })
    .filter((fields) => fields.size > 0);
}

function flagsOf(blocks: readonly Fields[]): readonly string[] {
  const text = firstOf(blocks, flagFields);
  return text === undefined ? [] : text.split(/\s+/).filter((flag) => flag !== '');
}

function vendorOf(blocks: readonly Fields[]): string | undefined {
  const implementer = firstOf(blocks, ['CPU implementer']);
  if (implementer !== undefined) return armImplementers.get(Number(implementer)) ?? implementer;
  return firstOf(blocks, ['vendor_id', 'mvendorid', 'vendor']);
}

export function parseCpuInfo(text: string): CpuText {
  const blocks = blocksOf(text);
  const numbered = blocks.filter((fields) => /^\d+$/.test(fields.get('processor') ?? ''));
  const ibm = mainframe(blocks);
  const models = [...new Set(blocks.map(modelOf).filter((model) => model !== undefined))];
  const vendor = vendorOf(blocks);
  const mhz = Number.parseFloat(firstOf(blocks, ['cpu MHz', 'CPU MHz', 'clock', 'cpu MHz dynamic']) ?? '');
  const microcode = firstOf(blocks, ['microcode']);
  return {
    processors: numbered.length + ibm.processors,
    models: ibm.models.length > 0 ? ibm.models : models,
    ...(vendor === undefined ? {} : {vendor}),
    ...(Number.isFinite(mhz) ? {mhz} : {}),
    ...(microcode === undefined ? {} : {microcode}),
    flags: flagsOf(blocks),
    isX86: blocks.some((fields) => fields.has('flags') && fields.has('cpuid level')),
  };
}
