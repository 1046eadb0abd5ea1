import {accessSync, constants} from 'node:fs';
import {messageOf} from '../base/message-of.ts';

export type SessionProblem =
  | 'not-writable'
  | 'disk-full'
  | 'disk-error'
  | 'damaged'
  | 'held'
  | 'not-found'
  /** Written by a newer Assay. */
  | 'too-new'
  | 'failed';

/** A session that cannot be made, read or written, for a reason outside the program. `message` is for people. */
export class SessionError extends Error {
  override readonly name = 'SessionError';
  readonly problem: SessionProblem;

  constructor(problem: SessionProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

/** SQLite calls every write that fails an input/output error, also where the disk has become read-only. */
function isReadOnly(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return false;
  } catch (error) {
    return codeOf(error) === 'EROFS';
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

const problems: readonly (readonly [RegExp, SessionProblem, string])[] = [
  [/^(ENOSPC|EDQUOT|SQLITE_FULL)/, 'disk-full', 'the disk is full'],
  [
    /^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|ENOENT|SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM)/,
    'not-writable',
    'it cannot be written',
  ],
  [/^(EIO|SQLITE_IOERR)/, 'disk-error', 'the disk fails'],
  [/^(SQLITE_CORRUPT|SQLITE_NOTADB)/, 'damaged', 'it is damaged'],
];

/** What a file or SQLite error means for the session at `path`. */
export function sessionError(error: unknown, path: string): SessionError {
  if (error instanceof SessionError) return error;
  const code = codeOf(error);
  const detail = messageOf(error);
  const known = problems.find(([pattern]) => pattern.test(code));
  if (known === undefined) return new SessionError('failed', `${path}: ${detail}`, {cause: error});
  const [, problem, sentence] = known;
  if (problem === 'disk-error' && isReadOnly(path)) {
    return new SessionError('not-writable', `${path}: the disk has become read-only`, {cause: error});
  }
  return new SessionError(problem, `${path}: ${sentence} (${detail})`, {cause: error});
}

/** Runs `action`; what the file system or SQLite throws becomes a SessionError that names `path`. */
export function guarded<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw sessionError(error, path);
  }
}
