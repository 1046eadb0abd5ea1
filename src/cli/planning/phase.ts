import type {PlannedJob} from '../../planner/plan.ts';
import {selectedLines} from '../../planner/selected-lines.ts';
import type {Gathered} from './gather.ts';

/** How far planning is looked at: what the lines name, that with the templates' jobs, or all in their order. */
export type Phase = 'selected' | 'bootstrapped' | 'ordered';

export function linesOfPhase({plan, selection}: Gathered, phase: Phase): readonly PlannedJob[] {
  return phase === 'ordered' ? plan.jobs : selectedLines(selection);
}
