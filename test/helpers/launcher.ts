import {existsSync, mkdirSync, renameSync, statSync} from 'node:fs';
import {resolve} from 'node:path';
import {buildLauncher} from '../../scripts/build-launcher.ts';

const home = resolve(import.meta.dirname, '../..');
const source = resolve(home, 'src/runners/process/launcher/launch.c');
const program = resolve(home, 'dist/launch');

/** The compiled launcher of the present source. Throws where it cannot be compiled, so that no test passes without it. */
export function launcherProgram(): string {
  if (existsSync(program) && statSync(program).mtimeMs > statSync(source).mtimeMs) return program;
  mkdirSync(resolve(home, 'dist'), {recursive: true});
  const fresh = `${program}.${process.pid}`;
  if (!buildLauncher(fresh)) throw new Error('the launcher cannot be compiled: these tests need a C compiler');
  renameSync(fresh, program);
  return program;
}
