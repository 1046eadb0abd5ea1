import {hash} from 'node:crypto';
import {closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync, statSync} from 'node:fs';
import {join} from 'node:path';
import type {UnitId} from '../base/ids.ts';

export type Stream = 'stdout' | 'stderr';

/** What came at one time from one stream. */
export interface OutputPiece {
  /** Since the command was started. */
  readonly afterMs: number;
  readonly stream: Stream;
  readonly bytes: number;
}

/** What one attempt of a job printed: whole where it is small, else its first and last part. */
export interface AttemptOutput {
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  /** Bytes that were kept and are not in here. */
  readonly omittedBytes: number;
  /** In the order in which it came; absent where that is not known of all of it. */
  readonly pieces?: readonly OutputPiece[];
}

export interface OutputKey {
  readonly jobId: UnitId;
  readonly attempt: number;
  /** `times`: the file that says when which stream brought how many bytes. */
  readonly stream: Stream | 'times';
}

type AttemptKey = Omit<OutputKey, 'stream'>;

function folder(directory: string): string {
  return join(directory, 'output');
}

/** A name people recognise, whatever the id holds and however long it is. */
function nameOf({jobId, attempt}: AttemptKey): string {
  const readable = jobId.replace(/[^A-Za-z0-9_.-]+/g, '_').slice(-80);
  const distinct = hash('sha256', jobId).slice(0, 12);
  return `${readable}-${distinct}.${attempt}`;
}

/** No file: nothing was printed. */
export function outputPath(directory: string, {stream, ...key}: OutputKey): string {
  return join(folder(directory), `${nameOf(key)}.${stream}`);
}

const nothing = {bytes: new Uint8Array(), omitted: 0};

function readEnds(path: string, maxBytes: number): {readonly bytes: Uint8Array; readonly omitted: number} {
  // Most jobs print nothing, and an error that is thrown costs ten times as much as a look.
  if (statSync(path, {throwIfNoEntry: false}) === undefined) return nothing;
  const file = openSync(path, 'r');
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

function isStream(word: string | undefined): word is Stream {
  return word === 'stdout' || word === 'stderr';
}

/** Undefined where they do not account for all of the bytes: a run that was killed, or output that was cut. */
function readPieces(path: string, lengths: Readonly<Record<Stream, number>>): readonly OutputPiece[] | undefined {
  if (statSync(path, {throwIfNoEntry: false}) === undefined) return undefined;
  const left = {...lengths};
  const pieces: OutputPiece[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n').slice(0, -1)) {
    const [afterMs, stream, bytes] = line.split(' ');
    if (!isStream(stream)) return undefined;
    pieces.push({afterMs: Number(afterMs), stream, bytes: Number(bytes)});
    left[stream] -= Number(bytes);
  }
  return left.stdout === 0 && left.stderr === 0 ? pieces : undefined;
}

/** At most `maxBytes` of each stream. */
export function readOutput(directory: string, key: AttemptKey, maxBytes: number): AttemptOutput {
  const {bytes: stdout, omitted: omittedOut} = readEnds(outputPath(directory, {...key, stream: 'stdout'}), maxBytes);
  const {bytes: stderr, omitted: omittedErr} = readEnds(outputPath(directory, {...key, stream: 'stderr'}), maxBytes);
  const omittedBytes = omittedOut + omittedErr;
  const pieces =
    omittedBytes > 0 || stdout.length + stderr.length === 0
      ? undefined
      : readPieces(outputPath(directory, {...key, stream: 'times'}), {stdout: stdout.length, stderr: stderr.length});
  return {stdout, stderr, omittedBytes, ...(pieces === undefined ? {} : {pieces})};
}

export type OutputReader = (key: AttemptKey, maxBytes: number) => AttemptOutput;

/** As `readOutput`, for many attempts of which most printed nothing. Knows what was printed by now. */
export function openOutputs(directory: string): OutputReader {
  const path = folder(directory);
  const files = statSync(path, {throwIfNoEntry: false}) === undefined ? [] : readdirSync(path);
  const names = new Set(files.map((name) => name.slice(0, name.lastIndexOf('.'))));
  return (key, maxBytes) =>
    names.has(nameOf(key))
      ? readOutput(directory, key, maxBytes)
      : {stdout: nothing.bytes, stderr: nothing.bytes, omittedBytes: 0};
}
