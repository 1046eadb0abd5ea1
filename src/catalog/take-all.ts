import type {Diagnostic} from '../base/diagnostic.ts';
import type {UnitRecord} from '../units/record.ts';
import {inTime, type Progress} from './in-time.ts';

/** Units that layers may make besides those that are written: more do not fit in memory together. */
const mostMade = 250_000;

/** Units for which code of a provider has its time. */
const takenAtOnce = 500;

function tooMany({span}: UnitRecord, most: number): Diagnostic {
  const message = `The layers make more than ${most} units of this provider; from here on they are left out.`;
  return {code: 'transform/too-many-units', severity: 'error', message, span};
}

interface Layers {
  /** How many records they are given. */
  readonly written: number;
  /** Given where code of a provider is among them. */
  readonly progress: Progress | undefined;
}

/** Takes what layers make. Where that does not come to an end it is said, and what they had still to make is left out. */
export function takeAll(
  records: Iterable<UnitRecord>,
  take: (record: UnitRecord) => void,
  {written, progress}: Layers,
): readonly Diagnostic[] {
  const iterator = records[Symbol.iterator]();
  const most = written + mostMade;
  let taken = 0;
  /** A diagnostic or the end ends it. */
  const takeSome = (count: number): Diagnostic | 'more' | 'end' => {
    for (let left = count; left > 0; left--) {
      const next = iterator.next();
      if (next.done === true) return 'end';
      if (++taken > most) return tooMany(next.value, most);
      take(next.value);
    }
    return 'more';
  };
  for (;;) {
    const some = progress === undefined ? {value: takeSome(Infinity)} : inTime(progress, () => takeSome(takenAtOnce));
    if ('tooLong' in some) return [some.tooLong];
    if (some.value === 'end') return [];
    if (some.value !== 'more') return [some.value];
  }
}
