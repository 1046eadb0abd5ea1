/** What kind of thing stands at a path. */
export type FileKind = 'file' | 'directory' | 'symlink' | 'block-device' | 'character-device' | 'fifo' | 'socket';

export interface FileStat {
  readonly kind: FileKind;
  /** Bytes. */
  readonly size: number;
  readonly mode: number;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
  /** Identifies the file across links: device and inode. */
  readonly identity: string;
}

/** Files of ours: units, providers, configuration. Synchronous, because reading a thousand small files is several times faster so. Errors are Node's (`ENOENT`, …). */
export interface LocalFiles {
  readText(path: string): string;
  readBytes(path: string): Uint8Array;
  /** Names in a directory, sorted by code unit. */
  list(path: string): readonly string[];
  /** Follows links; undefined where nothing stands or may be seen. */
  stat(path: string): FileStat | undefined;
  realPath(path: string): string;
}

export interface RunOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds; the process group is killed then. */
  readonly timeoutMs: number;
  /** Bytes of each stream that are kept; the rest is dropped and `truncated` set. */
  readonly maxBytes?: number;
}

/** How a helper process of a probe ended. Never thrown: a tool that is not there is a `failed`. */
export type RunResult =
  | {
      readonly state: 'exited';
      readonly code: number;
      readonly stdout: string;
      readonly stderr: string;
      readonly truncated: boolean;
    }
  | {readonly state: 'failed'; readonly reason: string};

/** A graphics controller as the machine's tools name it. */
export interface GraphicsController {
  /** As lspci prints it, `01:00.0`; with the domain where there are several. */
  readonly busAddress: string;
  readonly vendor: string;
  readonly model: string;
}

/**
 * The only door to files, environment and tools of the machine. Device files (`/sys`, `/proc`, `/dev`, `/run/udev`) are
 * read asynchronously because a broken device can make a read hang; the caller bounds the wait.
 */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly files: LocalFiles;
  readText(path: string): Promise<string>;
  readBytes(path: string): Promise<Uint8Array>;
  /** Names in a directory, sorted by code unit. */
  list(path: string): Promise<readonly string[]>;
  /** Does not follow links; undefined where nothing stands or may be seen. */
  lstat(path: string): Promise<FileStat | undefined>;
  /** The link's own text. */
  readLink(path: string): Promise<string>;
  realPath(path: string): Promise<string>;
  run(argv: readonly [string, ...string[]], options: RunOptions): Promise<RunResult>;
  /** Names are in no file of /sys, so tools are asked for them. Absent where none can be: a recording of another machine. */
  readonly graphicsControllers?: () => Promise<readonly GraphicsController[]>;
}
