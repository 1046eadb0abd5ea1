import {unitId} from '../base/ids.ts';
import {type SourceFile, verbatim} from '../base/source.ts';
import type {Selector, TestPlan} from '../units/unit.ts';

const adHoc = unitId('assay', 'ad-hoc');

export function isAdHoc({id}: Pick<TestPlan, 'id'>): boolean {
  return id === adHoc;
}

/**
 * A test plan made of job patterns, for instance from a command line. Patterns without a namespace select from all of
 * them.
 */
export function adHocPlan(patterns: readonly string[]): TestPlan {
  const file: SourceFile = {path: '(command line)', text: patterns.join('\n')};
  const span = {file, start: 0, end: file.text.length};
  let start = 0;
  const include = patterns.map((text): Selector => {
    const at = start;
    start += text.length + 1;
    return {pattern: verbatim({file, start: at, end: at + text.length})};
  });
  return {
    kind: 'test plan',
    id: adHoc,
    record: {origin: {provider: 'assay', namespace: ''}, fields: new Map(), span, allowed: []},
    span,
    name: patterns.join(' '),
    include,
    mandatoryInclude: [],
    bootstrapInclude: [],
    setupInclude: [],
    exclude: [],
    nestedParts: [],
    categoryOverrides: [],
    certificationStatusOverrides: [],
  };
}
