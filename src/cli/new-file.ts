import {closeSync, openSync, rmSync, writeFileSync} from 'node:fs';
import {messageOf} from '../base/message-of.ts';
import type {CliContext} from './context.ts';
import {usageError} from './usage-error.ts';

export interface NewFile {
  readonly path: string;
  readonly text: string;
  readonly mode?: number;
}

/** Never writes over what is there, and leaves no half of a file behind. `word` is what asked for it. */
export function writeNewFile({words}: CliContext, {path, text, mode = 0o666}: NewFile, word: string): void {
  try {
    const handle = openSync(path, 'wx', mode);
    try {
      writeFileSync(handle, text);
    } catch (error) {
      rmSync(path, {force: true});
      throw error;
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    const reason = messageOf(error);
    throw usageError(words, {
      code: isThere ? 'usage/file-exists' : 'usage/cannot-write',
      message: isThere ? fileExists(path) : `cannot write ${path}: ${reason}`,
      word,
    });
  }
}

export function fileExists(path: string): string {
  return `${path} is there already, and nothing is overwritten`;
}
