import type {Diagnostic} from '../base/diagnostic.ts';
import type {Host} from '../base/host.ts';
import type {UnitId} from '../base/ids.ts';
import type {SourceFile} from '../base/source.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import {byCodeUnit} from '../planner/unit-index.ts';
import {applyAllowances} from './allowances.ts';
import {hintsElsewhere} from './elsewhere.ts';
import {neighboursOf} from './neighbours.ts';
import {rules} from './rules/index.ts';
import {subjectOf} from './subject.ts';
import {gatherUnchecked} from './unchecked.ts';

export interface ValidateOptions {
  /** Without it, nothing is said of scripts and data, and nothing known of providers that are not loaded. */
  readonly host?: Host;
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
  {host, broken = []}: ValidateOptions = {},
): readonly Diagnostic[] {
  const neighbours = host === undefined ? [] : neighboursOf(set.providers, host);
  const subject = subjectOf(set, {files: host?.files, broken: new Set(broken), neighbours});
  const found = gatherUnchecked(once([...read, ...rules.flatMap((rule) => [...rule(subject)])]));
  return inOrder(applyAllowances(set.units, [...found, ...hintsElsewhere(set, found)]));
}

/** Siblings share text, and instances share their template's: what is wrong there is said once. */
function once(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Map<SourceFile, Map<number, Diagnostic[]>>();
  return diagnostics.filter((diagnostic) => {
    const {code, message, span} = diagnostic;
    const ofFile = seen.get(span.file) ?? new Map<number, Diagnostic[]>();
    const here = ofFile.get(span.start) ?? [];
    if (here.some((one) => one.code === code && one.message === message && one.span.end === span.end)) return false;
    here.push(diagnostic);
    seen.set(span.file, ofFile.set(span.start, here));
    return true;
  });
}

function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted((a, b) => byCodeUnit(a.span.file.path, b.span.file.path) || a.span.start - b.span.start);
}
