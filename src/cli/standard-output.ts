import {fstatSync, writeSync} from 'node:fs';
import {leave} from './leave.ts';

type WriteError = NodeJS.ErrnoException;

/** What is done where a write failed: nobody reads any more (EPIPE, EIO), a disk is full. */
export type OnFailure = (error: WriteError) => void;

/** /dev/null on Linux: major 1, minor 3. */
const nullDevice = 0x103;

/**
 * Standard output (1) or standard error (2). Writes reach it before they return, as those of Node's streams to files,
 * pipes and terminals do on Linux; but those streams, a tenth of the start of a short command, are made only for who asks.
 */
export class StandardOutput {
  readonly #fd: 1 | 2;
  #onFailure: OnFailure;
  #stream: NodeJS.WriteStream | undefined;

  constructor(fd: 1 | 2, onFailure: OnFailure) {
    this.#fd = fd;
    this.#onFailure = onFailure;
  }

  get isTTY(): boolean {
    // What tells a terminal from other devices brings the streams with it, and a file, a pipe or /dev/null is none.
    const stat = fstatSync(this.#fd);
    return (
      stat.isCharacterDevice() && stat.rdev !== nullDevice && process.getBuiltinModule('node:tty').isatty(this.#fd)
    );
  }

  /** Of the terminal, 0 where there is none or it does not say. */
  get columns(): number {
    return this.isTTY ? this.stream.columns : 0;
  }

  /** The same as a stream of Node, whose failures are met as all others. */
  get stream(): NodeJS.WriteStream {
    if (this.#stream === undefined) {
      this.#stream = this.#fd === 1 ? process.stdout : process.stderr;
      this.#stream.on('error', (error: WriteError) => this.#onFailure(error));
    }
    return this.#stream;
  }

  /** From now on, in place of what was done before. */
  whenItFails(onFailure: OnFailure): void {
    this.#onFailure = onFailure;
  }

  write(part: string | Uint8Array): void {
    if (this.#stream !== undefined) {
      this.#stream.write(part);
      return;
    }
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    let written = 0;
    try {
      while (written < bytes.length) written += writeSync(this.#fd, bytes, written);
    } catch (error) {
      this.#failed(error, bytes.subarray(written));
    }
  }

  #failed(error: unknown, rest: Uint8Array): void {
    if (!(error instanceof Error)) throw error;
    // Somebody else made it non-blocking, and its reader is behind: a stream waits for it.
    if ('code' in error && error.code === 'EAGAIN') this.stream.write(rest);
    else this.#onFailure(error);
  }
}

/** `assay list | head` closes our output early, as does a connection that breaks; that is no error of anybody's. */
export function standardOutput(): StandardOutput {
  return new StandardOutput(1, (error) => {
    if (isUnread(error)) leave(0);
    writeSync(2, `assay: its output cannot be written: ${error.message}\n`);
    leave(4);
  });
}

/** What nobody reads here is wrong all the same: the exit code says so. */
export function standardError(): StandardOutput {
  return new StandardOutput(2, (error) => {
    if (!isUnread(error)) leave(4);
  });
}

/** Nobody reads any more: a pipe was closed, or a terminal went away. */
export function isUnread({code}: WriteError): boolean {
  return code === 'EPIPE' || code === 'EIO';
}
