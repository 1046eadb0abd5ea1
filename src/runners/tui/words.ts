import {assertNever} from '../../base/assert-never.ts';
import type {Outcome} from '../../session/events.ts';
import type {RunLine} from '../view/view.ts';

/** A word of at most seven letters: a serial console may have neither colours nor symbols. */
export function statusWord(line: RunLine): string {
  if (line.status === 'running') return 'running';
  if (line.status === 'waiting') return line.outcome === undefined ? '' : 'again';
  if (line.outcome === undefined) return '';
  return outcomeWord(line.outcome);
}

export function outcomeWord(outcome: Outcome): string {
  switch (outcome) {
    case 'pass':
      return 'pass';
    case 'fail':
      return 'FAIL';
    case 'crash':
      return 'CRASH';
    case 'skip':
    case 'skipped-dependency':
    case 'skipped-resource':
    case 'skipped-manifest':
      return 'skip';
    case 'undecided':
      return 'open';
    case 'not-run':
      return 'NOT RUN';
    default:
      return assertNever(outcome);
  }
}

export function outcomeColour(outcome: Outcome | undefined): 'green' | 'red' | 'yellow' | undefined {
  switch (outcome) {
    case 'pass':
      return 'green';
    case 'fail':
    case 'crash':
      return 'red';
    case 'not-run':
    case 'undecided':
      return 'yellow';
    default:
      return undefined;
  }
}
