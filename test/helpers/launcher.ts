import {existsSync, mkdirSync, renameSync, statSync} from 'node:fs';
import {resolve} from 'node:path';
import {buildLauncher, launcherSources} from '../../scripts/build-launcher.ts';

const home = resolve(import.meta.dirname, '../..');
const program = resolve(home, 'dist/launch');

/** The compiled launcher of the present source. Throws where it cannot be compiled, so that no test passes without it. */
export function launcherProgram(): string {
  const newest = Math.max(...launcherSources.map((path) => statSync(path).mtimeMs));
  if (existsSync(program) && statSync(program).mtimeMs > newest) return program;
  mkdirSync(resolve(home, 'dist'), {recursive: true});
  const fresh = `${program}.${process.pid}`;
  if (!buildLauncher(fresh)) throw new Error('the launcher cannot be compiled: these tests need a C compiler');
  renameSync(fresh, program);
  return program;
}
