import type {Import, Job, Template} from '../units/unit.ts';

/** A job as it stands in a file, or what all instances of a template have in common, gaps for its placeholders. */
export interface JobView {
  readonly job: Job;
  /** The unit of the set: the job itself or the template. */
  readonly unit: Job | Template;
}

export function importsOf({job, unit}: JobView): readonly Import[] {
  return unit.kind === 'template' && unit.imports.length > 0 ? [...job.imports, ...unit.imports] : job.imports;
}
