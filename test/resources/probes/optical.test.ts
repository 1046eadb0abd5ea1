import {describe, expect, it} from 'vitest';
import type {RunResult} from '../../../src/base/host.ts';
import {optical, parseCdromInfo} from '../../../src/resources/probes/optical.ts';
import {inside, onlyRecord, probeRecords} from './probe-records.ts';

const info = `CD-ROM information, Id: cdrom.c 3.20 2003/12/17

drive name:\t\tsr1\tsr0
drive speed:\t\t4\t24
Can close tray:\t\t0\t1
Can read DVD:\t\t1\t1
Can write CD-R:\t\t0\t1
`;

const drive = inside('/sys/class/block/sr0', {
  dev: '11:0\n',
  size: '2626\n',
  'device/model': 'DVDRW  GUD1N    \n',
  'device/vendor': 'hp HLDS \n',
  'device/rev': 'LD08\n',
});

function dd(code: number, stderr: string): Record<string, RunResult> {
  return {dd: {state: 'exited', code, stdout: '', stderr, truncated: false}};
}

describe('optical', () => {
  it('reads a drive and its disc from udev', async () => {
    const record = await onlyRecord(optical, {
      ...drive,
      '/proc/sys/dev/cdrom/info': info,
      '/run/udev/data/b11:0':
        'E:ID_CDROM=1\nE:ID_CDROM_MEDIA=1\nE:ID_FS_TYPE=iso9660\nE:ID_FS_LABEL_ENC=Data\\x20disc\nE:ID_FS_LABEL=Data_disc\n',
    });
    expect(record).toEqual({
      name: 'sr0',
      path: '/dev/sr0',
      model: 'DVDRW  GUD1N',
      vendor: 'hp HLDS',
      revision: 'LD08',
      speed: 24,
      has_media: true,
      label: 'Data disc',
      fs_type: 'iso9660',
      size_bytes: 2626 * 512,
      can_close_tray: true,
      can_read_dvd: true,
      can_write_cd_r: true,
    });
  });

  it('knows an empty drive', async () => {
    const files = {...drive, '/run/udev/data/b11:0': 'E:ID_CDROM=1\n'};
    const record = await onlyRecord(optical, files);
    expect(record['has_media']).toBe(false);
    expect(record).not.toHaveProperty('size_bytes');
    expect(await onlyRecord(optical, {...drive, '/sys/class/block/sr0/size': '2097151\n'})).toMatchObject({
      has_media: false,
    });
  });

  it.each([
    [0, '', true],
    [1, "dd: failed to open '/dev/sr0': No medium found\n", false],
    [1, "dd: failed to open '/dev/sr0': Permission denied\n", undefined],
  ])('asks the drive where udev does not: %i %s', async (code, stderr, hasMedia) => {
    const record = await onlyRecord(optical, drive, {tools: dd(code, stderr)});
    expect(record['has_media']).toBe(hasMedia);
  });

  it('knows that there is none', async () => {
    expect(await probeRecords(optical, {'/sys/class/block/sda/dev': '8:0\n'})).toEqual([]);
  });
});

describe('parseCdromInfo', () => {
  it('reads a column for each drive', () => {
    const drives = parseCdromInfo(info);
    expect([...drives.keys()]).toEqual(['sr1', 'sr0']);
    expect(drives.get('sr1')?.get('Can close tray')).toBe('0');
    expect(drives.get('sr0')?.get('Can write CD-R')).toBe('1');
  });

  it('reads nothing where there is nothing', () => {
    expect(parseCdromInfo('').size).toBe(0);
  });
});
