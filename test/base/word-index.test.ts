import {describe, expect, it} from 'vitest';
import {indexWords} from '../../src/base/word-index.ts';

const ids = ['disk/read_sda', 'disk/read_sdb', 'disk/write_sda', 'usb/read', 'audio/play'];

describe('indexWords', () => {
  it('gives what shares a word, what shares a rare one first', () => {
    expect([...indexWords(ids).like('usb/raed')]).toEqual(['usb/read']);
    expect([...indexWords(ids).like('Disk/READ_sdc')]).toEqual(
      [...ids.slice(0, 2), 'usb/read', 'disk/write_sda'].sort(),
    );
  });

  it('gives all where nothing is shared', () => {
    expect([...indexWords(ids).like('nothing')]).toEqual(ids);
    expect([...indexWords([]).like('nothing')]).toEqual([]);
  });

  it('leaves out words that many share where a rarer one is shared too', () => {
    const many = Array.from({length: 300}, (_, at) => `disk/d${at}`);
    expect([...indexWords([...many, 'disk/rare']).like('disk/rare')]).toEqual(['disk/rare']);
    expect([...indexWords(many).like('disk/other')]).toEqual(many);
  });
});
