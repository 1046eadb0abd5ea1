import {writeSync} from 'node:fs';
import {enableCompileCache} from 'node:module';
import {basename, join} from 'node:path';
import {version} from '../base/version.ts';

const words = process.argv.slice(2);

if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
  // Before anything is loaded: this line is all that `--version` costs on top of Node itself.
  writeSync(1, `${version}\n`);
} else {
  // Compiled code is kept beside the bundle; where that cannot be written, it is compiled anew each time.
  if (basename(import.meta.dirname) === 'dist') enableCompileCache(join(import.meta.dirname, 'compiled'));
  const {runProgram} = await import('./program.ts');
  process.exitCode = await runProgram(words);
}
