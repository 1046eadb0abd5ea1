import type {JournalJob} from './events.ts';

/** Resource and attachment jobs only keep what the machine says of itself; they judge nothing. */
export function isTest({plugin}: Pick<JournalJob, 'plugin'>): boolean {
  return plugin !== 'resource' && plugin !== 'attachment';
}
