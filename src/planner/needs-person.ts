import type {Job} from '../units/unit.ts';

/** Somebody has to do or to judge something; nobody can in a lab. */
export function needsPerson({plugin}: Pick<Job, 'plugin'>): boolean {
  return (
    plugin === 'manual' || plugin === 'user-interact' || plugin === 'user-interact-verify' || plugin === 'user-verify'
  );
}
