import {writeSync} from 'node:fs';
import {version} from '../base/version.ts';

const words = process.argv.slice(2);

if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
  // Before anything is loaded: this line is all that `--version` costs on top of Node itself.
  writeSync(1, `${version}\n`);
} else {
  void import('./program.ts')
    .then(({runProgram}) => runProgram(words))
    .then((code) => {
      process.exitCode = code;
    });
}
