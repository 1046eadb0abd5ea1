import type {Diagnostic} from '../../base/diagnostic.ts';
import type {Span} from '../../base/source.ts';
import type {Import} from '../../units/unit.ts';
import {namesIn} from '../named-resources.ts';
import type {Rule, Subject} from '../rule.ts';

interface Use {
  readonly name: string;
  readonly span: Span;
  readonly isUsed: boolean;
}

function usesOf(imports: readonly Import[], text: string, resource?: string): readonly Use[] {
  if (imports.length === 0) return [];
  const named = namesIn(text);
  return imports.map(({name, resource: {id, span}}) => {
    const isUsed = named.has(name) || id === resource || new RegExp(`\\b${name}\\b`).test(text);
    return {name, span, isUsed};
  });
}

function* usesIn({written}: Subject): Iterable<Use> {
  for (const {job, unit} of written) {
    yield* usesOf(job.imports, job.requires?.text ?? '');
    if (unit.kind === 'template') yield* usesOf(unit.imports, unit.filter?.text ?? '', unit.resource.id);
  }
}

/** Imports that nothing needs. A unit and its siblings have theirs in one place, and one of them may use what others do not. */
export const imports: Rule = function* (subject): Iterable<Diagnostic> {
  const byPlace = Map.groupBy(usesIn(subject), ({name, span}) => `${span.file.path} ${span.start} ${name}`);
  for (const uses of byPlace.values()) {
    const [first] = uses;
    if (first === undefined || uses.some(({isUsed}) => isUsed)) continue;
    const message = `${first.name} is imported, and no expression of this unit uses it.`;
    yield {code: 'unit/unused-import', severity: 'advice', message, span: first.span};
  }
};
