import type {Diagnostic} from '../../base/diagnostic.ts';
import type {Import} from '../../units/unit.ts';
import {namesIn} from '../named-resources.ts';
import type {Rule} from '../rule.ts';

function* unused(imports: readonly Import[], text: string, resource?: string): Iterable<Diagnostic> {
  const used = namesIn(text);
  for (const {name, resource: ref} of imports) {
    if (used.has(name) || ref.id === resource || new RegExp(`\\b${name}\\b`).test(text)) continue;
    const message = `${name} is imported, and no expression of this unit uses it.`;
    yield {code: 'unit/unused-import', severity: 'advice', message, span: ref.span};
  }
}

/** Imports that nothing needs. */
export const imports: Rule = function* ({written}): Iterable<Diagnostic> {
  for (const {job, unit} of written) {
    if (job.imports.length > 0) yield* unused(job.imports, job.requires?.text ?? '');
    if (unit.kind === 'template' && unit.imports.length > 0)
      yield* unused(unit.imports, unit.filter?.text ?? '', unit.resource.id);
  }
};
