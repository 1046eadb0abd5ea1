import type {Job} from '../../units/unit.ts';

/** What a shell runs for the job; empty where nothing is run. */
export function commandOf(job: Job): string {
  if (job.plugin === 'resource') return job.source.type === 'command' ? job.source.command.text : '';
  return 'command' in job && job.command !== undefined ? job.command.text : '';
}

export function hasCommand(job: Job): boolean {
  return job.plugin === 'resource' || commandOf(job).trim() !== '';
}
