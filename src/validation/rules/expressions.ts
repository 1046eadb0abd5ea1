import type {Diagnostic} from '../../base/diagnostic.ts';
import {namespaceOf} from '../../base/ids.ts';
import type {ResourceScope} from '../../expressions/check/scope.ts';
import {checkProgram} from '../../expressions/check.ts';
import {parseProgram} from '../../expressions/parse.ts';
import type {Import, Unit} from '../../units/unit.ts';
import {isJob} from '../../units/unit.ts';
import type {Rule, Subject} from '../rule.ts';

/** The names an expression of this unit may use. */
function namesFor(
  unit: Unit,
  imports: readonly Import[],
  {namesIn, resources}: Subject,
): ReadonlyMap<string, ResourceScope> {
  const local = namesIn.get(namespaceOf(unit.id)) ?? new Map<string, ResourceScope>();
  if (imports.length === 0) return local;
  const names = new Map(local);
  for (const {name, resource} of imports) names.set(name, resources.get(resource.id) ?? {});
  return names;
}

/** Resource programs that cannot be read, or that cannot mean what they say. */
export const expressions: Rule = function* (subject): Iterable<Diagnostic> {
  for (const unit of subject.set.units) {
    if (isJob(unit) && unit.requires !== undefined) {
      const program = parseProgram(unit.requires);
      yield* program.diagnostics;
      yield* checkProgram(program.value, {resources: namesFor(unit, unit.imports, subject)});
    } else if (unit.kind === 'template' && unit.filter !== undefined) {
      const program = parseProgram(unit.filter);
      yield* program.diagnostics;
      // The template's own name for its resource always stands for that resource.
      const names = new Map(namesFor(unit, unit.imports, subject));
      names.set(unit.resourceName, subject.resources.get(unit.resource.id) ?? {});
      yield* checkProgram(program.value, {resources: names, eachRecordOf: unit.resourceName});
    }
  }
};
