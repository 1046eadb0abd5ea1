import {randomBytes} from 'node:crypto';
import {accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import type {UnitId} from '../base/ids.ts';
import {apply, countOutcomes, emptyState, isSettled} from './apply.ts';
import type {Outcome, SessionEvent} from './events.ts';
import {type Journal, openJournal, readJournal} from './journal.ts';
import {currentOwner, type Lock, takeLock} from './lock.ts';
import {makeDirectories} from './make-directories.ts';
import {type AttemptOutput, readOutput} from './output-files.ts';
import type {ProcessIdentity} from './process-identity.ts';
import {guarded, SessionError, sessionError} from './session-error.ts';
import type {SessionPhase, SessionState} from './state.ts';

/** A session this process drives. */
export interface OpenSession {
  readonly id: string;
  /** Holds the journal, what the jobs printed and what they share. */
  readonly directory: string;
  /** The state as the journal had it when it was opened. */
  readonly state: SessionState;
  append(events: readonly SessionEvent[]): void;
  close(): void;
}

export type SessionListing =
  | {
      readonly state: 'readable';
      readonly id: string;
      readonly plan: UnitId;
      readonly title: string;
      readonly startedAt: number;
      readonly phase: SessionPhase;
      readonly counts: ReadonlyMap<Outcome, number>;
      readonly jobs: number;
      /** Jobs that have their result and do not wait to run once more. */
      readonly settled: number;
      /** Why it was interrupted, while it is. */
      readonly interruption?: string;
      /** A person was at it. */
      readonly interactive: boolean;
      /** The process that is running it now. */
      readonly owner?: ProcessIdentity;
    }
  | {readonly state: 'damaged'; readonly id: string; readonly reason: string};

/** Sessions under one state directory, each in a folder of its own, so that a damaged one hurts no other. */
export interface Store {
  readonly directory: string;
  createSession(at: number): OpenSession;
  /** Locks it. `takeOver` ends the process that holds it. */
  openSession(id: string, options?: {readonly takeOver?: boolean}): OpenSession;
  /** Without a lock, also while it runs. */
  readSession(id: string): SessionState;
  readOutput(id: string, key: {readonly jobId: UnitId; readonly attempt: number}, maxBytes: number): AttemptOutput;
  /** Newest first. Touches no journal. */
  sessionIds(): readonly string[];
  listSession(id: string): SessionListing;
  /** Newest first. */
  listSessions(): readonly SessionListing[];
  deleteSession(id: string): void;
}

function replay(events: readonly SessionEvent[]): SessionState {
  return events.reduce(apply, emptyState);
}

function newId(at: number): string {
  const stamp = new Date(at).toISOString().slice(0, 19).replaceAll(':', '-');
  return `${stamp}-${randomBytes(3).toString('hex')}`;
}

const journalName = 'journal.db';

function openWith(lock: Lock, directory: string, mode: 'create' | 'existing'): {journal: Journal; state: SessionState} {
  try {
    const journal = openJournal(join(directory, journalName), mode);
    try {
      return {journal, state: replay(journal.readAll())};
    } catch (error) {
      journal.close();
      throw error;
    }
  } catch (error) {
    lock.release();
    throw sessionError(error, directory);
  }
}

function openIn(
  directory: string,
  options: {readonly id: string; readonly mode: 'create' | 'existing'; readonly takeOver: boolean},
): OpenSession {
  const lock = takeLock(directory, options);
  const {journal, state} = openWith(lock, directory, options.mode);
  return {
    id: options.id,
    directory,
    state,
    append: (events) => journal.append(events),
    close: () => {
      journal.close();
      lock.release();
    },
  };
}

function create(sessions: string, at: number): OpenSession {
  const id = newId(at);
  const directory = join(sessions, id);
  guarded(sessions, () => {
    makeDirectories(sessions);
    accessSync(sessions, constants.W_OK);
  });
  try {
    guarded(directory, () => {
      mkdirSync(directory, {mode: 0o711});
      mkdirSync(join(directory, 'output'), {mode: 0o700});
      mkdirSync(join(directory, 'share'), {mode: 0o700});
    });
    return openIn(directory, {id, mode: 'create', takeOver: false});
  } catch (error) {
    rmSync(directory, {recursive: true, force: true});
    throw error;
  }
}

function existing(sessions: string, id: string): string {
  const directory = join(sessions, id);
  if (!/^[\w.-]+$/.test(id) || !existsSync(directory)) {
    throw new SessionError('not-found', `there is no session ${id} in ${sessions}`);
  }
  return directory;
}

function listing(sessions: string, id: string): SessionListing {
  const directory = join(sessions, id);
  try {
    const state = replay(readJournal(join(directory, journalName)));
    if (state.phase === 'empty') return {state: 'damaged', id, reason: 'it never started'};
    const {plan, title, startedAt} = state;
    const owner = currentOwner(directory);
    const stopped = owner === undefined && (state.phase === 'running' || state.phase === 'bootstrapping');
    return {
      state: 'readable',
      id,
      plan,
      title,
      startedAt,
      phase: stopped ? 'interrupted' : state.phase,
      counts: countOutcomes(state),
      jobs: state.jobs.length,
      settled: state.jobs.filter(({id: job}) => isSettled(state, job)).length,
      interactive: state.settings?.interactive === true,
      ...(state.interruption === undefined ? {} : {interruption: state.interruption}),
      ...(owner === undefined ? {} : {owner}),
    };
  } catch (error) {
    return {state: 'damaged', id, reason: sessionError(error, directory).message};
  }
}

function sessionNames(sessions: string): readonly string[] {
  if (!existsSync(sessions)) return [];
  return guarded(sessions, () =>
    readdirSync(sessions, {withFileTypes: true})
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort()
      .reverse(),
  );
}

/** Touches nothing yet; a directory that cannot be written is found when a session is made in it. */
export function openStore(directory: string): Store {
  const sessions = join(directory, 'sessions');
  return {
    directory,
    createSession: (at) => create(sessions, at),
    openSession: (id, {takeOver = false} = {}) => openIn(existing(sessions, id), {id, mode: 'existing', takeOver}),
    readSession: (id) => replay(readJournal(join(existing(sessions, id), journalName))),
    readOutput: (id, key, maxBytes) => readOutput(existing(sessions, id), key, maxBytes),
    sessionIds: () => sessionNames(sessions),
    listSession: (id) => listing(sessions, id),
    listSessions: () => sessionNames(sessions).map((id) => listing(sessions, id)),
    deleteSession: (id) => {
      const path = existing(sessions, id);
      const lock = takeLock(path, {takeOver: false});
      lock.release();
      guarded(path, () => rmSync(path, {recursive: true, force: true}));
    },
  };
}
