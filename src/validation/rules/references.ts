import type {Diagnostic} from '../../base/diagnostic.ts';
import type {UnitId} from '../../base/ids.ts';
import {withoutIdleHints} from '../idle-hints.ts';
import {checkMention} from '../resolve.ts';
import type {Rule} from '../rule.ts';
import type {Target} from '../suggest.ts';

/** What each field may name. The lines of test plans have rules of their own. */
const targets: ReadonlyMap<string, Target> = new Map([
  ['category_id', 'category'],
  ['depends', 'job'],
  ['after', 'job'],
  ['before', 'job'],
  ['salvages', 'job'],
  ['inputs', 'job'],
  ['requires_manifest', 'manifest entry'],
  ['imports', 'resource'],
  ['template-resource', 'resource'],
  ['nested_part', 'test plan'],
]);

/** References that name nothing, neither a unit nor anything a template could make. */
export const references: Rule = function* (subject): Iterable<Diagnostic> {
  const faultless = new Map<Target, Set<UnitId>>([...targets.values()].map((target) => [target, new Set()]));
  const faults = new Map<string, Diagnostic>();
  const useful = withoutIdleHints();
  for (const {from, field, id, span} of subject.references) {
    const target = targets.get(field);
    if (target === undefined || faultless.get(target)?.has(id)) continue;
    const {namespace} = from.record.origin;
    const key = `${field} ${namespace} ${id}`;
    const wrong = faults.get(key) ?? checkMention(subject, {field, id, span, target, namespace});
    if (wrong === undefined) faultless.get(target)?.add(id);
    else {
      faults.set(key, wrong);
      yield {...useful(wrong, from, field), span};
    }
  }
};
