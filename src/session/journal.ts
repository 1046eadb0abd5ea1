import {existsSync} from 'node:fs';
import Database from 'better-sqlite3';
import type {SessionEvent} from './events.ts';
import {migrations} from './migrations.ts';
import {guarded, SessionError} from './session-error.ts';

/** "ASAY", so that `file` and we know our own. */
const applicationId = 0x41_53_41_59;

/** A session's events on disk, in their order. */
export interface Journal {
  /** One transaction: all of them are on the disk when it returns, or none. */
  append(events: readonly SessionEvent[]): void;
  /** Without so many of the first ones. */
  readAfter(count: number): readonly SessionEvent[];
  close(): void;
}

function isEvent(value: unknown): value is SessionEvent {
  return typeof value === 'object' && value !== null && 'type' in value && 'at' in value;
}

function parseEvent(body: string, path: string): SessionEvent {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    throw new SessionError('damaged', `${path}: it holds an event that is no JSON`, {cause: error});
  }
  if (!isEvent(value)) throw new SessionError('damaged', `${path}: it holds an event without type or time`);
  return value;
}

function version(database: Database.Database): number {
  return Number(database.pragma('user_version', {simple: true}));
}

function migrate(database: Database.Database, path: string): void {
  const have = version(database);
  if (have > migrations.length) {
    throw new SessionError('too-new', `${path}: it was written by a newer version (format ${have}) of this program`);
  }
  if (have === migrations.length) return;
  const run = database.transaction(() => {
    for (const [index, sql] of migrations.entries()) if (index >= have) database.exec(sql);
    database.pragma(`application_id = ${applicationId}`);
    database.pragma(`user_version = ${migrations.length}`);
  });
  run.immediate();
}

function check(database: Database.Database, path: string): void {
  const verdict = database.pragma('quick_check(1)', {simple: true});
  if (verdict !== 'ok') throw new SessionError('damaged', `${path}: it is damaged (${String(verdict)})`);
}

/** Events are never removed, so that their numbers have no gaps. */
function readEvents(database: Database.Database, path: string, after = 0): readonly SessionEvent[] {
  const rows = database
    .prepare<[number], string>('SELECT body FROM events WHERE seq > ? ORDER BY seq')
    .pluck()
    .all(after);
  return rows.map((body) => parseEvent(body, path));
}

function readEventsOf(
  database: Database.Database,
  path: string,
  types: readonly SessionEvent['type'][],
): readonly SessionEvent[] {
  const places = types.map(() => '?').join(', ');
  const rows = database
    .prepare<string[], string>(`SELECT body FROM events WHERE type IN (${places}) ORDER BY seq`)
    .pluck()
    .all(...types);
  return rows.map((body) => parseEvent(body, path));
}

function open(path: string, mustExist: boolean): Database.Database {
  const database = new Database(path, {fileMustExist: mustExist, timeout: 2000});
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    if (mustExist) check(database, path);
    migrate(database, path);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** `create` makes a new file; else it must be there and whole. Throws SessionError. */
export function openJournal(path: string, mode: 'create' | 'existing'): Journal {
  const database = guarded(path, () => open(path, mode === 'existing'));
  const insert = database.prepare<[number, string, string]>('INSERT INTO events (at, type, body) VALUES (?, ?, ?)');
  const insertAll = database.transaction((events: readonly SessionEvent[]) => {
    for (const event of events) insert.run(Math.trunc(event.at), event.type, JSON.stringify(event));
  });
  return {
    append: (events) => guarded(path, () => insertAll.immediate(events)),
    readAfter: (count) => guarded(path, () => readEvents(database, path, count)),
    close: () => {
      database.close();
    },
  };
}

/**
 * Reads without writing, also while another process appends; events of these types alone where they are given. Empty where
 * none was ever begun. Throws SessionError.
 */
export function readJournal(path: string, types?: readonly SessionEvent['type'][]): readonly SessionEvent[] {
  // Whoever made its folder was killed before anything else.
  if (!existsSync(path)) return [];
  return guarded(path, () => {
    const database = new Database(path, {readonly: true, fileMustExist: true, timeout: 2000});
    try {
      check(database, path);
      const have = version(database);
      if (have > migrations.length) {
        throw new SessionError('too-new', `${path}: it was written by a newer version of this program`);
      }
      // Whoever made it was killed before the first event.
      if (have === 0) return [];
      return types === undefined ? readEvents(database, path) : readEventsOf(database, path, types);
    } finally {
      database.close();
    }
  });
}
