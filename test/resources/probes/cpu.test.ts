import {describe, expect, it} from 'vitest';
import {cpu, parseCpuList} from '../../../src/resources/probes/cpu.ts';
import {parseCpuInfo} from '../../../src/resources/probes/cpu-info.ts';
import {inside, onlyRecord, probeRecords} from './probe-records.ts';

const x86 = (number: number) =>
  `processor\t: ${number}\nvendor_id\t: GenuineIntel\nmodel name\t: Intel(R) Core(TM) i7-1355U\ncpu MHz\t\t: 1800.5\nmicrocode\t: 0x4121\ncpuid level\t: 32\nflags\t\t: fpu vmx ht lm\n\n`;

const topology = (number: number, siblings: string) =>
  inside(`/sys/devices/system/cpu/cpu${number}`, {
    'topology/thread_siblings_list': `${siblings}\n`,
    'topology/physical_package_id': '0\n',
    'cpufreq/cpuinfo_max_freq': number < 2 ? '5000000\n' : '3700000\n',
    'cpufreq/cpuinfo_min_freq': '400000\n',
    'cpufreq/scaling_governor': 'powersave\n',
  });

describe('cpu', () => {
  it('counts processors, cores and threads of a hybrid machine with one CPU offline', async () => {
    const record = await onlyRecord(cpu, {
      '/proc/cpuinfo': [0, 1, 2].map(x86).join(''),
      '/proc/sys/kernel/arch': 'x86_64\n',
      '/sys/devices/system/cpu/present': '0-3\n',
      '/sys/devices/system/cpu/online': '0-2\n',
      ...topology(0, '0-1'),
      ...topology(1, '0-1'),
      ...topology(2, '2'),
    });
    expect(record).toEqual({
      model: 'Intel(R) Core(TM) i7-1355U',
      models: ['Intel(R) Core(TM) i7-1355U'],
      vendor: 'GenuineIntel',
      architecture: 'x86_64',
      count: 4,
      online: 3,
      offline: [3],
      sockets: 1,
      cores: 2,
      threads_per_core: 2,
      mhz: 1800.5,
      max_khz: 5_000_000,
      min_khz: 400_000,
      governor: 'powersave',
      flags: ['fpu', 'vmx', 'ht', 'lm'],
      virtualization: 'vmx',
      hypervisor: false,
      microcode: '0x4121',
    });
  });

  it('leaves out what cannot be read, and asks uname on older kernels', async () => {
    const record = await onlyRecord(
      cpu,
      {
        '/proc/cpuinfo': x86(0),
        '/sys/devices/system/cpu/online': {error: 'EIO'},
        '/sys/devices/system/cpu/cpu0/topology/physical_package_id': '-1\n',
        '/sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq': {error: 'EBUSY'},
      },
      {tools: {uname: {state: 'exited', code: 0, stdout: 'x86_64\n', stderr: '', truncated: false}}},
    );
    expect(record).toMatchObject({architecture: 'x86_64', count: 1, online: 1, offline: []});
    for (const key of ['sockets', 'cores', 'max_khz', 'governor']) expect(record).not.toHaveProperty(key);
  });

  it('is unknown without /proc', async () => {
    await expect(probeRecords(cpu, {})).rejects.toThrow('ENOENT: /proc/cpuinfo');
  });
});

describe('parseCpuInfo', () => {
  it('names both kinds of core of an ARM machine', () => {
    const core = (number: number, part: string) =>
      `processor\t: ${number}\nBogoMIPS\t: 48.00\nFeatures\t: fp asimd aes\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x0\nCPU part\t: ${part}\n\n`;
    expect(parseCpuInfo(`${core(0, '0xd03')}${core(1, '0xd08')}${core(2, '0xfff')}`)).toEqual({
      processors: 3,
      models: ['ARM Cortex-A53', 'ARM Cortex-A72', 'ARM part 0xfff'],
      vendor: 'ARM',
      flags: ['fp', 'asimd', 'aes'],
      isX86: false,
    });
  });

  it.each([
    [
      'a mainframe',
      'vendor_id       : IBM/S390\n# processors    : 2\nfeatures\t: esan3 sie\nprocessor 0: version = FF,  identification = 0133E8,  machine = 2964\nprocessor 1: version = FF,  identification = 0133E8,  machine = 2964\n\ncpu number      : 0\ncpu MHz dynamic : 5000\n',
      {processors: 2, models: ['IBM machine type 2964'], vendor: 'IBM/S390', flags: ['esan3', 'sie'], mhz: 5000},
    ],
    [
      'POWER',
      'processor\t: 0\ncpu\t\t: POWER9, altivec supported\nclock\t\t: 3800.000000MHz\n\ntimebase\t: 512000000\nplatform\t: PowerNV\n',
      {processors: 1, models: ['POWER9, altivec supported'], mhz: 3800},
    ],
    [
      'RISC-V',
      'processor\t: 0\nhart\t\t: 1\nisa\t\t: rv64imafdc\nmmu\t\t: sv39\nuarch\t\t: sifive,u74-mc\n',
      {processors: 1, models: ['sifive,u74-mc'], flags: ['rv64imafdc']},
    ],
    ['nothing', '', {processors: 0, models: [], flags: []}],
  ])('reads %s', (_, text, expected) => {
    expect(parseCpuInfo(text)).toMatchObject(expected);
  });
});

describe('parseCpuList', () => {
  it.each([
    ['0-3,8\n', [0, 1, 2, 3, 8]],
    ['\n', []],
    ['5', [5]],
    ['0-x', undefined],
  ])('%j', (text, cpus) => {
    expect(parseCpuList(text)).toEqual(cpus);
  });
});
