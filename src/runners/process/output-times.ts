import {appendFileSync} from 'node:fs';
import type {Stream} from '../../session/output-files.ts';

/** Notes when which stream brought how many bytes, in a file beside those that hold the bytes. */
export interface OutputTimes {
  add(stream: Stream, bytes: number): void;
  /** Writes what it still holds. */
  finish(): void;
}

/** What comes from one stream within this time is one piece. */
const mergeMs = 10;
/** Pieces that wait to be written. */
const batch = 256;
/** So that a job that prints little by little for days fills no disk with times; what comes later has none. */
const mostPieces = 200_000;

interface Piece {
  readonly afterMs: number;
  readonly stream: Stream;
  bytes: number;
}

/** Times are milliseconds from now. Where the file cannot be written, the output is kept all the same, without times. */
export function recordTimes(path: string): OutputTimes {
  const startedAt = performance.now();
  let pieces: Piece[] = [];
  let count = 0;
  const write = (): void => {
    if (pieces.length === 0) return;
    const lines = pieces.map(({afterMs, stream, bytes}) => `${afterMs} ${stream} ${bytes}\n`);
    pieces = [];
    try {
      appendFileSync(path, lines.join(''), {mode: 0o600});
    } catch {
      count = mostPieces;
    }
  };
  return {
    add(stream, bytes) {
      if (bytes === 0 || count >= mostPieces) return;
      const afterMs = Math.round(performance.now() - startedAt);
      const last = pieces.at(-1);
      if (last?.stream === stream && afterMs - last.afterMs < mergeMs) {
        last.bytes += bytes;
        return;
      }
      if (pieces.length >= batch) write();
      pieces.push({afterMs, stream, bytes});
      count++;
    },
    finish: write,
  };
}
