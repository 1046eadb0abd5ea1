import {describe, expect, it} from 'vitest';
import {decodeUdev} from '../../../src/resources/udev/decode.ts';
import {parseUdevDb} from '../../../src/resources/udev/parse-db.ts';

describe('parseUdevDb', () => {
  it('reads path, node, links and properties', () => {
    const [device, ...others] = parseUdevDb(
      'P: /devices/a/block/sr0\nM: sr0\nN: sr0\nL: 0\nS: cdrom\nS: disk/by-id/x\nE: DEVNAME=/dev/sr0\nE: EMPTY=\nE: EQ=a=b\n',
    );
    expect(others).toEqual([]);
    expect(device).toEqual({
      path: '/devices/a/block/sr0',
      node: 'sr0',
      links: ['cdrom', 'disk/by-id/x'],
      properties: new Map([
        ['DEVNAME', '/dev/sr0'],
        ['EMPTY', ''],
        ['EQ', 'a=b'],
        ['DEVPATH', '/devices/a/block/sr0'],
      ]),
    });
  });

  it('joins a value that goes on in the next line, whatever stands there', () => {
    const [device] = parseUdevDb('P: /devices/a\nE: NAME=first\nsecond: no field\nE: LAST=1\n');
    expect(device?.properties.get('NAME')).toBe('firstsecond: no field');
    expect(device?.properties.get('LAST')).toBe('1');
  });

  it('reads DOS line ends, several blank lines, and nothing', () => {
    expect(parseUdevDb('P: /a\r\nE: X=1\r\n\r\n\r\nP: /b\r\n').map(({path}) => path)).toEqual(['/a', '/b']);
    expect(parseUdevDb('')).toEqual([]);
    expect(parseUdevDb('\n\nno database at all\n')).toEqual([]);
  });
});

describe('decodeUdev', () => {
  it.each([
    ['hp\\x20HLDS\\x20\\x20DVDRW\\x20\\x20', 'hp HLDS  DVDRW'],
    ['\\xc2\\xae and ®', '® and ®'],
    ['\\x', '\\x'],
    ['\\x20', ''],
  ])('%s', (text, decoded) => {
    expect(decodeUdev(text)).toBe(decoded);
  });
});
