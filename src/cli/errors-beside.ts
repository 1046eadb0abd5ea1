import type {Diagnostic} from '../base/diagnostic.ts';
import type {Span} from '../base/source.ts';

function holds({file, start, end}: Span, place: Span): boolean {
  return file === place.file && start <= place.start && place.start <= end;
}

/** Of what is wrong in the file of a unit, what may have to do with it: all that does not stand in other units only. */
export function errorsBeside(
  diagnostics: readonly Diagnostic[],
  own: readonly Span[],
  others: readonly Span[],
): readonly Diagnostic[] {
  const files = new Set(own.map(({file}) => file));
  const near = others.filter((other) => files.has(other.file) && !own.some((span) => holds(span, other)));
  return diagnostics.filter(({span, related = []}) => {
    const places = [span, ...related.map((one) => one.span)];
    if (own.some((unit) => places.some((place) => holds(unit, place)))) return true;
    return files.has(span.file) && !near.some((other) => holds(other, span));
  });
}
