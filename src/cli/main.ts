import {writeSync} from 'node:fs';
import {version} from '../base/version.ts';
import {leaveWith, tellOtherEnds} from './leave.ts';

const words = process.argv.slice(2);

if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
  // Before anything is loaded: this line is all that `--version` costs on top of Node itself.
  writeSync(1, `${version}\n`);
} else {
  tellOtherEnds();
  void import('./program.ts').then(({runProgram}) => runProgram(words)).then(leaveWith);
}
