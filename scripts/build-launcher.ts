import {spawnSync} from 'node:child_process';
import {resolve} from 'node:path';

const source = resolve(import.meta.dirname, '../src/runners/process/launcher/launch.c');

/** Compiles the program that starts jobs. False where there is no compiler or it fails: then jobs start without it, slower. */
export function buildLauncher(output: string): boolean {
  for (const compiler of ['cc', 'gcc', 'clang', 'g++']) {
    const language = compiler === 'g++' ? ['-x', 'c'] : [];
    const {status} = spawnSync(compiler, ['-O2', '-std=gnu11', ...language, '-o', output, source], {stdio: 'ignore'});
    if (status === 0) return true;
  }
  return false;
}
