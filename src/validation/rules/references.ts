import type {Diagnostic} from '../../base/diagnostic.ts';
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
  const known = new Map<string, Diagnostic | undefined>();
  for (const {from, field, id, span} of subject.references) {
    const target = targets.get(field);
    if (target === undefined) continue;
    const {namespace} = from.record.origin;
    const key = `${field} ${namespace} ${id}`;
    if (!known.has(key)) known.set(key, checkMention(subject, {field, id, span, target, namespace}));
    const wrong = known.get(key);
    if (wrong !== undefined) yield {...wrong, span};
  }
};
