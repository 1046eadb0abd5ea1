import {execFile} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';

const bin = resolve(import.meta.dirname, '../../jobs/bin');
/** Not in the system's temporary folder: that is often a tmpfs, where older kernels read nothing directly. */
const scratch = mkdtempSync(resolve(import.meta.dirname, '../../node_modules/.scratch-'));
afterAll(() => rmSync(scratch, {recursive: true, force: true}));

let trees = 0;

/** A folder that stands for `/` to the scripts. */
function tree(files: Readonly<Record<string, string>>): string {
  const root = join(scratch, String(trees++));
  mkdirSync(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), {recursive: true});
    writeFileSync(join(root, path), text);
  }
  return root;
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function script(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const [name = '', ...rest] = words;
  return new Promise((done) => {
    const settings = {cwd: scratch, env: {...process.env, ASSAY_NODE: process.execPath, ...env}};
    execFile(join(bin, name), rest, settings, (error, stdout, stderr) => {
      done({code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr});
    });
  });
}

const inTree = (words: readonly string[], files: Readonly<Record<string, string>>): Promise<Ended> =>
  script(words, {ASSAY_TEST_ROOT: tree(files)});

const cpuinfo = (count: number): string =>
  Array.from({length: count}, (_, index) => `processor\t: ${index}\nmodel name\t: x\n`).join('\n');

describe('cpu-online', () => {
  const cpus = (present: string, online: string, listed: number): Record<string, string> => ({
    'sys/devices/system/cpu/present': `${present}\n`,
    'sys/devices/system/cpu/online': `${online}\n`,
    'proc/cpuinfo': cpuinfo(listed),
  });

  it('passes where all that is present is online', async () => {
    expect(await inTree(['cpu-online'], cpus('0-3,6', '0-3,6', 5))).toMatchObject({code: 0, stderr: ''});
  });

  it('fails where a CPU is off', async () => {
    const ended = await inTree(['cpu-online'], cpus('0-3', '0-2', 3));
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('CPUs 0-3 are present, but only 0-2 are online');
  });

  it('fails where the list is shorter', async () => {
    expect((await inTree(['cpu-online'], cpus('0-3', '0-3', 3))).stderr).toContain('/proc/cpuinfo lists 3');
  });
});

describe('cpu-topology', () => {
  const cpu = (number: number, siblings: string): Record<string, string> => ({
    [`sys/devices/system/cpu/cpu${number}/topology/physical_package_id`]: '0\n',
    [`sys/devices/system/cpu/cpu${number}/topology/core_id`]: '0\n',
    [`sys/devices/system/cpu/cpu${number}/topology/thread_siblings_list`]: `${siblings}\n`,
  });

  it('passes where siblings name one another', async () => {
    const files = {...cpu(0, '0,2'), ...cpu(1, '1,3'), ...cpu(2, '0,2'), ...cpu(3, '1,3')};
    expect(await inTree(['cpu-topology'], files)).toMatchObject({code: 0, stderr: ''});
  });

  it('fails where they do not', async () => {
    const ended = await inTree(['cpu-topology'], {...cpu(0, '0-1'), ...cpu(1, '1')});
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('CPU 0 says its siblings are 0-1, CPU 1 says 1');
  });

  it('fails where there is no topology at all', async () => {
    expect((await inTree(['cpu-topology'], {'sys/devices/system/cpu/online': '0'})).code).toBe(1);
  });
});

describe('memory-firmware', () => {
  const gibibyte = 2 ** 30;
  const total = (bytes: number): Record<string, string> => ({'proc/meminfo': `MemTotal: ${bytes / 1024} kB\n`});

  it('allows for what firmware and graphics keep', async () => {
    const ended = await inTree(['memory-firmware', String(16 * gibibyte)], total(15.2 * gibibyte));
    expect(ended).toMatchObject({code: 0, stderr: ''});
  });

  it('fails where a module is not used', async () => {
    const ended = await inTree(['memory-firmware', String(16 * gibibyte)], total(8 * gibibyte));
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('8192 MiB of installed memory are not usable');
  });
});

describe('network-link', () => {
  const link = (values: Readonly<Record<string, string>>): Record<string, string> => {
    const all = {operstate: 'up', carrier: '1', mtu: '1500', ...values};
    return Object.fromEntries(Object.entries(all).map(([name, value]) => [`sys/class/net/eth9/${name}`, `${value}\n`]));
  };

  it.each([
    ['a good link', {}, 0, ''],
    ['no carrier', {carrier: '0'}, 1, 'no carrier'],
    ['a small MTU', {mtu: '576'}, 1, 'MTU of 576'],
    ['many errors', {'statistics/rx_packets': '1000', 'statistics/rx_errors': '90'}, 1, '90 of 1000 rx packets'],
  ])('judges %s', async (_, values, code, said) => {
    const ended = await inTree(['network-link', 'eth9'], link(values));
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(said);
  });
});

describe('kernel-taint', () => {
  it.each([
    ['an untainted kernel', 0, 0],
    ['an unsigned module', 2 ** 13, 0],
    ['a machine check', 2 ** 4, 1],
    ['a soft lockup beside a module', 2 ** 14 + 2 ** 12, 1],
  ])('judges %s', async (_, taint, code) => {
    const ended = await inTree(['kernel-taint'], {'proc/sys/kernel/tainted': `${taint}\n`});
    expect(ended.code).toBe(code);
  });
});

describe('kernel-log', () => {
  const judge = (log: string): Promise<Ended> => script(['kernel-log'], {ASSAY_TEST_LOG: join(tree({log}), 'log')});

  it.each([
    ['nothing', '', 0],
    ['a defect that is worked around', '[1.0] RDSEED32 is broken. Disabling the corresponding CPUID bit.\n', 0],
    ['a disk error', '[9.0] I/O error, dev sda, sector 2048 op 0x0:(READ)\n', 1],
    ['a machine check', '[9.0] mce: [Hardware Error]: CPU 1: Machine Check: 0 Bank 5\n', 1],
  ])('judges %s', async (_, log, code) => {
    expect((await judge(log)).code).toBe(code);
  });
});

describe('thermal-zone', () => {
  const zone = (temperature: number): Record<string, string> => ({
    'sys/class/thermal/thermal_zone0/temp': `${temperature}\n`,
    'sys/class/thermal/thermal_zone0/type': 'x86_pkg_temp\n',
    'sys/class/thermal/thermal_zone0/trip_point_0_type': 'critical\n',
    'sys/class/thermal/thermal_zone0/trip_point_0_temp': '100000\n',
  });

  it.each([
    [45_000, 0],
    [97_000, 1],
    [-60_000, 1],
  ])('judges %i', async (temperature, code) => {
    expect((await inTree(['thermal-zone', 'thermal_zone0'], zone(temperature))).code).toBe(code);
  });
});

describe('rtc-moving', () => {
  it('fails where the clock stands still', async () => {
    const now = Math.floor(Date.now() / 1000);
    const files = {'sys/class/rtc/rtc0/since_epoch': `${now}\n`, 'sys/class/rtc/rtc0/name': 'rtc_cmos\n'};
    const ended = await inTree(['rtc-moving', 'rtc0'], files);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('moved 0 s');
  });
});

describe('disk-read', () => {
  const disk = (bytes: number): string => {
    const path = join(tree({}), 'disk');
    writeFileSync(path, new Uint8Array(bytes));
    return path;
  };

  it('reads a whole small disk', async () => {
    const ended = await script(['disk-read', disk(8 * 2 ** 20), String(8 * 2 ** 20)]);
    expect(ended).toMatchObject({code: 0, stderr: ''});
    expect(ended.stdout).toContain('8388608 bytes in');
  });

  it('fails where the disk gives less than its size', async () => {
    const ended = await script(['disk-read', disk(4 * 2 ** 20), String(8 * 2 ** 20)]);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('4194304 bytes');
  });

  it('fails where the disk cannot be opened', async () => {
    expect((await script(['disk-read', '/nonexistent', '1048576'])).code).toBe(1);
  });
});

describe('filesystem-write', () => {
  it('finds the same bytes again and leaves nothing behind', async () => {
    const ended = await script(['filesystem-write', '4194304']);
    expect(ended).toMatchObject({code: 0, stderr: ''});
    expect(ended.stdout).toContain('4 MiB written, synced, read back and equal');
  });
});

describe('on this machine', () => {
  it.each(['cpu-agree', 'memory-pattern', 'network-loopback', 'kernel-entropy', 'kernel-clocksource'])(
    '%s passes',
    async (name) => {
      expect(await script([name])).toMatchObject({code: 0, stderr: ''});
    },
  );

  it('disk-access prints a record for every disk', async () => {
    const {code, stdout} = await script(['disk-access']);
    expect(code).toBe(0);
    for (const record of stdout.split('\n\n').filter((text) => text.trim() !== '')) {
      expect(record).toMatch(/^name: .+\naccess: (allowed|denied\nreason: .+)$/);
    }
  });
});
