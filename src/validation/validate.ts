import type {Diagnostic} from '../base/diagnostic.ts';
import type {LocalFiles} from '../base/host.ts';
import type {UnitId} from '../base/ids.ts';
import type {SourceFile} from '../base/source.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import {byCodeUnit} from '../planner/unit-index.ts';
import {applyAllowances} from './allowances.ts';
import {rules} from './rules/index.ts';
import {subjectOf} from './subject.ts';

export interface ValidateOptions {
  /** Without it, nothing is said of scripts and data. */
  readonly files?: Pick<LocalFiles, 'list' | 'stat'>;
  /** Ids of units that are there and have errors of their own, so that nothing more is said where they are named. */
  readonly broken?: Iterable<UnitId>;
}

/**
 * Everything there is to say of these units: what reading them said, and what the rules find. Silenced findings are left
 * out. In the order of paths, then of places in the files.
 */
export function validate(
  set: UnitSet,
  read: readonly Diagnostic[],
  {files, broken = []}: ValidateOptions = {},
): readonly Diagnostic[] {
  const subject = subjectOf(set, {files, broken: new Set(broken)});
  const found = [...read, ...rules.flatMap((rule) => [...rule(subject)])];
  return inOrder(applyAllowances(set.units, once(found)));
}

/** Siblings share text, and instances share their template's: what is wrong there is said once. */
function once(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Map<SourceFile, Set<string>>();
  return diagnostics.filter(({code, message, span}) => {
    const ofFile = seen.get(span.file) ?? new Set();
    seen.set(span.file, ofFile);
    const before = ofFile.size;
    return ofFile.add(`${code} ${span.start} ${span.end} ${message}`).size > before;
  });
}

function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted((a, b) => byCodeUnit(a.span.file.path, b.span.file.path) || a.span.start - b.span.start);
}
