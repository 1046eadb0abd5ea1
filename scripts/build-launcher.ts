import {spawnSync} from 'node:child_process';
import {readdirSync} from 'node:fs';
import {join, resolve} from 'node:path';

const folder = resolve(import.meta.dirname, '../src/runners/process/launcher');

/** What the program is made of, headers included. */
export const launcherSources: readonly string[] = readdirSync(folder)
  .filter((name) => /\.[ch]$/.test(name))
  .map((name) => join(folder, name));

/** Compiles the program that starts jobs. False where there is no compiler or it fails: then jobs start without it, slower. */
export function buildLauncher(output: string): boolean {
  const units = launcherSources.filter((path) => path.endsWith('.c'));
  // g++ takes each file for C++ before which it is not told otherwise.
  const named = units.flatMap((path) => ['-x', 'c', path]);
  for (const compiler of ['cc', 'gcc', 'clang', 'g++']) {
    const {status} = spawnSync(compiler, ['-O2', '-std=gnu11', '-o', output, ...named], {stdio: 'ignore'});
    if (status === 0) return true;
  }
  return false;
}
