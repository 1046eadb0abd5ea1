import {describe, expect, it} from 'vitest';
import {hasBit} from '../../../src/resources/udev/input-categories.ts';
import {inputProperties} from '../../../src/resources/udev/input-id.ts';

describe('hasBit', () => {
  it.each([
    ['1', 0, 64, true],
    ['2', 0, 64, false],
    ['1 0', 64, 64, true],
    ['1 0', 32, 32, true],
    ['1 0', 64, 32, false],
    ['8000000000000000', 63, 64, true],
    ['', 0, 64, false],
    ['zz', 1, 64, false],
  ] as const)('%j bit %i of %i-bit words', (mask, bit, wordBits, expected) => {
    expect(hasBit(mask, bit, wordBits)).toBe(expected);
  });
});

/** Masks as real devices give them in `uevent`. */
describe('inputProperties', () => {
  it.each([
    [
      'keyboard',
      {EV: '120013', KEY: '402000000 3803078f800d001 feffffdfffefffff fffffffffffffffe'},
      ['ID_INPUT_KEYBOARD'],
    ],
    ['mouse', {EV: '17', KEY: 'ff0000 0 0 0 0', REL: '143'}, ['ID_INPUT_MOUSE']],
    ['touchpad', {EV: 'b', KEY: 'e520 10000 0 0 0 0', ABS: '661800011000003', PROP: '5'}, ['ID_INPUT_TOUCHPAD']],
    ['touchscreen', {EV: 'b', KEY: '400 0 0 0 0 0', ABS: '261800000000003', PROP: '2'}, ['ID_INPUT_TOUCHSCREEN']],
    ['tablet of a virtual machine', {EV: '1f', KEY: '70000 0 0 0 0', ABS: '3', REL: '100'}, ['ID_INPUT_MOUSE']],
    ['accelerometer', {EV: '9', ABS: '7', PROP: '40'}, ['ID_INPUT_ACCELEROMETER']],
    ['power button', {EV: '3', KEY: '10000000000000 0'}, []],
    ['lid switch', {EV: '21', SW: '1'}, []],
  ])('%s', (_, properties, kinds) => {
    expect(inputProperties(new Map(Object.entries(properties)))).toEqual(kinds);
  });
});
