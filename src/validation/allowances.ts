import type {Diagnostic} from '../base/diagnostic.ts';
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

/** Findings without those that their unit allows, and an advice for every allowance that there is no need of. */
export function applyAllowances(units: readonly Unit[], found: readonly Diagnostic[]): readonly Diagnostic[] {
  const byFile = allowancesOf(units);
  const left = found.filter((diagnostic) => !isAllowed(diagnostic, byFile));
  for (const allowed of [...byFile.values()].flatMap((ofFile) => [...ofFile.values()])) {
    if (allowed.isUsed || isUsedInBuilding(allowed)) continue;
    const {code, span} = allowed.allowance;
    left.push({
      code: 'syntax/unused-allow',
      severity: 'advice',
      message: `This allowance of ${code} silences nothing: the unit has no such finding.`,
      span,
    });
  }
  return left;
}
