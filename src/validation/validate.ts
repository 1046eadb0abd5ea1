import type {Diagnostic} from '../base/diagnostic.ts';
import type {SourceFile} from '../base/source.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import type {Allowance} from '../units/record.ts';
import type {Unit} from '../units/unit.ts';
import {type Rule, subjectOf} from './rule.ts';
import {expressions} from './rules/expressions.ts';
import {references} from './rules/references.ts';

const rules: readonly Rule[] = [references, expressions];

/**
 * Everything there is to say of these units: what reading them said, and what the rules find. Silenced findings are left
 * out. In the order of files, then of places in them.
 */
export function validate(set: UnitSet, read: readonly Diagnostic[]): readonly Diagnostic[] {
  const subject = subjectOf(set);
  const found = [...read, ...rules.flatMap((rule) => [...rule(subject)])];
  const isAllowed = allowances(set);
  return inOrder(found.filter((diagnostic) => !isAllowed(diagnostic)));
}

function allowances(set: UnitSet): (diagnostic: Diagnostic) => boolean {
  const byFile = new Map<SourceFile, {readonly unit: Unit; readonly allowance: Allowance}[]>();
  for (const unit of set.units) {
    for (const allowance of unit.record.allowed) {
      const {file} = unit.span;
      byFile.set(file, [...(byFile.get(file) ?? []), {unit, allowance}]);
    }
  }
  return ({code, span}) =>
    (byFile.get(span.file) ?? []).some(
      ({unit, allowance}) => allowance.code === code && span.start >= unit.span.start && span.end <= unit.span.end,
    );
}

function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const order = new Map<SourceFile, number>();
  for (const {span} of diagnostics) if (!order.has(span.file)) order.set(span.file, order.size);
  return diagnostics.toSorted(
    (a, b) => (order.get(a.span.file) ?? 0) - (order.get(b.span.file) ?? 0) || a.span.start - b.span.start,
  );
}
