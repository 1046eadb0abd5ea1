import {type Pattern, readPattern} from '../planner/pattern.ts';
import type {CliContext} from './context.ts';
import {usageError} from './usage-error.ts';

/** A pattern of a plan that cannot be read is a line of the plan; one of the command line is a mistake there. */
export function readPatterns({words}: CliContext, patterns: readonly string[]): readonly Pattern[] {
  return patterns.map((word) => {
    const pattern = readPattern(word, '');
    if (pattern.type !== 'broken') return pattern;
    const message = `this pattern cannot be used: ${pattern.message}`;
    throw usageError(words, {code: 'usage/bad-pattern', message, word});
  });
}
