import {hash} from 'node:crypto';
import {closeSync, fstatSync, openSync, readSync} from 'node:fs';
import {join} from 'node:path';
import type {UnitId} from '../base/ids.ts';

export type Stream = 'stdout' | 'stderr';

/** What one attempt of a job printed: whole where it is small, else its first and last part. */
export interface AttemptOutput {
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  /** Bytes that were kept and are not in here. */
  readonly omittedBytes: number;
}

export interface OutputKey {
  readonly jobId: UnitId;
  readonly attempt: number;
  readonly stream: Stream;
}

/** A name people recognise, whatever the id holds and however long it is. No file: nothing was printed. */
export function outputPath(directory: string, {jobId, attempt, stream}: OutputKey): string {
  const readable = jobId.replace(/[^A-Za-z0-9_.-]+/g, '_').slice(-80);
  const distinct = hash('sha256', jobId).slice(0, 12);
  return join(directory, 'output', `${readable}-${distinct}.${attempt}.${stream}`);
}

const nothing = {bytes: new Uint8Array(), omitted: 0};

function readEnds(path: string, maxBytes: number): {readonly bytes: Uint8Array; readonly omitted: number} {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return nothing;
    throw error;
  }
  try {
    const {size} = fstatSync(file);
    const kept = Math.min(size, maxBytes);
    const head = size <= maxBytes ? size : Math.ceil(kept / 2);
    const bytes = new Uint8Array(kept);
    readSync(file, bytes, 0, head, 0);
    if (head < kept) readSync(file, bytes, head, kept - head, size - (kept - head));
    return {bytes, omitted: size - kept};
  } finally {
    closeSync(file);
  }
}

/** At most `maxBytes` of each stream. */
export function readOutput(directory: string, key: Omit<OutputKey, 'stream'>, maxBytes: number): AttemptOutput {
  const stdout = readEnds(outputPath(directory, {...key, stream: 'stdout'}), maxBytes);
  const stderr = readEnds(outputPath(directory, {...key, stream: 'stderr'}), maxBytes);
  return {stdout: stdout.bytes, stderr: stderr.bytes, omittedBytes: stdout.omitted + stderr.omitted};
}
