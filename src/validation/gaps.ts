/** Stands for each character of a placeholder. A noncharacter, so no file holds it. */
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

/** Whether an id can come of these literal texts with anything between them. */
export function fits([first = '', ...rest]: readonly string[], id: string): boolean {
  if (!id.startsWith(first)) return false;
  let at = first.length;
  for (const [index, literal] of rest.entries()) {
    const found = index === rest.length - 1 ? id.length - literal.length : id.indexOf(literal, at);
    if (found < at || !id.startsWith(literal, found)) return false;
    at = found + literal.length;
  }
  return rest.length > 0 || id === first;
}
