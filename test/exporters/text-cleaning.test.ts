import {describe, expect, it} from 'vitest';
import {decode, decodeClipped, isBinary, singleLine, visibleText, xmlText} from '../../src/exporters/text-cleaning.ts';
import {fc} from '../helpers/property.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('decode', () => {
  it('puts U+FFFD for bytes that are no UTF-8', () => {
    expect(decode(new Uint8Array([0x61, 0xff, 0x62]))).toBe('a\ufffdb');
  });
});

describe('visibleText', () => {
  it.each([
    ['colour', '\u001b[1;31mred\u001b[0m', 'red'],
    ['a C1 sequence', '\u009b31mred', 'red'],
    ['a window title', '\u001b]0;title\u0007text', 'text'],
    ['a title ended by ST', '\u001b]0;title\u001b\\text', 'text'],
    ['a title that nothing ends, up to the newline', '\u001b]0;title\ntext', '\ntext'],
    ['a charset switch', '\u001b(Btext', 'text'],
    ['a progress bar', '10%\r20%\r\ndone', '10%\n20%\ndone'],
    ['a bell and a backspace', 'a\u0007b\u0008c', 'a\u2407b\u2408c'],
    ['delete', 'a\u007fb', 'a\u2421b'],
    ['a direction override', 'user\u202etxt.exe', 'user\ufffdtxt.exe'],
    ['half a surrogate pair', 'a\ud83db', 'a\ufffdb'],
    ['ordinary text', 'Größe: 5 µm → 🙂\tok', 'Größe: 5 µm → 🙂\tok'],
  ])('cleans %s', (_what, text, expected) => {
    expect(visibleText(text)).toBe(expected);
  });

  it('leaves no control but tab and newline, whatever it gets', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), (text) => {
        expect(visibleText(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      }),
    );
  });

  it('takes linear time on a flood of unfinished sequences', () => {
    const started = performance.now();
    visibleText('\u001b['.repeat(200_000) + '\u001b]x'.repeat(200_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('singleLine', () => {
  it('joins lines and runs of space', () => {
    expect(singleLine('  one\n  two\r\n\tthree ')).toBe('one two three');
  });
});

describe('xmlText', () => {
  it('J1: leaves only what XML 1.0 allows', () => {
    const legal = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), (text) => {
        expect(xmlText(text)).toMatch(legal);
      }),
    );
  });
});

describe('decodeClipped', () => {
  it('leaves what is short enough as it is', () => {
    expect(decodeClipped(encode('abcdef'), {head: 3, tail: 3})).toBe('abcdef');
  });

  it('says how much is missing in the middle', () => {
    expect(decodeClipped(encode('abcdefgh'), {head: 2, tail: 3})).toBe('ab\n[… 3 bytes left out …]\nfgh');
  });

  it('cuts between characters', () => {
    fc.assert(
      fc.property(fc.string({unit: 'grapheme', minLength: 1}), fc.nat(40), fc.nat(40), (text, head, tail) => {
        fc.pre(!text.includes('\ufffd'));
        expect(decodeClipped(encode(text), {head, tail})).not.toContain('\ufffd');
      }),
    );
  });
});

describe('isBinary', () => {
  it('goes by a NUL', () => {
    expect(isBinary(new Uint8Array([0x7f, 0x45, 0x00]))).toBe(true);
    expect(isBinary(encode('Text'))).toBe(false);
  });
});
