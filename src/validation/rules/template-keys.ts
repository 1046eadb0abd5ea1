import type {Diagnostic} from '../../base/diagnostic.ts';
import {compileTemplate} from '../../templates/compile-template.ts';
import {undeclaredKeys} from '../../templates/placeholders.ts';
import type {Rule} from '../rule.ts';

/** Texts of templates that cannot be filled in, and placeholders for keys that their resource does not have (T2). */
export const templateKeys: Rule = function* ({set, resources}): Iterable<Diagnostic> {
  for (const template of set.templates.values()) {
    // The filter is looked at with the other expressions.
    yield* compileTemplate(template).diagnostics.filter(({code}) => code.startsWith('template/'));
    const keys = resources.get(template.resource.id)?.keys;
    if (keys !== undefined) yield* undeclaredKeys(template, keys.keys());
  }
};
