import {writeSync} from 'node:fs';
import {enableCompileCache} from 'node:module';
import {basename, join} from 'node:path';
import {version} from '../base/version.ts';

const words = process.argv.slice(2);

if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
  // Before anything is loaded: this line is all that `--version` costs on top of Node itself.
  writeSync(1, `${version}\n`);
} else {
  // `assay list | head` closes our output early, as does a connection that breaks; that is no error of anybody's.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // What goes on without readers listens for itself.
      if (stream.listenerCount('error') > 1) return;
      if (error.code === 'EPIPE' || error.code === 'EIO') process.exit(0);
      if (stream === process.stdout) writeSync(2, `assay: its output cannot be written: ${error.message}\n`);
      process.exit(4);
    });
  }
  // Compiled code is kept beside the bundle; where that cannot be written, it is compiled anew each time.
  if (basename(import.meta.dirname) === 'dist') enableCompileCache(join(import.meta.dirname, 'compiled'));
  const {runProgram} = await import('./program.ts');
  process.exitCode = await runProgram(words);
}
