import {mkdirSync, statSync} from 'node:fs';
import {dirname} from 'node:path';

function isDirectory(path: string): boolean {
  return statSync(path, {throwIfNoEntry: false})?.isDirectory() === true;
}

/**
 * Makes a folder and those above it. Node's own `recursive` never returns below /proc and the like, where making a
 * folder fails with ENOENT although the one above it exists.
 */
export function makeDirectories(path: string, mode = 0o755): void {
  if (isDirectory(path)) return;
  const above = dirname(path);
  if (above !== path) makeDirectories(above, mode);
  try {
    mkdirSync(path, {mode});
  } catch (error) {
    // Another process may have made it in between.
    if (!isDirectory(path)) throw error;
  }
}
