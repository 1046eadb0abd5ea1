import {chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {AsRoot} from '../process/become-user.ts';
import {openPipes, type PipePool} from '../process/pipes.ts';

/** Where a run's jobs work: a folder of its own for each attempt, gone when the attempt is over. */
export interface Workspace {
  readonly pipes: PipePool;
  makeDirectory(options: {readonly forOthers: boolean}): string;
  /** A file beside the working directories; the caller removes it. */
  makeFile(content: string, options: {readonly mode: number}): string;
  /** Gives the names of what the attempt left in it. An empty one nobody can be in serves the next attempt. */
  removeDirectory(
    path: string,
    options: {readonly asRoot: AsRoot | undefined; readonly mayBeInUse: boolean},
  ): readonly string[];
  close(): void;
}

function remove(path: string, asRoot?: AsRoot): void {
  try {
    rmSync(path, {recursive: true, force: true});
  } catch {
    // What root made in it; where that cannot be removed either, it stays for the system's own cleaning.
    asRoot?.(['rm', '-rf', '--', path]);
  }
}

const noteName = 'workspace';

/** Removes what a run that was killed left. */
export function removeStaleWorkspace(sessionDirectory: string): void {
  try {
    const path = readFileSync(join(sessionDirectory, noteName), 'utf8');
    if (path.startsWith(join(tmpdir(), 'assay-'))) remove(path);
  } catch {
    // There is none.
  }
}

/** `sessionDirectory` remembers the place, for when we are killed. */
export function openWorkspace(sessionDirectory: string): Workspace {
  const root = mkdtempSync(join(tmpdir(), 'assay-'));
  writeFileSync(join(sessionDirectory, noteName), root);
  chmodSync(root, 0o711);
  let count = 0;
  let empty: string | undefined;
  const pipes = openPipes(join(root, 'pipes'));
  return {
    pipes,
    makeDirectory({forOthers}) {
      const ready = empty;
      empty = undefined;
      if (ready !== undefined && !forOthers) return ready;
      const path = join(root, String(count++));
      mkdirSync(path, {mode: 0o700});
      if (forOthers) chmodSync(path, 0o777);
      return path;
    },
    makeFile(content, {mode}) {
      const path = join(root, `${count++}.file`);
      writeFileSync(path, content, {mode});
      chmodSync(path, mode);
      return path;
    },
    removeDirectory(path, {asRoot, mayBeInUse}) {
      const left = readdirSync(path);
      if (left.length === 0 && asRoot === undefined && !mayBeInUse) empty = path;
      else remove(path, asRoot);
      return left;
    },
    close() {
      pipes.close();
      remove(root);
      rmSync(join(sessionDirectory, noteName), {force: true});
    },
  };
}
