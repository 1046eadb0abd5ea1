import type {Diagnostic} from '../base/diagnostic.ts';
import type {UnitId} from '../base/ids.ts';
import type {Span} from '../base/source.ts';
import {nearestId} from './known-ids.ts';
import type {UnitIndex} from './unit-index.ts';

/** Looking for the nearest id reads every id there is, so a plan that is wrong throughout gets this many suggestions. */
const mostSuggestions = 25;

/** Finds the id that was meant, as long as that is not asked too often. */
export function idSuggester(index: UnitIndex): (id: UnitId) => UnitId | undefined {
  let left = mostSuggestions;
  return (id) => {
    if (!index.nearest.has(id) && left-- > 0) index.nearest.set(id, nearestId(index.knownIds(), id));
    return index.nearest.get(id);
  };
}

export function unknownId(id: UnitId, span: Span, nearest: UnitId | undefined): Diagnostic {
  return {
    code: 'plan/unknown-id',
    severity: 'error',
    message: `no job or template has the id ${id}`,
    span,
    ...(nearest === undefined ? {} : {suggestion: nearest}),
  };
}

export function brokenPattern(pattern: string, span: Span, problem: string): Diagnostic {
  return {
    code: 'plan/bad-pattern',
    severity: 'error',
    message: `the pattern ${shorten(pattern)} cannot be used: ${problem}`,
    span,
  };
}

export function matchesNothing(pattern: string, span: Span): Diagnostic {
  return {
    code: 'plan/matches-nothing',
    severity: 'warning',
    message: `no job has an id that ${shorten(pattern)} matches, and no template could make one`,
    span,
  };
}

export const unmetMatch = 'plan/unmet-match';

/** `match` is no line of a plan, so its patterns stand for themselves. */
export function matchMeetsNothing(pattern: string, nearest: string | undefined): Diagnostic {
  return {
    code: unmetMatch,
    severity: 'warning',
    message: `the plan includes no job or template that ${shorten(pattern)} matches`,
    span: {file: {path: '(match)', text: pattern}, start: 0, end: pattern.length},
    ...(nearest === undefined ? {} : {suggestion: nearest}),
  };
}

export function wrongSection(message: string, span: Span, severity: 'error' | 'warning'): Diagnostic {
  return {code: 'plan/wrong-section', severity, message, span};
}

export function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
