import {close, closeSync, fdatasync, fdatasyncSync, open, openSync, writeSync} from 'node:fs';
import {messageOf} from '../../base/message-of.ts';
import type {StreamMasker} from './mask.ts';
import type {BytesListener, PipeReader} from './pipe-reader.ts';

export interface CaptureOptions {
  readonly reader: PipeReader;
  /** Made when the first byte comes. */
  readonly file: string;
  /** Bytes kept in the file; of what is beyond, the last part is kept too. */
  readonly maxBytes: number;
  readonly onBytes: BytesListener;
  /** Hides secrets before the bytes reach a file or a listener. */
  readonly mask?: StreamMasker | undefined;
}

export interface CaptureResult {
  readonly omittedBytes: number;
  /** Why output was lost, for instance a full disk. */
  readonly problem?: string;
}

/** Output of one stream on its way from the pipe to a file, in memory only in pieces of bounded size. */
export interface Capture {
  /** When the last bytes came, in the time of `performance.now()`. */
  lastBytesAt(): number;
  finish(): CaptureResult;
}

interface Sink {
  take(bytes: Uint8Array): void;
  close(): CaptureResult;
}

const tailBytes = 64 * 1024;

/** So much is written to the disk while the job goes on, so that its end does not wait for all of it. */
const syncBytes = 64 * 1024 * 1024;

/** By a descriptor of its own: who writes is told of a failing disk all the same. */
function syncMeanwhile(path: string): void {
  open(path, 'r', (error, file) => {
    if (error === null) fdatasync(file, () => close(file));
  });
}

/** Appends to a file that is made when it is first needed; the last part of what is over the limit is kept apart. */
function sink(path: string, maxBytes: number): Sink {
  let file: number | undefined;
  let total = 0;
  let unsynced = 0;
  let problem: string | undefined;
  let tail: Buffer[] = [];
  let tailLength = 0;
  const write = (bytes: Uint8Array): void => {
    if (bytes.length === 0 || problem !== undefined) return;
    try {
      file ??= openSync(path, 'a', 0o600);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      unsynced += bytes.length;
      if (unsynced >= syncBytes) {
        unsynced = 0;
        syncMeanwhile(path);
      }
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

/** Takes over the reader until it is finished. */
export function openCapture({reader, file, maxBytes, onBytes, mask}: CaptureOptions): Capture {
  const out = sink(file, maxBytes);
  let lastBytesAt = 0;
  const pass = (bytes: Uint8Array): void => {
    out.take(bytes);
    onBytes(bytes);
  };
  reader.listen((bytes) => {
    lastBytesAt = performance.now();
    pass(mask === undefined ? bytes : mask.push(bytes));
  });
  return {
    lastBytesAt: () => lastBytesAt,
    finish() {
      reader.listen(undefined);
      if (mask !== undefined) pass(mask.end());
      return out.close();
    },
  };
}
