import type {Diagnostic} from '../../base/diagnostic.ts';
import type {Span} from '../../base/source.ts';
import type {Ref, TestPlan} from '../../units/unit.ts';
import type {PlanLine} from '../plan-lines.ts';
import type {Rule, Subject} from '../rule.ts';

function twice(message: string, span: Span, first: Span): Diagnostic {
  const related = [{message: 'the first is here', span: first}];
  return {code: 'plan/selected-twice', severity: 'advice', message, span, related};
}

function* sameLines(lines: readonly PlanLine[]): Iterable<Diagnostic> {
  const seen = new Map<string, Span>();
  for (const {field, text} of lines) {
    const key = `${field} ${text.text}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, text.span);
    else yield twice(`The field "${field}" has this line twice.`, text.span, first);
  }
}

function* sameParts(parts: readonly Ref[]): Iterable<Diagnostic> {
  const seen = new Map<string, Span>();
  for (const {id, span} of parts) {
    const first = seen.get(id);
    if (first === undefined) seen.set(id, span);
    else yield twice(`The test plan ${id} is nested here twice.`, span, first);
  }
}

/** Each job runs once, in the first section that has it, so the line in `include` changes nothing. */
function* otherSections(plan: TestPlan, lines: readonly PlanLine[], {matches}: Subject): Iterable<Diagnostic> {
  const early = new Map<string, PlanLine>();
  for (const line of lines) {
    if (line.field === 'include') continue;
    for (const {id} of matches(line.pattern).jobs) if (!early.has(id)) early.set(id, line);
  }
  if (early.size === 0) return;
  for (const {pattern, field, text} of lines) {
    if (field !== 'include') continue;
    const {jobs, templates} = matches(pattern);
    const lines = new Set(jobs.map(({id}) => early.get(id)));
    const [first] = lines;
    // An expression that brings others too is not in vain.
    if (first === undefined || lines.has(undefined) || templates.length > 0) continue;
    const message = `What this line selects is in ${first.field} of ${plan.id} already and runs there.`;
    yield twice(message, text.span, first.text.span);
  }
}

/** Lines and nested plans that a test plan has twice. */
export const selectedTwice: Rule = function* (subject): Iterable<Diagnostic> {
  for (const [plan, all] of subject.lines) {
    const lines = all.filter(({does}) => does === 'select');
    yield* sameLines(lines);
    yield* sameParts(plan.nestedParts);
    yield* otherSections(plan, lines, subject);
  }
};
