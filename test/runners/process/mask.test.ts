import {describe, expect, it} from 'vitest';
import {createMaskers, createTextMask, type Secret} from '../../../src/runners/process/mask.ts';
import {fc} from '../../helpers/property.ts';

function masked(secrets: readonly Secret[], pieces: readonly (string | Uint8Array)[]): string {
  const masker = createMaskers(secrets)?.();
  if (masker === undefined) return Buffer.concat(pieces.map((piece) => Buffer.from(piece))).toString();
  return Buffer.concat([...pieces.map((piece) => masker.push(Buffer.from(piece))), masker.end()]).toString();
}

const psk = {name: 'PSK', value: "hunter2's way"};

describe('a masker', () => {
  it('replaces a secret by its name', () => {
    expect(masked([psk], ["key is hunter2's way\n"])).toBe('key is [secret PSK]\n');
  });

  it('does the same to a text that is whole', () => {
    expect(createTextMask([psk])("left-hunter2's way, hunter2")).toBe('left-[secret PSK], hunter2');
    expect(createTextMask([])('as it is')).toBe('as it is');
  });

  it('finds a secret that is split over pieces, byte by byte', () => {
    const text = "a hunter2's way, hunter, hunter2's w";
    expect(masked([psk], [...text])).toBe("a [secret PSK], hunter, hunter2's w");
  });

  it.each([
    ['JSON', JSON.stringify({key: 'tab\there "x"'}), {name: 'T', value: 'tab\there "x"'}, '{"key":"[secret T]"}'],
    ['a URL', `?k=${encodeURIComponent(psk.value)}`, psk, '?k=[secret PSK]'],
    ['base64', Buffer.from('super secret').toString('base64'), {name: 'S', value: 'super secret'}, '[secret S]'],
    ["a shell's trace", `+ login 'hunter2'\\''s way'`, psk, "+ login '[secret PSK]'"],
  ])('finds it in %s', (_, text, secret, expected) => expect(masked([secret], [text])).toBe(expected));

  it('finds the lines of a key one by one', () => {
    const value = '-----BEGIN KEY-----\nMIIEvQIBADANBg\nabc\n-----END KEY-----\n';
    expect(masked([{name: 'KEY', value}], ['x MIIEvQIBADANBg y abc'])).toBe('x [secret KEY] y abc');
  });

  it('takes the longer of two that begin alike', () => {
    const secrets = [
      {name: 'SHORT', value: 'abcd'},
      {name: 'LONG', value: 'abcdefgh'},
    ];
    expect(masked(secrets, ['abcd', 'efgh abcd'])).toBe('[secret LONG] [secret SHORT]');
  });

  it('leaves bytes that are no text as they are', () => {
    const bytes = Uint8Array.from([0, 255, 254, 10]);
    const masker = createMaskers([psk])?.();
    expect([...(masker?.push(bytes) ?? [])]).toEqual([...bytes]);
  });

  it('is none where nothing is secret', () => {
    expect(createMaskers([])).toBeUndefined();
    expect(createMaskers([{name: 'EMPTY', value: ''}])).toBeUndefined();
  });

  it('hides a secret however the text is cut, and changes nothing else', () => {
    const word = fc.constantFrom('s3cret', 's3c', 'ret', 's', '3', ' ', 'x\n');
    fc.assert(
      fc.property(fc.array(word, {maxLength: 30}), fc.infiniteStream(fc.integer({min: 1, max: 9})), (words, cuts) => {
        const text = words.join('');
        const pieces: string[] = [];
        for (let at = 0; at < text.length; ) {
          const length = cuts.next().value ?? 1;
          pieces.push(text.slice(at, at + length));
          at += length;
        }
        expect(masked([{name: 'S', value: 's3cret'}], pieces)).toBe(text.replaceAll('s3cret', '[secret S]'));
      }),
    );
  });
});
