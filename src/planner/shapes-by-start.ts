import {countFront} from '../base/count-front.ts';
import type {TemplateShape} from './template-shape.ts';

/** Templates by how the ids they make begin. */
export interface ShapesByStart {
  /** In their order, those whose ids may begin with `start` or with a part of it. */
  startingLike(start: string): readonly TemplateShape[];
}

type Placed = readonly [place: number, shape: TemplateShape];

function countOfCommon(a: string, b: string): number {
  let count = 0;
  while (count < a.length && a[count] === b[count]) count++;
  return count;
}

/** How many of the sorted texts are not after `text`. */
function countNotAfter(sorted: readonly string[], text: string): number {
  return countFront(sorted, (one) => one <= text);
}

/** Of texts sorted by code unit those that `text` begins with, itself included; between two of them are steps, not texts. */
function* startsOf(sorted: readonly string[], text: string): Iterable<string> {
  for (let rest = text; ; ) {
    const before = sorted[countNotAfter(sorted, rest) - 1];
    if (before === undefined) return;
    const isStart = rest.startsWith(before);
    if (isStart) yield before;
    if (before === '') return;
    rest = rest.slice(0, isStart ? before.length - 1 : countOfCommon(before, rest));
  }
}

/** Of sorted texts those that begin with `start` and are longer. */
function* longerThan(sorted: readonly string[], start: string): Iterable<string> {
  for (let at = countNotAfter(sorted, start); ; at++) {
    const text = sorted[at];
    if (text === undefined || !text.startsWith(start)) return;
    yield text;
  }
}

export function shapesByStart(shapes: readonly TemplateShape[]): ShapesByStart {
  const byPrefix = Map.groupBy(shapes.entries(), ([, {prefix}]) => prefix);
  const prefixes = [...byPrefix.keys()].sort();
  return {
    startingLike(start) {
      const found: Placed[] = [];
      for (const some of [startsOf, longerThan]) {
        for (const prefix of some(prefixes, start)) for (const placed of byPrefix.get(prefix) ?? []) found.push(placed);
      }
      return found.sort(([a], [b]) => a - b).map(([, shape]) => shape);
    },
  };
}
