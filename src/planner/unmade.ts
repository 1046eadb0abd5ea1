import type {UnitId} from '../base/ids.ts';
import type {Expansion} from '../templates/expansion.ts';
import type {Inhibitor} from './plan.ts';

/** An instance that could not be made of a record, counted from 0, or of which nobody can say whether it is wanted. */
export interface UnmadeInstance {
  readonly template: UnitId;
  readonly record: number;
  /** Undefined where the record does not even give an id. */
  readonly id?: UnitId;
  readonly inhibitor: Extract<Inhibitor, {type: 'instance-failed' | 'requirement-unknown'}>;
}

/** What templates owe the plan: in the order of the templates and of their records. */
export function unmadeInstances(expansions: readonly Expansion[]): readonly UnmadeInstance[] {
  return expansions.flatMap(({template, failed, filtered}) => {
    const broken = failed.map(({record, id, message}): UnmadeInstance => {
      const inhibitor = {type: 'instance-failed', template, record, message} as const;
      return {template, record, inhibitor, ...(id === undefined ? {} : {id})};
    });
    const undecided = filtered
      .filter(({unknown}) => unknown)
      .map(({record, line, reason}): UnmadeInstance => {
        const expression = `template-filter: ${line}`;
        return {template, record, inhibitor: {type: 'requirement-unknown', expression, reason}};
      });
    return [...broken, ...undecided].sort((a, b) => a.record - b.record);
  });
}
