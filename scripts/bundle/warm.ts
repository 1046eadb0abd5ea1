import {readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Script} from 'node:vm';
import {codeOf, partLoader} from './loader.ts';

// Called with the folder of a program that was just built: does with it what people do, and keeps the code that V8 made.
const [folder = ''] = process.argv.slice(2);
const sample = join(import.meta.dirname, 'sample');
const likeCheckbox = join(import.meta.dirname, 'sample-checkbox');
const home = join(import.meta.dirname, '../..');

const scripts = new Map<string, Script>();
const load = partLoader(folder, (part, script) => {
  scripts.set(part, script);
});
const {runProgram} = load('program.cjs');
if (typeof runProgram !== 'function') throw new Error(`${folder} holds no program`);

for (const words of [
  ['list'],
  ['list'],
  ['--provider', sample, 'list', 'jobs'],
  ['validate', sample],
  ['validate', likeCheckbox],
  ['validate', '--provider', sample, likeCheckbox],
  ['validate', join(home, 'jobs')],
  ['--provider', sample, 'show', 'storage/read'],
  ['--provider', sample, 'expand-template', '--all'],
  ['--provider', sample, 'plan', 'storage-full'],
  ['plan', 'smoke'],
  ['--provider', join(home, 'providers/tutorial'), 'run', 'tutorial', '--unattended'],
]) {
  await runProgram(words);
}
// The first of them starts the program, the other loads it.
const starters = ['cli.cjs', 'main.cjs'];
for (const part of readdirSync(folder)) if (part.endsWith('.cjs') && !starters.includes(part)) load(part);
// V8 does not look whether code is whole, so none is left half written, not even by a power cut.
for (const [part, script] of scripts) {
  writeFileSync(join(folder, codeOf(part)), script.createCachedData(), {flush: true});
}
// What the commands left open is nobody's concern here.
process.exit(0);
