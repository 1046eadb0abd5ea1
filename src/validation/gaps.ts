/** Stands for each character of a placeholder. A noncharacter: a file that holds it has an error. */
export const gap = '\uFDD0';

const gaps = /\uFDD0+/g;

export function hasGap(text: string): boolean {
  return text.includes(gap);
}

/** The literal texts of a text with gaps, in order. */
export function literalsOf(text: string): readonly string[] {
  return text.split(gaps);
}

/** A text with gaps as people may read it. */
export function shown(text: string): string {
  return text.replaceAll(gaps, '{…}');
}
