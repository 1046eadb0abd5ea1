import {describe, expect, it} from 'vitest';
import {isOneSlip} from '../../src/validation/slip.ts';
import {fc} from '../helpers/property.ts';

describe('isOneSlip', () => {
  it.each([
    ['disk/raed', 'disk/read'],
    ['dis/read', 'disk/read'],
    ['disk/reaad', 'disk/read'],
    ['disk/reat', 'disk/read'],
    ['idsk', 'disk'],
  ])('%s is a slip for %s', (word, meant) => expect(isOneSlip(word, meant)).toBe(true));

  it.each([
    ['disk', 'disk'],
    ['usb2/insert', 'usb3/insert'],
    ['plan-20-04', 'plan-2-04'],
    ['disk/raed', 'disk/write'],
    ['read', 'reading'],
    ['dksi', 'disk'],
  ])('%s is none for %s', (word, meant) => expect(isOneSlip(word, meant)).toBe(false));

  it('is the same both ways', () => {
    const word = fc.string({unit: fc.constantFrom('a', 'b', 'c', '1'), maxLength: 6});
    fc.assert(fc.property(word, word, (a, b) => isOneSlip(a, b) === isOneSlip(b, a)));
  });
});
