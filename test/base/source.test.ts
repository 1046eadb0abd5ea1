import {describe, expect, it} from 'vitest';
import {
  piecesOf,
  positionAt,
  type SourceText,
  sliceText,
  spanWithin,
  synthetic,
  verbatim,
} from '../../src/base/source.ts';
import {fc} from '../helpers/property.ts';

const file = {path: 'a.pxu', text: 'key:\n  one\n  two\n'};

/** `one\ntwo` as it stands indented in `file`. */
const indented: SourceText = {
  text: 'one\ntwo',
  span: {file, start: 7, end: 16},
  pieces: [
    {at: 0, source: 7, length: 3},
    {at: 4, source: 13, length: 3},
  ],
};

const textOf = (span: {start: number; end: number}): string => file.text.slice(span.start, span.end);

describe('positionAt', () => {
  it('counts lines and columns from 1', () => {
    expect(positionAt(file, 0)).toEqual({line: 1, column: 1});
    expect(positionAt(file, 4)).toEqual({line: 1, column: 5});
    expect(positionAt(file, 5)).toEqual({line: 2, column: 1});
    expect(positionAt(file, file.text.length)).toEqual({line: 4, column: 1});
  });

  it('agrees with counting line ends', () => {
    fc.assert(
      fc.property(fc.string({unit: fc.constantFrom('a', '\n', '\r')}), fc.nat(40), (text, at) => {
        const offset = Math.min(at, text.length);
        const before = text.slice(0, offset).split('\n');
        const column = (before.at(-1)?.length ?? 0) + 1;
        expect(positionAt({path: 'p', text}, offset)).toEqual({line: before.length, column});
      }),
    );
  });
});

describe('spanWithin', () => {
  it('leaves indentation out at its ends', () => {
    expect(textOf(spanWithin(indented, 4, 7))).toBe('two');
    expect(textOf(spanWithin(indented, 1, 3))).toBe('ne');
    expect(textOf(spanWithin(indented, 2, 5))).toBe('e\n  t');
  });

  it('points at one place for an empty part', () => {
    expect(spanWithin(indented, 4, 4)).toMatchObject({start: 13, end: 13});
    expect(spanWithin(indented, 3, 3)).toMatchObject({start: 10, end: 10});
  });

  it('falls back to the whole of a made text', () => {
    const span = {file, start: 0, end: 3};
    expect(spanWithin(synthetic('anything', span), 2, 4)).toBe(span);
  });
});

describe('sliceText', () => {
  it('gives the text, the place and the pieces of any part', () => {
    const shifted: SourceText = {
      ...indented,
      text: `made ${indented.text}`,
      pieces: piecesOf(indented).map((piece) => ({...piece, at: piece.at + 5})),
    };
    for (const text of [indented, shifted]) {
      for (let start = 0; start <= text.text.length; start++) {
        for (let end = start; end <= text.text.length; end++) {
          const part = sliceText(text, start, end);
          expect(part.text).toBe(text.text.slice(start, end));
          expect(part.span).toEqual(spanWithin(text, start, end));
          for (const {at, source, length} of piecesOf(part)) {
            expect(file.text.slice(source, source + length)).toBe(part.text.slice(at, at + length));
          }
          const inPieces = piecesOf(text).reduce(
            (sum, {at, length}) => sum + Math.max(0, Math.min(end, at + length) - Math.max(start, at)),
            0,
          );
          expect(piecesOf(part).reduce((sum, {length}) => sum + length, 0)).toBe(inPieces);
        }
      }
    }
  });

  it('keeps the places of what is left', () => {
    const two = sliceText(indented, 4, 7);
    expect(two).toMatchObject({text: 'two', span: {start: 13, end: 16}});
    expect(piecesOf(two)).toEqual([{at: 0, source: 13, length: 3}]);
    expect(textOf(spanWithin(two, 1, 2))).toBe('w');
  });

  it('of a slice is a slice of the whole', () => {
    fc.assert(
      fc.property(fc.nat(7), fc.nat(7), fc.nat(7), fc.nat(7), (a, b, c, d) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        const outer = sliceText(indented, start, end);
        const [from, to] = [Math.min(c, d, outer.text.length), Math.min(Math.max(c, d), outer.text.length)];
        const inner = sliceText(outer, from, to);
        expect(inner.text).toBe(indented.text.slice(start + from, start + to));
        expect(piecesOf(inner)).toEqual(piecesOf(sliceText(indented, start + from, start + to)));
      }),
    );
  });
});

describe('verbatim', () => {
  it('is the text of its span', () => {
    const text = verbatim({file, start: 7, end: 10});
    expect(text.text).toBe('one');
    expect(spanWithin(text, 1, 3)).toMatchObject({start: 8, end: 10});
  });
});
