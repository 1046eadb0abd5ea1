import {partialId, type UnitId} from '../../base/ids.ts';
import {nearest} from '../../base/nearest.ts';
import {matchesId} from '../../planner/match.ts';
import type {Pattern} from '../../planner/pattern.ts';
import type {JournalJob} from '../../session/events.ts';
import type {SessionState} from '../../session/state.ts';
import type {CliContext} from '../context.ts';
import {readPatterns} from '../read-patterns.ts';
import {usageError} from '../usage-error.ts';

function isMeant(pattern: Pattern, {id, template}: JournalJob): boolean {
  return matchesId(pattern, id) || (template !== undefined && matchesId(pattern, template));
}

/** The jobs of the session that a pattern of the command line means; where there is none, a usage error with the nearest. */
export function rerunJobs(
  context: CliContext,
  {sessionId, jobs}: SessionState,
  patterns: readonly string[],
): readonly UnitId[] {
  return readPatterns(context, patterns).flatMap((pattern, index) => {
    const meant = jobs.filter((job) => isMeant(pattern, job));
    if (meant.length > 0) return meant.map(({id}) => id);
    const word = patterns[index] ?? '';
    const noun = pattern.type === 'expression' ? 'job that matches' : 'job';
    throw usageError(context.words, {
      code: 'usage/unknown-id',
      message: `session ${sessionId} has no ${noun} ${word}`,
      word,
      suggestion: nearest(
        word,
        jobs.map(({id}) => (word.includes('::') ? id : partialId(id))),
      ),
    });
  });
}
