import {randomBytes} from 'node:crypto';
import {accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import type {UnitId} from '../base/ids.ts';
import {apply, countOutcomes, emptyState, isSettled} from './apply.ts';
import type {Outcome, SessionEvent} from './events.ts';
import {type Journal, openJournal, readJournal} from './journal.ts';
import {currentOwner, type Lock, takeLock} from './lock.ts';
import {makeDirectories} from './make-directories.ts';
import {type OutputReader, openOutputs} from './output-files.ts';
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
  /** Events of these types, in their order: cheaper than the state where that says all. */
  readEvents(id: string, types: readonly SessionEvent['type'][]): readonly SessionEvent[];
  /** What its jobs printed by now. */
  outputs(id: string): OutputReader;
  /** Newest first. Touches no journal. */
  sessionIds(): readonly string[];
  listSession(id: string): SessionListing;
  /** Newest first. */
  listSessions(): readonly SessionListing[];
  deleteSession(id: string): void;
}

/** What so many events came to. */
interface Replayed {
  readonly count: number;
  readonly state: SessionState;
}

const nothing: Replayed = {count: 0, state: emptyState};

function replay(events: readonly SessionEvent[], {count, state} = nothing): Replayed {
  return {count: count + events.length, state: events.reduce(apply, state)};
}

function newId(at: number): string {
  const stamp = new Date(at).toISOString().slice(0, 19).replaceAll(':', '-');
  return `${stamp}-${randomBytes(3).toString('hex')}`;
}

const journalName = 'journal.db';

interface Opening {
  readonly id: string;
  readonly mode: 'create' | 'existing';
  readonly takeOver: boolean;
  /** What was read of it before. */
  readonly known?: Replayed;
}

function openWith(
  lock: Lock,
  directory: string,
  {mode, known = nothing}: Opening,
): {journal: Journal; state: SessionState} {
  try {
    const journal = openJournal(join(directory, journalName), mode);
    try {
      return {journal, state: replay(journal.readAfter(known.count), known).state};
    } catch (error) {
      journal.close();
      throw error;
    }
  } catch (error) {
    lock.release();
    throw sessionError(error, directory);
  }
}

function openIn(directory: string, opening: Opening): OpenSession {
  const lock = takeLock(directory, opening);
  const {journal, state} = openWith(lock, directory, opening);
  return {
    id: opening.id,
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

function listing(directory: string, id: string, read: () => SessionState): SessionListing {
  try {
    const state = read();
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
  // Who opens a session has mostly just looked at it.
  let last: {readonly id: string; readonly replayed: Replayed} | undefined;
  const read = (path: string, id: string): SessionState => {
    const replayed = replay(readJournal(join(path, journalName)));
    last = {id, replayed};
    return replayed.state;
  };
  const list = (id: string): SessionListing => {
    const path = join(sessions, id);
    return listing(path, id, () => read(path, id));
  };
  return {
    directory,
    createSession: (at) => create(sessions, at),
    openSession: (id, {takeOver = false} = {}) => {
      const known = last?.id === id ? {known: last.replayed} : {};
      last = undefined;
      return openIn(existing(sessions, id), {id, mode: 'existing', takeOver, ...known});
    },
    readSession: (id) => read(existing(sessions, id), id),
    readEvents: (id, types) => readJournal(join(existing(sessions, id), journalName), types),
    outputs: (id) => guarded(sessions, () => openOutputs(existing(sessions, id))),
    sessionIds: () => sessionNames(sessions),
    listSession: list,
    listSessions: () => sessionNames(sessions).map(list),
    deleteSession: (id) => {
      const path = existing(sessions, id);
      const lock = takeLock(path, {takeOver: false});
      lock.release();
      guarded(path, () => rmSync(path, {recursive: true, force: true}));
    },
  };
}
