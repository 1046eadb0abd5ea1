import {describe, expect, it} from 'vitest';
import {styleSheet} from '../../../src/exporters/html/style.ts';

/** The custom properties of each `:root` block: light, dark, paper. */
const schemes = [...styleSheet.matchAll(/:root\{([^}]*)\}/g)].map(
  ([, body]) =>
    new Map([...(body ?? '').matchAll(/--([a-z-]+):(#[0-9a-f]+)/g)].map(([, name, value]) => [name, value])),
);

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(colour: string): number {
  const digits = colour.length === 4 ? [...colour.slice(1)].map((digit) => digit + digit).join('') : colour.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const value = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const pairs: readonly (readonly [string, string])[] = [
  ['ink', 'paper'],
  ['ink', 'wash'],
  ['soft', 'paper'],
  ['soft', 'wash'],
  ['link', 'paper'],
  ...['pass', 'fail', 'warn', 'off'].flatMap((name) => [
    [name, 'paper'] as const,
    [name, `${name}-wash`] as const,
    ['ink', `${name}-wash`] as const,
  ]),
];

describe('the colours', () => {
  it('come in three schemes: light, dark and paper', () => {
    expect(schemes.length).toBe(3);
  });

  it.each(pairs)('%s on %s can be read in each', (ink, ground) => {
    for (const scheme of schemes) {
      expect(contrast(scheme.get(ink) ?? '', scheme.get(ground) ?? '')).toBeGreaterThanOrEqual(4.5);
    }
  });
});
