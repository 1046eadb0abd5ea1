import type {SessionListing, Store} from '../session/store.ts';
import type {CliContext} from './context.ts';
import {usageError} from './usage-error.ts';

/** The id that is meant by an id or its beginning; without one, the newest session's. */
export function namedSession({words}: CliContext, store: Store, word: string | undefined): string {
  const ids = store.sessionIds();
  const [first, second] = word === undefined ? ids : ids.filter((id) => id.startsWith(word));
  const fail = (message: string) => usageError(words, {code: 'usage/no-session', message, word: word ?? 'sessions'});
  if (word === '') throw fail('an id is empty: a variable that is not set?');
  if (first === undefined) {
    throw fail(`there is no session ${word === undefined ? 'yet' : word} in ${store.directory}`);
  }
  if (word !== undefined && word !== first && second !== undefined) {
    throw fail(`more than one session begins with ${word}: ${first} and ${second}`);
  }
  return first;
}

export type ReadableSession = Extract<SessionListing, {readonly state: 'readable'}>;

/** What became of a session, in a word: `running` while a process is at it. */
export function stateWord({owner, phase}: ReadableSession): string {
  return owner === undefined ? phase : 'running';
}
