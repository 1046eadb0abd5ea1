import type {Diagnostic} from '../base/diagnostic.ts';
import {diagnosticsWithin} from '../base/diagnostics-within.ts';
import {nearest} from '../base/nearest.ts';
import type {SourceFile} from '../base/source.ts';
import {buildUnit} from '../units/build-unit.ts';
import type {Allowance} from '../units/record.ts';
import type {Unit} from '../units/unit.ts';

/** The units of one record, siblings and all, with what its author allows. */
interface Allowed {
  readonly allowance: Allowance;
  readonly units: Unit[];
  isUsed: boolean;
}

type ByFile = ReadonlyMap<SourceFile, ReadonlyMap<Allowance, Allowed>>;

function allowancesOf(units: readonly Unit[]): ByFile {
  const byFile = new Map<SourceFile, Map<Allowance, Allowed>>();
  for (const unit of units) {
    for (const allowance of unit.record.allowed) {
      const {file} = unit.span;
      const ofFile = byFile.get(file) ?? new Map<Allowance, Allowed>();
      byFile.set(file, ofFile);
      const known = ofFile.get(allowance);
      if (known === undefined) ofFile.set(allowance, {allowance, units: [unit], isUsed: false});
      else known.units.push(unit);
    }
  }
  return byFile;
}

function isAllowed({code, span}: Diagnostic, byFile: ByFile): boolean {
  let found = false;
  for (const allowed of byFile.get(span.file)?.values() ?? []) {
    if (allowed.allowance.code !== code) continue;
    if (!allowed.units.some((unit) => span.start >= unit.span.start && span.end <= unit.span.end)) continue;
    allowed.isUsed = true;
    found = true;
  }
  return found;
}

/** What is wrong with a field is left out where the unit is built already. */
function isUsedInBuilding({allowance, units}: Allowed): boolean {
  return units.some(({record}) =>
    buildUnit({...record, allowed: []}).diagnostics.some(({code}) => code === allowance.code),
  );
}

/** What cannot be found while providers of a namespace are missing. */
const aboutOthers: ReadonlySet<string> = new Set([
  'catalog/never-included',
  'catalog/never-used',
  'catalog/unknown-reference',
  'expression/unknown-key',
  'expression/unknown-resource',
  'plan/empty',
  'plan/matches-nothing',
  'plan/no-effect',
]);

/**
 * Findings without those that their unit allows, and an advice for every allowance that there is no need of, as far as
 * that can be told where `isPartial`: providers of a namespace are missing.
 */
export function applyAllowances(
  units: readonly Unit[],
  found: readonly Diagnostic[],
  isPartial: boolean,
): readonly Diagnostic[] {
  const byFile = allowancesOf(units);
  const within = diagnosticsWithin(found);
  const left = found.filter((diagnostic) => !isAllowed(diagnostic, byFile));
  for (const allowed of [...byFile.values()].flatMap((ofFile) => [...ofFile.values()])) {
    const {code, span} = allowed.allowance;
    if (allowed.isUsed || (isPartial && aboutOthers.has(code)) || isUsedInBuilding(allowed)) continue;
    const codes = allowed.units.flatMap((unit) => within(unit.span)).map((one) => one.code);
    const suggestion = nearest(code, codes);
    left.push({
      code: 'syntax/unused-allow',
      severity: 'advice',
      message: `This allowance of ${code} silences nothing: the unit has no such finding.`,
      span,
      ...(suggestion === undefined ? {} : {suggestion}),
    });
  }
  return left;
}
