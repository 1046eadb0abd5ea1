import {join} from 'node:path';
import type {LocalFiles} from '../base/host.ts';
import type {Provider} from '../catalog/unit-set.ts';
import {expansion, type Word} from '../templates/shell/cursor.ts';
import {hasGap} from './gaps.ts';

type Files = Pick<LocalFiles, 'list' | 'stat'>;

/** The names in a folder; none where it cannot be read. */
export function namesInFolder(files: Files, folder: string): readonly string[] {
  try {
    return files.list(folder);
  } catch {
    return [];
  }
}

export interface Programs {
  /** What is in a `bin/` of any provider: all of them are on the path. */
  readonly scripts: ReadonlySet<string>;
  /** What a provider compiles into its `bin/` when it is packaged. */
  readonly compiled: ReadonlySet<string>;
}

export function programsOf(providers: readonly Provider[], files: Files): Programs {
  const scripts = new Set<string>();
  const compiled = new Set<string>();
  for (const {binDirectory, directory, builtIn} of providers) {
    if (binDirectory !== undefined) for (const name of namesInFolder(files, binDirectory)) scripts.add(name);
    if (builtIn) continue;
    for (const name of namesInFolder(files, join(directory, 'src'))) compiled.add(name.replace(/\.\w+$/, ''));
  }
  return {scripts, compiled};
}

/** Programs that run the one their arguments name; their options with a value of its own are listed. */
const wrappers: ReadonlyMap<string, RegExp> = new Map([
  ['sudo', /^-[ugpChRrtT]$/],
  ['env', /^-[uCS]$/],
  ['exec', /^-a$/],
  ['command', /^$/],
  ['nohup', /^$/],
  ['time', /^-[fo]$/],
  ['nice', /^-n$/],
  ['setsid', /^$/],
  ['timeout', /^-[ks]$/],
  ['stdbuf', /^-[ioe]$/],
]);

/** The word that names what a simple command runs, behind `sudo`, `timeout` and their like; undefined where unsure. */
export function programWord(words: readonly Word[]): Word | undefined {
  let at = 0;
  for (;;) {
    const word = words[at];
    const valued = word === undefined ? undefined : wrappers.get(word.literal);
    if (word === undefined || valued === undefined) return word;
    at++;
    for (let next = words[at]; next !== undefined && /^-|^\w+=/.test(next.literal); next = words[at]) {
      at += valued.test(next.literal) ? 2 : 1;
    }
    if (word.literal === 'timeout') at++;
  }
}

/** Nothing in it that only a running shell could tell. */
export function isPlain({literal}: Word): boolean {
  return literal !== '' && !literal.includes(expansion) && !hasGap(literal) && !/[*?[\]{}~]/.test(literal);
}
