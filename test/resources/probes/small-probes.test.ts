import {describe, expect, it} from 'vitest';
import {clocksource} from '../../../src/resources/probes/clocksource.ts';
import {entropy} from '../../../src/resources/probes/entropy.ts';
import {os} from '../../../src/resources/probes/os.ts';
import {rtc} from '../../../src/resources/probes/rtc.ts';
import {thermal} from '../../../src/resources/probes/thermal.ts';
import {inside, onlyRecord, probeRecords} from './probe-records.ts';

const kernel = {'/proc/sys/kernel/osrelease': '6.1.0-30-amd64\n', '/proc/sys/kernel/arch': 'x86_64\n'};

describe('os', () => {
  it('reads os-release without its quoting, and how the machine was booted', async () => {
    const record = await onlyRecord(os, {
      ...kernel,
      '/etc/os-release': `PRETTY_NAME="Ubuntu \\"24.04\\""\nID=ubuntu\nID_LIKE='debian other'\nVERSION_ID="24.04"\n# c\n`,
      '/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c': Uint8Array.of(6, 0, 0, 0, 1),
    });
    expect(record).toEqual({
      pretty_name: 'Ubuntu "24.04"',
      id: 'ubuntu',
      id_like: ['debian', 'other'],
      version_id: '24.04',
      kernel: '6.1.0-30-amd64',
      architecture: 'x86_64',
      boot_mode: 'efi',
      secure_boot: true,
    });
  });

  it.each([
    ['bios', {}],
    ['devicetree', {'/sys/firmware/devicetree/base/model': 'Board'}],
    [undefined, {'/proc/sys/kernel/arch': 's390x\n'}],
  ])('boot mode %s', async (mode, files) => {
    const record = await onlyRecord(os, {...kernel, '/usr/lib/os-release': 'ID=debian\n', ...files});
    expect(record['boot_mode']).toBe(mode);
    expect(record['id']).toBe('debian');
  });

  it('is unknown without a kernel release', async () => {
    await expect(probeRecords(os, {})).rejects.toThrow('osrelease cannot be read');
  });
});

describe('rtc', () => {
  it('reads each clock', async () => {
    const files = inside('/sys/class/rtc/rtc0', {name: 'rtc_cmos 00:02\n', hctosys: '1\n', wakealarm: ''});
    expect(await onlyRecord(rtc, files)).toEqual({
      name: 'rtc0',
      path: '/dev/rtc0',
      driver: 'rtc_cmos',
      sets_system_clock: true,
      can_wake: true,
    });
  });

  it('knows that there is none', async () => {
    expect(await probeRecords(rtc, {'/sys/class/net/lo': ''})).toEqual([]);
  });
});

describe('thermal', () => {
  const zone = inside('/sys/class/thermal/thermal_zone0', {
    type: 'x86_pkg_temp\n',
    temp: '45000\n',
    mode: 'enabled\n',
    trip_point_0_type: 'passive\n',
    trip_point_0_temp: '-274000\n',
    trip_point_1_type: 'critical\n',
    trip_point_1_temp: '105000\n',
    trip_point_2_type: 'critical\n',
    trip_point_2_temp: '100000\n',
  });

  it('reads zones and the lowest critical point, and passes over cooling devices', async () => {
    const files = {...zone, '/sys/class/thermal/cooling_device0/type': 'Fan\n'};
    expect(await onlyRecord(thermal, files)).toEqual({
      zone: 'thermal_zone0',
      type: 'x86_pkg_temp',
      mode: 'enabled',
      temp_millicelsius: 45_000,
      critical_millicelsius: 100_000,
    });
  });

  it('keeps a zone whose sensor does not answer', async () => {
    const record = await onlyRecord(thermal, {...zone, '/sys/class/thermal/thermal_zone0/temp': {error: 'ENODATA'}});
    expect(record).toMatchObject({type: 'x86_pkg_temp'});
    expect(record).not.toHaveProperty('temp_millicelsius');
  });
});

describe('clocksource', () => {
  const directory = '/sys/devices/system/clocksource';

  it('reads the clock in use and the others', async () => {
    const files = inside(`${directory}/clocksource0`, {
      current_clocksource: 'tsc\n',
      available_clocksource: 'tsc hpet acpi_pm \n',
    });
    expect(await onlyRecord(clocksource, files)).toEqual({
      name: 'clocksource0',
      current: 'tsc',
      available: ['tsc', 'hpet', 'acpi_pm'],
    });
  });

  it('is unknown where nothing can be read: every kernel has one', async () => {
    await expect(probeRecords(clocksource, {})).rejects.toThrow(`${directory} cannot be read`);
  });
});

describe('entropy', () => {
  const pool = {'/proc/sys/kernel/random/entropy_avail': '256\n', '/proc/sys/kernel/random/poolsize': '256\n'};

  it('reads the pool and the generators', async () => {
    const generators = inside('/sys/class/misc/hw_random', {
      rng_current: 'tpm-rng-0\n',
      rng_available: 'tpm-rng-0 none\n',
    });
    expect(await onlyRecord(entropy, {...pool, ...generators})).toEqual({
      available_bits: 256,
      pool_bits: 256,
      hardware_generator: 'tpm-rng-0',
      hardware_generators: ['tpm-rng-0'],
    });
  });

  it('knows that no hardware feeds it', async () => {
    expect(await onlyRecord(entropy, pool)).toEqual({available_bits: 256, pool_bits: 256, hardware_generators: []});
  });
});
