import {
  constants,
  lstatSync,
  promises,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import {join} from 'node:path';
import type {FileKind, FileStat, GraphicsController, Host, LocalFiles} from './host.ts';
import {resolveLinks} from './resolve-links.ts';

/** Opening must not wait for the other end of a fifo or for a serial line's carrier. */
const flag = constants.O_RDONLY | constants.O_NONBLOCK;

function kindOf(stats: Stats): FileKind {
  if (stats.isDirectory()) return 'directory';
  if (stats.isSymbolicLink()) return 'symlink';
  if (stats.isBlockDevice()) return 'block-device';
  if (stats.isCharacterDevice()) return 'character-device';
  if (stats.isFIFO()) return 'fifo';
  return stats.isSocket() ? 'socket' : 'file';
}

function fileStat(stats: Stats): FileStat {
  const {size, mode, mtimeMs, dev, ino} = stats;
  return {kind: kindOf(stats), size, mode, modifiedAt: mtimeMs, identity: `${dev}:${ino}`};
}

/** Resolves links as they were on the recorded machine. */
function resolveWithin(root: string, path: string, followLast: boolean): string {
  return resolveLinks(path, {
    followLast,
    linkAt(link) {
      const place = join(root, link);
      return lstatSync(place, {throwIfNoEntry: false})?.isSymbolicLink() ? readlinkSync(place) : undefined;
    },
  });
}

/** Maps a path as the caller knows it to one of this machine. */
type Locate = (path: string, follow: 'follow' | 'keep-last') => string;

function localFiles(locate: Locate, root: string | undefined): LocalFiles {
  return {
    readText: (path) => readFileSync(locate(path, 'follow'), 'utf8'),
    readBytes: (path) => readFileSync(locate(path, 'follow')),
    list: (path) => readdirSync(locate(path, 'follow')).sort(),
    stat(path) {
      try {
        const stats = statSync(locate(path, 'follow'), {throwIfNoEntry: false});
        return stats === undefined ? undefined : fileStat(stats);
      } catch {
        return undefined;
      }
    },
    realPath(path) {
      if (root === undefined) return realpathSync(path);
      lstatSync(locate(path, 'follow'));
      return resolveWithin(root, path, true);
    },
  };
}

export interface NodeHostOptions {
  /** A recorded tree: absolute paths are read under it, links stay inside it, and no tools are run. */
  readonly root?: string;
}

async function graphicsControllers(): Promise<readonly GraphicsController[]> {
  const {graphics} = await import('systeminformation');
  const {controllers} = await graphics();
  return controllers.map(({busAddress = '', vendor, model}) => ({busAddress, vendor, model}));
}

/** This machine, or the files of another one recorded under `root`. */
export function nodeHost({root}: NodeHostOptions = {}): Host {
  const locate: Locate = (path, follow) =>
    root === undefined || !path.startsWith('/') ? path : join(root, resolveWithin(root, path, follow === 'follow'));
  return {
    env: process.env,
    files: localFiles(locate, root),
    readText: async (path) => promises.readFile(locate(path, 'follow'), {encoding: 'utf8', flag}),
    readBytes: async (path) => promises.readFile(locate(path, 'follow'), {flag}),
    list: async (path) => (await promises.readdir(locate(path, 'follow'))).sort(),
    async lstat(path) {
      try {
        return fileStat(await promises.lstat(locate(path, 'keep-last')));
      } catch {
        return undefined;
      }
    },
    readLink: async (path) => promises.readlink(locate(path, 'keep-last')),
    async realPath(path) {
      if (root === undefined) return promises.realpath(path);
      await promises.lstat(locate(path, 'follow'));
      return resolveWithin(root, path, true);
    },
    async run(argv, options) {
      if (root !== undefined) {
        return {state: 'failed', reason: `${argv[0]} was not run: this is a recording of another machine`};
      }
      const {runTool} = await import('./run-tool.ts');
      return runTool(argv, options, process.env['PATH']);
    },
    ...(root === undefined ? {graphicsControllers} : {}),
  };
}
