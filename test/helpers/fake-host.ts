import type {FileKind, FileStat, Host, RunResult} from '../../src/base/host.ts';
import {resolveLinks} from '../../src/base/resolve-links.ts';

/** What stands at a path; a read of `hang` never ends. */
export type FakeFile =
  | string
  | Uint8Array
  | {readonly link: string}
  | {readonly error: string}
  | {readonly kind: FileKind}
  | {readonly hang: true};

export interface FakeHostOptions {
  readonly graphicsControllers?: Host['graphicsControllers'];
  readonly tools?: Readonly<Record<string, RunResult | ((argv: readonly string[]) => RunResult)>>;
  readonly env?: Readonly<Record<string, string>>;
}

function failure(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), {code, path});
}

/** Children of every directory that the paths imply, sorted by code unit. */
function directoriesOf(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, Set<string>>([['/', new Set()]]);
  for (const path of paths) {
    const names = path.split('/').filter(Boolean);
    for (const [index, name] of names.entries()) {
      const parent = `/${names.slice(0, index).join('/')}`;
      const known = children.get(parent) ?? new Set();
      children.set(parent, known.add(name));
    }
  }
  return new Map([...children].map(([path, names]) => [path, [...names].sort()]));
}

function sizeOf(file: FakeFile | undefined): number {
  if (typeof file === 'string') return Buffer.byteLength(file);
  return file instanceof Uint8Array ? file.length : 0;
}

function kindOf(file: FakeFile | undefined): FileKind {
  if (file === undefined) return 'directory';
  if (typeof file === 'string' || file instanceof Uint8Array) return 'file';
  if ('link' in file) return 'symlink';
  return 'kind' in file ? file.kind : 'file';
}

/** A machine as a map of paths; directories are implied, an empty one is `{kind: 'directory'}`. */
export function fakeHost(files: Readonly<Record<string, FakeFile>>, options: FakeHostOptions = {}): Host {
  const entries = new Map(Object.entries(files));
  const directories = directoriesOf([...entries.keys()]);

  const at = (path: string): FakeFile | undefined => entries.get(path);
  const exists = (path: string): boolean => entries.has(path) || directories.has(path);

  function resolve(path: string, followLast: boolean): string {
    const real = resolveLinks(path, {
      followLast,
      linkAt(link) {
        const file = at(link);
        return typeof file === 'object' && 'link' in file ? file.link : undefined;
      },
    });
    if (!exists(real)) throw failure('ENOENT', path);
    return real;
  }

  function bytes(path: string): Uint8Array {
    const real = resolve(path, true);
    const file = at(real);
    if (typeof file === 'string') return Buffer.from(file);
    if (file instanceof Uint8Array) return file;
    if (file !== undefined && 'error' in file) throw failure(file.error, path);
    throw failure(directories.has(real) || kindOf(file) === 'directory' ? 'EISDIR' : 'EINVAL', path);
  }

  async function asyncBytes(path: string): Promise<Uint8Array> {
    const file = at(resolve(path, true));
    if (typeof file === 'object' && 'hang' in file) return new Promise(() => {});
    return bytes(path);
  }

  function list(path: string): readonly string[] {
    const real = resolve(path, true);
    const names = directories.get(real);
    if (names !== undefined) return names;
    const file = at(real);
    if (typeof file === 'object' && 'error' in file) throw failure(file.error, path);
    if (kindOf(file) === 'directory') return [];
    throw failure('ENOTDIR', path);
  }

  function stat(path: string, follow: boolean): FileStat | undefined {
    try {
      const real = resolve(path, follow);
      const file = at(real);
      return {kind: kindOf(file), size: sizeOf(file), mode: 0o644, modifiedAt: 0, identity: real};
    } catch {
      return undefined;
    }
  }

  return {
    env: options.env ?? {},
    files: {
      readText: (path) => Buffer.from(bytes(path)).toString('utf8'),
      readBytes: bytes,
      list,
      stat: (path) => stat(path, true),
      realPath: (path) => resolve(path, true),
    },
    readText: async (path) => Buffer.from(await asyncBytes(path)).toString('utf8'),
    readBytes: asyncBytes,
    list: async (path) => list(path),
    lstat: async (path) => stat(path, false),
    async readLink(path) {
      const file = at(resolve(path, false));
      if (typeof file === 'object' && 'link' in file) return file.link;
      throw failure('EINVAL', path);
    },
    realPath: async (path) => resolve(path, true),
    async run(argv) {
      const tool = options.tools?.[argv[0]];
      if (tool === undefined) return {state: 'failed', reason: `${argv[0]} could not be started: ENOENT`};
      return typeof tool === 'function' ? tool(argv) : tool;
    },
    ...(options.graphicsControllers === undefined ? {} : {graphicsControllers: options.graphicsControllers}),
  };
}
