import {disturbs, mayOverlap} from '../planner/lanes.ts';
import type {Job} from '../units/unit.ts';

/** It only reads the machine, so that others of its kind may run beside it even where it does not say what it touches. */
function onlyReads(job: Job): boolean {
  if (job.plugin !== 'resource' && job.plugin !== 'attachment') return false;
  return job.kind === 'job' && job.touches === undefined && !job.flags.includes('noreturn');
}

export function mayRunBeside(a: Job, b: Job): boolean {
  return (onlyReads(a) && onlyReads(b)) || mayOverlap(a, b);
}

/** Nothing at all may run beside it. */
export function runsAlone(job: Job): boolean {
  return disturbs(job) === undefined && !onlyReads(job);
}
