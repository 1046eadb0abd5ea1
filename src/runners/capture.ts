import {closeSync, constants, fdatasyncSync, openSync, writeSync} from 'node:fs';
import {Socket} from 'node:net';

export interface CaptureOptions {
  /** The named pipe that is read. */
  readonly pipe: string;
  /** Made when the first byte comes. */
  readonly file: string;
  /** Bytes kept in the file; of what is beyond, the last part is kept too. */
  readonly maxBytes: number;
  /** The bytes are only good during the call. */
  readonly onBytes: (bytes: Uint8Array) => void;
}

export interface CaptureResult {
  readonly omittedBytes: number;
  /** Why output was lost, for instance a full disk. */
  readonly problem?: string;
  /** Nobody has the pipe open any more. */
  readonly closed: boolean;
}

/** Output of one stream on its way from the pipe to a file, in memory only in pieces of bounded size. */
export interface Capture {
  /** The pipe's writing end for the child; the caller closes it after the spawn. */
  readonly writeEnd: number;
  /** Resolves at the end of the stream, or after a quiet time: a grandchild may hold the pipe open for ever. */
  finish(quietMs: number): Promise<CaptureResult>;
}

interface Sink {
  take(bytes: Uint8Array): void;
  close(): Omit<CaptureResult, 'closed'>;
}

const pieceBytes = 64 * 1024;
const tailBytes = 64 * 1024;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Appends to a file that is made when it is first needed; the last part of what is over the limit is kept apart. */
function sink(path: string, maxBytes: number): Sink {
  let file: number | undefined;
  let total = 0;
  let problem: string | undefined;
  let tail: Buffer[] = [];
  let tailLength = 0;
  const write = (bytes: Uint8Array): void => {
    if (bytes.length === 0 || problem !== undefined) return;
    try {
      file ??= openSync(path, 'a', 0o600);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    } catch (error) {
      problem = messageOf(error);
    }
  };
  return {
    take(bytes) {
      const room = Math.max(0, maxBytes - total);
      total += bytes.length;
      write(bytes.subarray(0, room));
      if (room >= bytes.length) return;
      tail.push(Buffer.from(bytes.subarray(room)));
      tailLength += bytes.length - room;
      while (tailLength - (tail[0]?.length ?? 0) >= tailBytes) tailLength -= tail.shift()?.length ?? 0;
    },
    close() {
      const rest = Buffer.concat(tail).subarray(-tailBytes);
      const omitted = Math.max(0, total - maxBytes - rest.length);
      if (omitted > 0) write(Buffer.from(`\n[${omitted} bytes left out here]\n`));
      write(rest);
      tail = [];
      if (file !== undefined) {
        try {
          fdatasyncSync(file);
        } catch (error) {
          problem ??= messageOf(error);
        }
        closeSync(file);
        file = undefined;
      }
      return {omittedBytes: omitted, ...(problem === undefined ? {} : {problem})};
    },
  };
}

/** Opens the pipe for reading and writing. Throws what the file system throws. */
export function openCapture({pipe, file, maxBytes, onBytes}: CaptureOptions): Capture {
  const out = sink(file, maxBytes);
  const readEnd = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  const writeEnd = openSync(pipe, constants.O_WRONLY);
  let quietSince = performance.now();
  let over = false;
  const socket = new Socket({
    fd: readEnd,
    readable: true,
    writable: false,
    onread: {
      buffer: Buffer.allocUnsafe(pieceBytes),
      callback: (length, buffer) => {
        const bytes = buffer.subarray(0, length);
        quietSince = performance.now();
        out.take(bytes);
        onBytes(bytes);
        return true;
      },
    },
  });
  const closed = new Promise<void>((resolve) => {
    socket.on('error', () => undefined);
    socket.on('close', () => {
      over = true;
      resolve();
    });
  });
  socket.resume();
  const untilQuiet = (quietMs: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setInterval(() => {
        if (!over && performance.now() - quietSince < quietMs) return;
        clearInterval(timer);
        resolve();
      }, 20);
    });
  return {
    writeEnd,
    async finish(quietMs) {
      quietSince = performance.now();
      if (!over) await Promise.race([closed, untilQuiet(quietMs)]);
      const ended = over;
      socket.destroy();
      return {...out.close(), closed: ended};
    },
  };
}
