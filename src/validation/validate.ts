import type {Diagnostic} from '../base/diagnostic.ts';
import type {Host} from '../base/host.ts';
import type {SourceFile} from '../base/source.ts';
import {withUnits} from '../catalog/index-units.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import {byCodeUnit} from '../planner/unit-index.ts';
import type {UnitRecord} from '../units/record.ts';
import {recordId} from '../units/record-id.ts';
import {applyAllowances} from './allowances.ts';
import {draftsOf, tellable} from './drafts.ts';
import {hintsElsewhere} from './elsewhere.ts';
import {neighboursOf} from './neighbours.ts';
import {rules} from './rules/index.ts';
import {subjectOf} from './subject.ts';
import {gatherUnchecked} from './unchecked.ts';

export interface ValidateOptions {
  /** Without it, nothing is said of scripts and data, and nothing known of providers that are not loaded. */
  readonly host?: Host;
  /** Records of units that have errors of their own. Nothing more is said where they are named, and all else in them is looked at. */
  readonly unmade?: readonly UnitRecord[];
}

/**
 * Everything there is to say of these units: what reading them said, and what the rules find. Silenced findings are left
 * out. In the order of paths, then of places in the files.
 */
export function validate(
  set: UnitSet,
  read: readonly Diagnostic[],
  {host, unmade = []}: ValidateOptions = {},
): readonly Diagnostic[] {
  const neighbours = host === undefined ? [] : neighboursOf(set.providers, host);
  const drafts = draftsOf(unmade, read);
  const broken = new Set([...unmade.flatMap((record) => recordId(record) ?? []), ...drafts.map(({id}) => id)]);
  const whole = withUnits(set, drafts);
  const subject = subjectOf(whole, {files: host?.files, broken, neighbours});
  const isPartial = subject.partial.size + subject.absent.size > 0;
  const found = gatherUnchecked(once([...read, ...rules.flatMap((rule) => [...rule(subject)])]));
  const left = applyAllowances(whole.units, [...found, ...hintsElsewhere(whole, found)], isPartial);
  return inOrder(tellable(left, drafts));
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
