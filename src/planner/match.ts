import {partialId, type UnitId} from '../base/ids.ts';
import type {Job, Template} from '../units/unit.ts';
import {type Pattern, readPattern} from './pattern.ts';
import {couldMake, couldMeet, shapeOf} from './template-shape.ts';

/** A choice among what a plan includes, as `match` of a launcher gives it. */
export interface MatchFilter {
  readonly patterns: readonly Pattern[];
  /** What nothing has matched so far, by its place among the patterns. */
  readonly unmet: Set<number>;
  /** The same, as patterns without a namespace are about this one. */
  readonly within: (namespace: string) => readonly Pattern[];
}

/** Patterns without a namespace are about ids in all of them. */
export function readMatch(patterns: readonly string[]): MatchFilter {
  const read = (namespace: string): readonly Pattern[] => patterns.map((pattern) => readPattern(pattern, namespace));
  const byNamespace = new Map<string, readonly Pattern[]>();
  const within = (namespace: string): readonly Pattern[] => {
    const known = byNamespace.get(namespace) ?? read(namespace);
    byNamespace.set(namespace, known);
    return known;
  };
  return {patterns: read(''), unmet: new Set(patterns.keys()), within};
}

/** Whether one of the patterns holds; all of those that do are met. */
function isMet({unmet}: MatchFilter, patterns: readonly Pattern[], holds: (pattern: Pattern) => boolean): boolean {
  if (unmet.size === 0) return patterns.some(holds);
  const met = patterns.flatMap((pattern, at) => (holds(pattern) ? [at] : []));
  for (const at of met) unmet.delete(at);
  return met.length > 0;
}

export function matchesJob(filter: MatchFilter, {id, instance}: Job): boolean {
  const {patterns} = filter;
  return isMet(
    filter,
    patterns,
    (pattern) => matchesId(pattern, id) || (instance !== undefined && matchesId(pattern, instance.template)),
  );
}

/** Whether the template's instances match, or some of them could. */
export function matchesTemplate(filter: MatchFilter, template: Template): boolean {
  const shape = shapeOf(template);
  return isMet(
    filter,
    filter.within(template.record.origin.namespace),
    (pattern) =>
      matchesId(pattern, template.id) ||
      (pattern.type === 'expression' && couldMeet(shape, pattern)) ||
      (pattern.type === 'id' && couldMake(shape, pattern.id)),
  );
}

export function matchesId(pattern: Pattern, id: UnitId): boolean {
  switch (pattern.type) {
    case 'id':
      return pattern.id === id;
    case 'partial':
      return pattern.partial === partialId(id);
    case 'expression':
      return pattern.matches(id);
    case 'broken':
      return false;
  }
}
