import {countFront} from './count-front.ts';
import type {Diagnostic} from './diagnostic.ts';
import type {SourceFile, Span} from './source.ts';

/** Finds those of many diagnostics that begin in a part of a file, in their order there. */
export function diagnosticsWithin(diagnostics: readonly Diagnostic[]): (span: Span) => readonly Diagnostic[] {
  const byFile = new Map<SourceFile, readonly Diagnostic[]>();
  for (const [file, ofFile] of Map.groupBy(diagnostics, ({span}) => span.file)) {
    const inOrder = ofFile.toSorted((a, b) => a.span.start - b.span.start);
    byFile.set(file, inOrder);
  }
  return ({file, start, end}) => {
    const ofFile = byFile.get(file) ?? [];
    const first = countFront(ofFile, ({span}) => span.start < start);
    const behind = countFront(ofFile, ({span}) => span.start <= end);
    return ofFile.slice(first, behind);
  };
}
