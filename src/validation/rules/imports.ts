import type {Diagnostic} from '../../base/diagnostic.ts';
import type {Import} from '../../units/unit.ts';
import {namesIn} from '../named-resources.ts';
import type {Rule} from '../rule.ts';

/** A unit and its siblings have their imports in one place: those that one of them uses, and those that none does. */
class Usage {
  readonly #unused = new Map<string, Import>();
  readonly #used = new Set<string>();

  add(imports: readonly Import[], text: string, resource?: string): void {
    const names = namesIn(text);
    for (const one of imports) {
      const {name, resource: ref} = one;
      const place = `${ref.span.file.path} ${ref.span.start} ${name}`;
      const isUsed = names.has(name) || ref.id === resource || new RegExp(`\\b${name}\\b`).test(text);
      if (isUsed) this.#used.add(place);
      else this.#unused.set(place, one);
    }
  }

  *unused(): Iterable<Import> {
    for (const [place, one] of this.#unused) if (!this.#used.has(place)) yield one;
  }
}

/** Imports that nothing needs. */
export const imports: Rule = function* ({written}): Iterable<Diagnostic> {
  const usage = new Usage();
  for (const {job, unit} of written) {
    if (job.imports.length > 0) usage.add(job.imports, job.requires?.text ?? '');
    if (unit.kind === 'template' && unit.imports.length > 0)
      usage.add(unit.imports, unit.filter?.text ?? '', unit.resource.id);
  }
  for (const {name, resource} of usage.unused()) {
    const message = `${name} is imported, and no expression of this unit uses it.`;
    yield {code: 'unit/unused-import', severity: 'advice', message, span: resource.span};
  }
};
