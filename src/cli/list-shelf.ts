import {existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import type {Shelf} from '../catalog/kept-listings.ts';
import type {Keeping} from '../catalog/list-providers.ts';
import {makeDirectories} from '../session/make-directories.ts';
import type {CliContext} from './context.ts';

/** `$XDG_CACHE_HOME`, else `~/.cache`; undefined where neither is to be known. */
function cacheHome({host}: CliContext): string | undefined {
  const xdg = host.env['XDG_CACHE_HOME'] ?? '';
  if (xdg.startsWith('/')) return xdg;
  const {HOME: home = ''} = host.env;
  return home.startsWith('/') ? join(home, '.cache') : undefined;
}

/** Root does not write where somebody else may put links, nor believes what lies there. */
function isOurs(folder: string): boolean {
  const stat = lstatSync(folder, {throwIfNoEntry: false});
  return stat?.isDirectory() === true && stat.uid === process.geteuid?.();
}

function shelfIn(cache: string): Shelf {
  const folder = join(cache, 'assay/lists');
  return {
    read(name) {
      try {
        return readFileSync(join(folder, name));
      } catch {
        return undefined;
      }
    },
    write(name, bytes) {
      const fresh = join(folder, `${name}.${process.pid}`);
      try {
        makeDirectories(folder, 0o700);
        writeFileSync(fresh, bytes, {flag: 'wx', mode: 0o600});
        renameSync(fresh, join(folder, name));
      } catch {
        // Without it the next list takes longer.
        rmSync(fresh, {force: true});
      }
    },
  };
}

/** Where listings are kept; undefined where they cannot be, or when the program is not the one that was built. */
export function listKeeping(context: CliContext): Keeping | undefined {
  const {host} = context;
  if (basename(import.meta.dirname) !== 'dist') return undefined;
  const cache = cacheHome(context);
  if (cache === undefined) return undefined;
  try {
    if (!existsSync(cache)) mkdirSync(cache, {mode: 0o700});
    if (!isOurs(cache)) return undefined;
    return {shelf: shelfIn(cache), program: host.files.readText(join(import.meta.dirname, 'identity'))};
  } catch {
    return undefined;
  }
}
