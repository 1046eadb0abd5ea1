import type {Diagnostic} from '../base/diagnostic.ts';
import {diagnosticsWithin} from '../base/diagnostics-within.ts';
import type {Span} from '../base/source.ts';

/** What a layer that refused a field has taken away: that it is missing is no finding of its own. */
const follow: ReadonlySet<string> = new Set(['unit/missing-field', 'unit/no-command']);

export interface LayerFaults {
  /** The errors of layers in what stands at the span. */
  within(span: Span): readonly Diagnostic[];
  /** Whether a finding in a unit with such an error may only come of it. */
  mayFollow(diagnostic: Diagnostic): boolean;
}

/** Errors that layers report; undefined where there are none. All that is made of a faulty text spans that text. */
export function layerFaults(diagnostics: readonly Diagnostic[]): LayerFaults | undefined {
  const errors = diagnostics.filter(({severity}) => severity === 'error');
  if (errors.length === 0) return undefined;
  const within = diagnosticsWithin(errors);
  return {within, mayFollow: ({code, span}) => follow.has(code) && within(span).length > 0};
}
