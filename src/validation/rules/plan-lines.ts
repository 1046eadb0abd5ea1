import type {Diagnostic} from '../../base/diagnostic.ts';
import {isQualified, namespaceOf, qualify, type UnitId} from '../../base/ids.ts';
import {brokenPattern, matchesNothing} from '../../planner/selection-report.ts';
import {withoutIdleHints} from '../idle-hints.ts';
import type {PlanLine} from '../plan-lines.ts';
import {checkMention} from '../resolve.ts';
import type {Rule, Subject} from '../rule.ts';
import {unchecked} from '../unchecked.ts';

/** A plain id, or one whose dots alone make an expression of it. */
function idOf({pattern}: PlanLine): UnitId | undefined {
  if (pattern.type === 'id') return pattern.id;
  return pattern.type === 'expression' ? pattern.literal : undefined;
}

/** The namespace an expression is about, dots and all. */
function namespaceIn({text, plan}: PlanLine): string {
  const {namespace} = plan.record.origin;
  return isQualified(text.text) ? namespaceOf(qualify(text.text, namespace)).replaceAll('\\', '') : namespace;
}

function check(subject: Subject, line: PlanLine): Diagnostic | undefined {
  const {pattern, text, field, does, plan} = line;
  if (pattern.type === 'broken') return brokenPattern(text.text, text.span, pattern.message);
  const id = idOf(line);
  if (id === undefined) {
    const namespace = namespaceIn(line);
    if (subject.absent.has(namespace)) return undefined;
    if (subject.partial.has(namespace)) return unchecked(subject, namespace, text.span);
    return matchesNothing(text.text, text.span);
  }
  const {namespace} = plan.record.origin;
  const mention = {field, id, span: text.span, target: 'job or template', namespace} as const;
  return checkMention(subject, mention, does === 'select' ? 'error' : 'warning');
}

/** Lines of test plans that name or match nothing, and expressions that cannot be read. */
export const planLines: Rule = function* (subject): Iterable<Diagnostic> {
  const known = new Map<string, Diagnostic | undefined>();
  const useful = withoutIdleHints();
  for (const line of [...subject.lines.values()].flat()) {
    if (subject.matches(line.pattern).units.length > 0) continue;
    const {field, text, plan} = line;
    const key = `${field} ${plan.record.origin.namespace} ${text.text}`;
    if (!known.has(key)) known.set(key, check(subject, line));
    const wrong = known.get(key);
    if (wrong !== undefined) yield {...useful(wrong, plan, field), span: text.span};
  }
};
