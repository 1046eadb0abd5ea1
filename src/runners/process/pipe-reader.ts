import {constants, openSync, readSync} from 'node:fs';
import {Socket} from 'node:net';

/** The bytes are only good during the call. */
export type BytesListener = (bytes: Uint8Array) => void;

/** Reads a named pipe for as long as it is open, whoever writes into it. */
export interface PipeReader {
  /** Who gets the bytes from now on; without one they are dropped. */
  listen(listener: BytesListener | undefined): void;
  /** Reads what is in the pipe now, before the next turn of the event loop. */
  drain(): void;
  close(): void;
}

const pieceBytes = 256 * 1024;

function isEmpty(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}

/** Throws what the file system throws. */
export function openReader(path: string): PipeReader {
  // For writing too, so that the pipe has no end while nobody else has it open.
  const file = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  const buffer = Buffer.allocUnsafe(pieceBytes);
  let listener: BytesListener | undefined;
  let isOpen = true;
  const socket = new Socket({
    fd: file,
    readable: true,
    writable: false,
    onread: {
      buffer,
      callback(length) {
        listener?.(buffer.subarray(0, length));
        return true;
      },
    },
  });
  socket.on('error', () => undefined);
  socket.resume();
  return {
    listen(next) {
      listener = next;
    },
    drain() {
      try {
        for (let length = 1; isOpen && length > 0; ) {
          length = readSync(file, buffer);
          listener?.(buffer.subarray(0, length));
        }
      } catch (error) {
        if (!isEmpty(error)) throw error;
      }
    },
    close() {
      isOpen = false;
      socket.destroy();
    },
  };
}
