import {partialId, type UnitId} from '../base/ids.ts';
import type {Job, Template} from '../units/unit.ts';
import {type Pattern, readPattern} from './pattern.ts';
import {couldMake, couldMeet, shapeOf} from './template-shape.ts';

/** A choice among what a plan includes, as `match` of a launcher gives it. */
export interface MatchFilter {
  readonly patterns: readonly Pattern[];
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
  return {patterns: read(''), within};
}

function meetsJob(pattern: Pattern, {id, instance}: Job): boolean {
  return matchesId(pattern, id) || (instance !== undefined && matchesId(pattern, instance.template));
}

export function matchesJob({patterns}: MatchFilter, job: Job): boolean {
  return patterns.some((pattern) => meetsJob(pattern, job));
}

/** Whether the template's instances match, or some of them could. */
function meetsTemplate(pattern: Pattern | undefined, template: Template): boolean {
  if (pattern === undefined) return false;
  const shape = shapeOf(template);
  return (
    matchesId(pattern, template.id) ||
    (pattern.type === 'expression' && couldMeet(shape, pattern)) ||
    (pattern.type === 'id' && couldMake(shape, pattern.id))
  );
}

export function matchesTemplate({within}: MatchFilter, template: Template): boolean {
  return within(template.record.origin.namespace).some((pattern) => meetsTemplate(pattern, template));
}

/** The places of the patterns that meet none of what was chosen. */
export function unmetPatterns(
  {patterns, within}: MatchFilter,
  {jobs, templates}: {readonly jobs: readonly Job[]; readonly templates: readonly Template[]},
): readonly number[] {
  return [...patterns.entries()].flatMap(([at, pattern]) => {
    if (jobs.some((job) => meetsJob(pattern, job))) return [];
    return templates.some((one) => meetsTemplate(within(one.record.origin.namespace)[at], one)) ? [] : [at];
  });
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
