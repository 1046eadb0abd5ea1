import {readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import Database from 'better-sqlite3';
import {identify, isAlive, type ProcessIdentity} from './process-identity.ts';
import {guarded, SessionError, sessionError} from './session-error.ts';

/** Held while a process drives the session. The kernel lets go of it when the process dies, however it dies. */
export interface Lock {
  release(): void;
}

function isIdentity(value: unknown): value is ProcessIdentity {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'bootId' in value &&
    typeof value.bootId === 'string' &&
    'startTime' in value &&
    typeof value.startTime === 'string'
  );
}

/** Who wrote its name last; undefined where that cannot be read. */
function readOwner(path: string): ProcessIdentity | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isIdentity(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function tryLock(path: string, waitMs: number): Database.Database | undefined {
  const database = new Database(path, {timeout: waitMs});
  try {
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return undefined;
    throw sessionError(error, path);
  }
}

/** Asks the owner to stop, and makes it stop; its journal stays good, because every event in it is whole. */
function endOwner(owner: ProcessIdentity, lockPath: string): Database.Database | undefined {
  for (const [signal, waitMs] of [
    ['SIGTERM', 10_000],
    ['SIGKILL', 5000],
  ] as const) {
    if (isAlive(owner) && owner.pid !== process.pid) process.kill(owner.pid, signal);
    const taken = tryLock(lockPath, waitMs);
    if (taken !== undefined) return taken;
  }
  return undefined;
}

function describe(owner: ProcessIdentity | undefined): string {
  return owner === undefined ? 'another process' : `process ${owner.pid}`;
}

/** Throws SessionError `held`, naming the owner, unless told to take over: then the owner is ended first. */
export function takeLock(directory: string, options: {readonly takeOver: boolean}): Lock {
  const lockPath = `${directory}/lock.db`;
  const ownerPath = `${directory}/owner.json`;
  const owner = readOwner(ownerPath);
  const free = guarded(lockPath, () => tryLock(lockPath, 0));
  const database = free ?? (options.takeOver && owner !== undefined ? endOwner(owner, lockPath) : undefined);
  if (database === undefined) {
    throw new SessionError('held', `${directory}: ${describe(owner)} is running this session`);
  }
  guarded(ownerPath, () => {
    writeFileSync(`${ownerPath}.new`, JSON.stringify(identify(process.pid)));
    renameSync(`${ownerPath}.new`, ownerPath);
  });
  return {
    release: () => {
      rmSync(ownerPath, {force: true});
      database.close();
    },
  };
}

/** The process that drives the session now. */
export function currentOwner(directory: string): ProcessIdentity | undefined {
  const owner = readOwner(`${directory}/owner.json`);
  return owner !== undefined && isAlive(owner) ? owner : undefined;
}
