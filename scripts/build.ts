import {type StdioOptions, spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {buildLauncher} from './build-launcher.ts';
import {bundle} from './bundle/bundle.ts';
import {programParts} from './bundle/parts.ts';
import {nodeFlags} from './node-flags.ts';

const home = resolve(import.meta.dirname, '..');
const output = join(home, 'dist');
const workshop = join(home, 'dist.new');
// The program finds the project's folder from where it stands, in the workshop too.
const fresh = join(workshop, 'dist');

/** The program goes about its usual work, so that V8 makes the code which is then kept. */
function warm(): void {
  const scratch = mkdtempSync(join(tmpdir(), 'assay-build-'));
  try {
    // V8 takes the code as that of a program which was started with the same flags alone.
    const argv = [...nodeFlags, join(home, 'scripts/bundle/warm.ts'), fresh];
    const env = {PATH: process.env['PATH'], HOME: scratch};
    const stdio: StdioOptions = ['ignore', 'ignore', 'pipe'];
    const {status, stderr} = spawnSync(process.execPath, argv, {env, cwd: home, stdio, encoding: 'utf8'});
    if (status !== 0) throw new Error(`the program was built, but does not run:\n${stderr}`);
  } finally {
    rmSync(scratch, {recursive: true, force: true});
  }
}

rmSync(workshop, {recursive: true, force: true});
mkdirSync(fresh, {recursive: true});
const parts = await programParts();
const screens = await bundle({'open-tui': 'src/runners/tui/open-tui.tsx'}, {format: 'es'});
const start = await bundle({main: 'scripts/bundle/start.ts'}, {format: 'cjs'});
for (const {fileName, code} of [...parts, ...screens, ...start]) writeFileSync(join(fresh, fileName), code);
const identity = createHash('sha256');
for (const {code} of parts) identity.update(code);
writeFileSync(join(fresh, 'identity'), identity.digest('hex'));
buildLauncher(join(fresh, 'launch'));
warm();
rmSync(output, {recursive: true, force: true});
renameSync(fresh, output);
rmSync(workshop, {recursive: true, force: true});
